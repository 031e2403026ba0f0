"""The days of a paper: each has one class, the classes add up, and what is missing is missing for a reason."""

import datetime as dt
from typing import get_args

import pytest
from watch_kit import Put, Weekly

from search.watch import CLASSES, Day, days, spans, tallies, years
from storage.ledger import Ledger, Outcome

FIRST = dt.date(2023, 12, 28)  # a Thursday
BLOCKED = {"error": "Blocked", "key": "fetch_blocked", "address": "http://a.example/1", "status": 403}


def test_days_without_a_row_are_told_apart_by_the_calendar(ledger: Ledger, put: Put) -> None:
    put(FIRST)
    put(dt.date(2024, 1, 3), "failed", "none", reason=BLOCKED)
    found = {day.date: day.outcome for day in days(ledger, Weekly())}
    assert list(found) == [FIRST + dt.timedelta(day) for day in range(7)]
    assert found[dt.date(2023, 12, 30)] == found[dt.date(2023, 12, 31)] == "not_published"  # a weekend
    assert found[dt.date(2024, 1, 1)] == "not_asked"


def test_years_count_every_day_once(ledger: Ledger, put: Put) -> None:
    put(FIRST, articles=3)
    put(dt.date(2023, 12, 29), "indexed", "partial", articles=2, pages_due=8, pages_held=7, articles_due=30, articles_held=28)
    put(dt.date(2024, 1, 2), "blocked", "none", reason=BLOCKED)
    put(dt.date(2024, 1, 3), "fetched", "whole")
    put(dt.date(2024, 1, 4), "not_yet", "none")
    held = years(days(ledger, Weekly()))
    old, new = (one.tally for one in held)
    assert tallies(ledger, Weekly()) == [old, new]
    assert (old.year, old.articles, new.year, new.articles) == (2023, 5, 2024, 0)
    assert old.counts == {"whole": 1, "partial": 1, "missing": 0, "open": 0, "not_yet": 0, "none": 2, "not_asked": 0}
    assert new.counts == {"whole": 0, "partial": 0, "missing": 1, "open": 1, "not_yet": 1, "none": 0, "not_asked": 1}
    assert sum(old.counts.values()) == len(held[0].days)
    assert held[0].days[1].lacks == (1, 2)


@pytest.mark.parametrize("outcome", get_args(Outcome))
def test_every_outcome_has_a_class(outcome: str) -> None:
    day = Day("ljrb", FIRST, outcome, None)
    assert day.counts_as in CLASSES
    assert day.missing == (day.counts_as in ("partial", "missing", "open", "not_asked"))


def test_spans_join_neighbours_that_failed_alike_though_their_addresses_differ(ledger: Ledger, put: Put) -> None:
    for number in (2, 3, 4, 8):
        put(dt.date(2024, 1, number), "blocked", "none", reason={**BLOCKED, "address": f"http://a.example/{number}"})
    found = list(spans(day for day in days(ledger, Weekly()) if day.counts_as == "missing"))
    assert [(span[0].date.day, span[-1].date.day) for span in found] == [(2, 4), (8, 8)]
    assert "403" in str(found[0][0].reason("zh"))
