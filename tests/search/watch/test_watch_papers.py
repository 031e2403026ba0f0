"""How papers stand: age by the calendar, what is due, what is wrong."""

import datetime as dt
from collections.abc import Callable

import pytest
import sqlalchemy as sa
from watch_kit import NOW, Put, Weekly

from articles.errors import told
from search.watch import PaperState, states
from search.watch.papers import is_old
from storage.ledger import Ledger
from storage.ledger.tables import addresses, papers

BLOCKED = {"error": "Blocked", "key": "fetch_blocked", "address": "http://a.example/1", "status": 403}


def one(ledger: Ledger) -> PaperState:
    (state,) = states(ledger, {"ljrb": Weekly()}, {"ljrb": "岚江日报"}, NOW)
    return state


@pytest.mark.parametrize(
    ("newest", "now", "old"),
    [
        (dt.date(2024, 3, 12), NOW, False),  # Wednesday to Friday are promised: three days
        (dt.date(2024, 3, 11), NOW, True),
        (dt.date(2024, 3, 11), NOW.replace(hour=20, day=14), False),  # four in the morning of Friday: not out yet
        (dt.date(2024, 3, 8), NOW.replace(day=13), False),  # a weekend lies between
        (dt.date(2024, 3, 8), NOW.replace(day=14), True),
    ],
)
def test_age_counts_from_the_first_issue_promised_after_the_newest(newest: dt.date, now: dt.datetime, old: bool) -> None:
    assert is_old(Weekly(), newest, now) is old


def test_a_day_known_to_have_no_issue_promises_none(ledger: Ledger, put: Put) -> None:
    put(dt.date(2024, 3, 11), articles=1)
    assert one(ledger).old
    put(dt.date(2024, 3, 12), "no_issue", "none")
    put(dt.date(2024, 3, 13), "no_issue", "none")
    state = one(ledger)
    assert (state.old, state.troubles) == (False, ())


def test_a_paper_that_promises_nothing_more_is_not_old() -> None:
    assert not is_old(Weekly(weekdays=()), dt.date(2001, 1, 1), NOW)


def test_what_is_held_due_and_wrong(ledger: Ledger, put: Put, host: Callable[..., None]) -> None:
    put(dt.date(2024, 3, 4), articles=4)
    put(dt.date(2024, 3, 5), "indexed", "partial", ({**BLOCKED},))
    for day in (6, 7):
        put(dt.date(2024, 3, day), "blocked", "none", reason=BLOCKED)
    put(dt.date(2013, 3, 7), "archive_limit", "none", reason={"error": "Gone", "key": "fetch_gone", "address": "x", "status": 404})
    host(asked=7, per_day=9, day=dt.date(2024, 3, 15), wait=2.0, free_at=NOW + dt.timedelta(hours=2), failures=1)
    with ledger.database.write() as connection:
        due = {"issue": "ljrb-20240306", "paper": "ljrb", "role": "layout", "state": "due", "host": "a.example"}
        connection.execute(sa.insert(addresses).values(address="1", **due))
        connection.execute(sa.insert(addresses).values(address="2", not_before=NOW + dt.timedelta(1), **due))
        connection.execute(
            sa.insert(papers).values(code="ljrb", reason={"error": "EmptyIssue", "key": "entry_nothing", "paper": "岚江日报"})
        )
    state = one(ledger)
    assert (state.newest, state.age_days, state.old) == (dt.date(2024, 3, 4), 11, True)
    assert (state.due, state.put_off, state.failed, state.held["partial"], state.last_success) == (1, 1, 2, 1, NOW)
    assert [(found.host, found.asked, found.per_day, found.due) for found in state.hosts] == [("a.example", 7, 9, 1)]
    assert state.hosts[0].rests_until == NOW + dt.timedelta(hours=2)
    wrong = [(trouble.reason["key"], trouble.issues) for trouble in state.troubles]
    assert wrong == [("paper_old", 0), ("entry_nothing", 0), ("fetch_blocked", 2), ("issues_partial", 1)]
    assert all(told(trouble.reason, lang) for trouble in state.troubles for lang in ("zh", "en"))


def test_budgets_are_those_of_today(ledger: Ledger, put: Put, host: Callable[..., None]) -> None:
    put(dt.date(2024, 3, 15))
    host(asked=7, day=dt.date(2024, 3, 14))
    state = one(ledger)
    assert (state.hosts[0].asked, state.hosts[0].rests_until, state.troubles) == (0, None, ())
