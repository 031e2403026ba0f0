"""Back-fills, papers at rest, lists of months, budgets and a focus, on both databases."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

import pytest

from ledger.conftest import HOST, NOW, UNTIL, article, due, fetched, good, page
from storage.ledger import Claim, Due, Ending, Found, Ledger, Range

RANGE = Range("ljrb", dt.date(2024, 1, 1), dt.date(2024, 1, 10))
REASON = {"error": "PaperPaused", "key": "paper_stopped", "paper": "岚江日报", "code": "ljrb", "why": "—"}
FOCUS = {"error": "EmptyIssue", "key": "focus_left_out", "focus": "summaries"}


def test_a_range_is_kept_once_while_it_is_open(ledger: Ledger) -> None:
    first = ledger.backfills.start(RANGE, NOW)
    assert ledger.backfills.start(RANGE, NOW).id == first.id
    others = [replace(RANGE, season=True), replace(RANGE, focus="summaries"), replace(RANGE, order="oldest"), replace(RANGE, paper="cpwb")]
    ids = [ledger.backfills.start(other, NOW).id for other in others]
    assert len({first.id, *ids}) == 5
    assert ledger.backfills.plan(first, [due(1)], 10, NOW) == ["ljrb-20240101"]
    assert [row.id for row in ledger.backfills.open("ljrb")] == ids[:3]
    assert ledger.backfills.start(RANGE, NOW).id not in (first.id, *ids)
    with pytest.raises(KeyError):
        ledger.backfills.get(99)


def test_days_are_planned_with_the_position_or_not_at_all(ledger: Ledger) -> None:
    row = ledger.backfills.start(RANGE, NOW)
    assert ledger.backfills.plan(row, [due(1), due(2)], 2, NOW) == ["ljrb-20240101", "ljrb-20240102"]
    assert ledger.backfills.plan(row, [due(3)], 3, NOW) is None
    assert ledger.issues.get("ljrb-20240103") is None
    now = ledger.backfills.get(row.id)
    standing = ledger.backfills.standing(now)
    assert (standing.planned, standing.done, standing.open, standing.total) == (2, 0, 2, 10)
    assert standing.left(dt.timedelta(hours=1)) is None
    half = replace(standing, done=6)
    assert half.left(dt.timedelta(hours=1)) == dt.timedelta(minutes=40)
    assert half.left(dt.timedelta(hours=1), already=4) == dt.timedelta(hours=2)
    assert ledger.backfills.plan(now, [], 10, NOW) == []
    assert ledger.backfills.get(row.id).ended == NOW


def test_a_paused_paper_is_passed_over_and_goes_on_as_it_was(ledger: Ledger, take: Callable[..., Claim]) -> None:
    ledger.issues.plan([due(2), due(1, paper="cpwb")], again=False, now=NOW)
    assert ledger.pauses.pause("ljrb", "审计", NOW)
    assert not ledger.pauses.pause("ljrb", "审计中", UNTIL)
    pause = ledger.pauses.of("ljrb")
    assert pause is not None
    assert (pause.since, pause.why, pause.stopped) == (NOW, "审计中", False)
    claim = take()
    assert claim.address.paper == "cpwb"
    ledger.lanes.settle(claim, good(), NOW, fetched)
    assert ledger.lanes.ready(NOW) == {}
    assert ledger.lanes.claim(HOST, "me", NOW, UNTIL) is None
    assert ledger.lanes.rests(["ljrb"], NOW - dt.timedelta(days=1)) is None
    assert ledger.pauses.resume("ljrb", NOW)
    assert not ledger.pauses.resume("ljrb", NOW)
    assert take().address.paper == "ljrb"


def test_a_claim_taken_before_a_pause_is_settled(ledger: Ledger, take: Callable[..., Claim]) -> None:
    ledger.issues.plan([due(1)], again=False, now=NOW)
    claim = take()
    ledger.pauses.pause("ljrb", None, NOW)
    issue = ledger.lanes.settle(claim, good(page(1, 2)), NOW, fetched)
    assert issue is not None
    assert issue.outcome == "fetching"
    assert ledger.lanes.ready(NOW) == {}


def test_a_stop_drops_what_is_due_with_the_reason_and_a_crawl_goes_on_with_it(ledger: Ledger, fetch_all: Callable[..., list[str]]) -> None:
    ledger.issues.plan([due(3)], again=False, now=NOW)
    fetch_all((article(3, 1),))
    row = ledger.backfills.start(RANGE, NOW)
    ledger.issues.plan([due(1), due(2)], again=False, now=NOW)
    assert ledger.pauses.stop("ljrb", None, REASON, NOW) == 2
    issue = ledger.issues.get("ljrb-20240101")
    assert issue is not None
    assert (issue.outcome, issue.reason, issue.first_bad) == ("failed", REASON, NOW)
    assert ledger.backfills.get(row.id).reason == REASON
    held = ledger.issues.get("ljrb-20240103")
    assert held is not None
    assert held.outcome == "fetched"
    ledger.pauses.resume("ljrb", NOW)
    assert ledger.lanes.ready(NOW) == {}
    assert ledger.issues.plan([due(1), due(2)], again=False, now=NOW) == ["ljrb-20240101", "ljrb-20240102"]
    assert fetch_all() == ["http://paper.example/2/1", "http://paper.example/1/1"]


def test_lists_of_months(ledger: Ledger, take: Callable[..., Claim]) -> None:
    month = dt.date(2024, 1, 1)
    asked = [Found(f"http://{HOST}/2024-0{number}/period.xml", "month", HOST, 0, f"2024-0{number}-01") for number in (1, 2)]
    ledger.issues.plan([due(1)], again=False, now=NOW)
    assert ledger.months.ask("ljrb", asked, 1.5, NOW) == 2
    assert ledger.months.ask("ljrb", asked, 1.5, NOW) == 0
    claim = take()
    assert (claim.address.role, claim.address.page, claim.issue) == ("month", "2024-01-01", None)
    ledger.lanes.settle(claim, good(), NOW, fetched)
    assert ledger.months.ask("ljrb", asked, 1.5, NOW) == 1
    where = claim.address.address
    assert ledger.months.get(where) is None
    ledger.months.keep(where, "ljrb", month, [month, dt.date(2024, 1, 31), dt.date(2024, 2, 1)], NOW)
    found = ledger.months.get(where)
    assert found is not None
    assert (found.days, found.checked) == (frozenset({month, dt.date(2024, 1, 31)}), NOW)
    ledger.months.keep(where, "ljrb", month, None, UNTIL)
    found = ledger.months.get(where)
    assert found is not None
    assert (found.days, found.checked) == (None, UNTIL)


def test_what_is_left_of_a_hosts_budget(ledger: Ledger, take: Callable[..., Claim]) -> None:
    ledger.issues.plan([replace(due(day), pace=replace(due(day).pace, per_day=10)) for day in (1, 2, 3)], again=False, now=NOW)
    ledger.issues.plan([due(1, "other.example", "cpwb")], again=False, now=NOW)
    ledger.lanes.settle(take(), good(), NOW, fetched)
    now = ledger.watching.hosts(NOW).values()
    assert {(one.host, one.per_day, one.asked, one.left, one.due) for one in now} == {
        (HOST, 10, 1, 9, 2),
        ("other.example", None, 0, None, 1),
    }
    tomorrow = {one.host: one.left for one in ledger.watching.hosts(NOW + dt.timedelta(days=1)).values()}
    assert tomorrow == {HOST: 10, "other.example": None}


def _focused(day: int) -> Due:
    return replace(due(day), focus="summaries")


def _left_out(day: int, number: int) -> Found:
    return replace(article(day, number, skip=True), reason=FOCUS)


def test_what_a_focus_leaves_out_is_missing_and_no_failure(ledger: Ledger, fetch_all: Callable[..., list[str]]) -> None:
    ledger.issues.plan([_focused(1)], again=False, now=NOW)
    assert fetch_all((article(1, 1), _left_out(1, 2), article(1, 3, skip=True))) == [
        "http://paper.example/1/1",
        "http://paper.example/1/a1",
    ]
    issue = ledger.issues.get("ljrb-20240101")
    assert issue is not None
    assert (issue.outcome, issue.held, issue.articles_due, issue.articles_held) == ("fetched", "partial", 2, 1)


@pytest.mark.parametrize("again", [False, True])
def test_a_crawl_without_a_focus_brings_in_what_was_left_out(ledger: Ledger, fetch_all: Callable[..., list[str]], again: bool) -> None:
    ledger.issues.plan([_focused(1)], again=False, now=NOW)
    fetch_all((article(1, 1), _left_out(1, 2), article(1, 3, skip=True)))
    assert ledger.issues.plan([_focused(1)], again=False, now=NOW) == []
    assert ledger.issues.plan([due(1)], again=again, now=NOW) == ["ljrb-20240101"]
    assert fetch_all() == ["http://paper.example/1/a2"]
    issue = ledger.issues.get("ljrb-20240101")
    assert issue is not None
    assert (issue.focus, issue.held, issue.articles_held) == (None, "whole", 2)
    assert ledger.issues.plan([_focused(1)], again=False, now=NOW) == []


def test_what_is_held_whole_is_never_fetched_again_in_part(ledger: Ledger, fetch_all: Callable[..., list[str]]) -> None:
    ledger.issues.plan([due(1)], again=False, now=NOW)
    fetch_all((article(1, 1),))
    reading = ledger.readings.claim("me", NOW, UNTIL)
    assert reading is not None
    ledger.readings.fail(reading.issue, Ending("failed", REASON), NOW)
    assert ledger.issues.plan([_focused(1)], again=True, now=NOW) == ["ljrb-20240101"]
    assert fetch_all((_left_out(1, 1),)) == ["http://paper.example/1/1", "http://paper.example/1/a1"]
    issue = ledger.issues.get("ljrb-20240101")
    assert issue is not None
    assert (issue.focus, issue.held) == (None, "whole")


def test_an_issue_that_failed_under_a_focus_is_tried_again_whole(ledger: Ledger, take: Callable[..., Claim]) -> None:
    ledger.issues.plan([_focused(1)], again=False, now=NOW)
    ledger.lanes.settle(take(), replace(good(), kept=None, state="failed", ending=Ending("failed", FOCUS)), NOW, fetched)
    assert ledger.issues.plan([due(1)], again=False, now=NOW) == ["ljrb-20240101"]
    issue = ledger.issues.get("ljrb-20240101")
    assert issue is not None
    assert (issue.outcome, issue.focus) == ("due", None)
    assert take().address.rank == 0
