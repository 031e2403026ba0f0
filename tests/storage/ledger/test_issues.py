"""Planning: what is made due, what is left alone, and what another attempt keeps."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

import pytest

from ledger.conftest import HOST, NOW, UNTIL, article, due, fetched, good, kept, page
from storage.ledger import Claim, Ending, Found, Ledger, Pace, Settlement

KEY = "ljrb-20240101"


def _end(ledger: Ledger, take: Callable[..., Claim], ending: Ending) -> None:
    ledger.lanes.settle(take(), Settlement("failed", NOW, ending=ending), NOW, fetched)


def test_planning_twice_plans_once(ledger: Ledger) -> None:
    assert ledger.issues.plan([due(1), due(2)], again=False, now=NOW) == [KEY, "ljrb-20240102"]
    assert ledger.issues.plan([due(1), due(2)], again=True, now=NOW) == []
    assert len(ledger.issues.addresses(KEY)) == 1


def test_a_day_without_an_issue_has_a_row_and_no_address(ledger: Ledger) -> None:
    off = replace(due(1), first=None, outcome="no_issue", reason={"error": "Gone", "key": "plan_weekday"})
    assert ledger.issues.plan([off], again=False, now=NOW) == []
    issue = ledger.issues.get(KEY)
    assert issue is not None
    assert (issue.outcome, issue.reason) == ("no_issue", {"error": "Gone", "key": "plan_weekday"})


@pytest.mark.parametrize(
    ("outcome", "planned"), [("failed", True), ("not_yet", True), ("layout_unknown", True), ("no_issue", False), ("archive_limit", False)]
)
def test_what_went_wrong_is_tried_again_and_what_is_not_to_be_had_is_not(
    ledger: Ledger, take: Callable[..., Claim], outcome: str, planned: bool
) -> None:
    ledger.issues.plan([due(1)], again=False, now=NOW)
    _end(ledger, take, Ending(outcome))  # type: ignore[arg-type] # an outcome
    assert bool(ledger.issues.plan([due(1)], again=False, now=NOW)) is planned
    assert (ledger.lanes.claim(HOST, "me", NOW, UNTIL) is not None) is planned


def test_a_blocked_issue_waits_for_its_time(ledger: Ledger, take: Callable[..., Claim]) -> None:
    ledger.issues.plan([due(1)], again=False, now=NOW)
    later = NOW + dt.timedelta(days=1)
    _end(ledger, take, Ending("blocked", None, later))
    assert ledger.issues.plan([due(1)], again=False, now=NOW) == []
    assert ledger.issues.plan([due(1)], again=False, now=later) == [KEY]


def _indexed(ledger: Ledger, fetch_all: Callable[..., list[str]], *found: Found) -> None:
    ledger.issues.plan([due(1)], again=False, now=NOW)
    fetch_all(found)
    reading = ledger.readings.claim("me", NOW, UNTIL)
    assert reading is not None
    ledger.readings.settle(reading.issue, [], "digest", Ending("read"), NOW)
    taken = ledger.indexing.claim("me", NOW, UNTIL)
    ledger.indexing.settle(taken, [], [], NOW)


def test_an_indexed_issue_is_left_alone_without_again(ledger: Ledger, fetch_all: Callable[..., list[str]]) -> None:
    _indexed(ledger, fetch_all, article(1, 1))
    assert ledger.issues.plan([due(1)], again=False, now=NOW) == []
    assert ledger.issues.plan([due(1)], again=True, now=NOW) == [KEY]


def test_another_attempt_keeps_validators_and_asks_only_for_what_is_listed_again(
    ledger: Ledger, fetch_all: Callable[..., list[str]], take: Callable[..., Claim]
) -> None:
    _indexed(ledger, fetch_all, article(1, 1), article(1, 2))
    ledger.issues.plan([due(1)], again=True, now=NOW)
    claim = take()
    assert (claim.address.etag, claim.address.file) == ('"tag"', "file")
    assert claim.issue is not None
    assert (claim.issue.attempt, claim.issue.archive_end, claim.issue.held) == (2, 0, "whole")
    ledger.lanes.settle(claim, replace(good(article(1, 2), article(1, 3)), kept=replace(kept(), digest="new")), NOW, fetched)
    assert sorted(address[-2:] for address in fetch_all()) == ["a2", "a3"]
    reading = ledger.readings.claim("me", NOW, UNTIL)
    assert reading is not None
    assert [one.address[-2:] for one in reading.addresses] == ["/1", "a2", "a3"]


def test_an_attempt_that_fails_at_once_loses_nothing(
    ledger: Ledger, fetch_all: Callable[..., list[str]], take: Callable[..., Claim]
) -> None:
    _indexed(ledger, fetch_all, article(1, 1), article(1, 2))
    ledger.issues.plan([due(1)], again=True, now=NOW)
    _end(ledger, take, Ending("failed"))
    issue = ledger.issues.get(KEY)
    assert issue is not None
    assert (issue.outcome, issue.held, issue.articles_held) == ("failed", "whole", 2)
    assert ledger.issues.reread([KEY], NOW) == 1
    reading = ledger.readings.claim("me", NOW, UNTIL)
    assert reading is not None
    assert len([one for one in reading.addresses if one.role == "article"]) == 2


def test_a_paper_that_was_given_another_address_is_asked_there(ledger: Ledger, take: Callable[..., Claim]) -> None:
    ledger.issues.plan([due(1)], again=False, now=NOW)
    _end(ledger, take, Ending("layout_unknown"))
    moved = replace(due(1), first=Found("http://new.example/1", "layout", "new.example", 0))
    assert ledger.issues.plan([moved], again=False, now=NOW) == [KEY]
    assert [one.address for one in ledger.issues.addresses(KEY)] == ["http://new.example/1"]
    assert take("new.example") is not None


def test_a_bad_listing_is_asked_for_again_with_its_pages(ledger: Ledger, fetch_all: Callable[..., list[str]]) -> None:
    ledger.issues.plan([due(1)], again=False, now=NOW)
    claim = ledger.lanes.claim(HOST, "me", NOW, UNTIL)
    assert claim is not None
    ledger.lanes.settle(claim, good(), NOW, lambda *_: Ending("failed", {"error": "EmptyIssue", "key": "issue_too_small"}))
    assert ledger.issues.retry(NOW, paper="ljrb") == [KEY]
    assert fetch_all((page(1, 2),)) == ["http://paper.example/1/1", "http://paper.example/1/2"]


def test_retry_takes_only_what_is_named(ledger: Ledger, take: Callable[..., Claim]) -> None:
    ledger.issues.plan([due(1), due(1, "other.example", "cpwb")], again=False, now=NOW)
    _end(ledger, take, Ending("failed"))
    assert ledger.issues.retry(NOW, paper="cpwb") == []
    assert ledger.issues.retry(NOW, outcomes=("blocked",)) == []
    assert ledger.issues.retry(NOW, keys=[KEY]) == [KEY]


def test_an_entry_is_due_once(ledger: Ledger, take: Callable[..., Claim]) -> None:
    entry = Found(f"http://{HOST}/index", "entry", HOST, 0)
    for _ in range(2):
        ledger.issues.ask_entry("ljrb", entry, Pace(1.5), NOW)
    ledger.issues.plan([due(1)], again=False, now=NOW)
    claim = take()
    assert (claim.address.role, claim.issue) == ("entry", None)
    assert ledger.reports.entry_due("ljrb")
    ledger.lanes.settle(claim, Settlement("due", NOW, forward=Found(f"http://{HOST}/hop", "entry", HOST, 0)), NOW, fetched)
    hop = take()
    assert (hop.address.address, hop.address.hops) == (f"http://{HOST}/hop", 1)
    ledger.lanes.settle(hop, Settlement("kept", NOW), NOW, fetched)
    assert not ledger.reports.entry_due("ljrb")
    ledger.issues.ask_entry("ljrb", entry, Pace(1.5), NOW)
    assert take().address.hops == 0


def test_a_file_is_kept_once(ledger: Ledger) -> None:
    first = ledger.issues.keep_file("files-0123456789ab", "files", "a.txt", NOW)
    ledger.issues.file_kept(first.key, kept(), 10, NOW)
    again = ledger.issues.keep_file("files-0123456789ab", "files", "b.txt", NOW)
    assert (again.outcome, again.archive_end) == ("fetched", 10)
    assert [one.address for one in ledger.issues.addresses(first.key)] == ["a.txt"]


def test_a_deleted_issue_leaves_nothing(ledger: Ledger, fetch_all: Callable[..., list[str]]) -> None:
    _indexed(ledger, fetch_all, article(1, 1))
    ledger.issues.delete(KEY)
    assert ledger.issues.get(KEY) is None
    assert ledger.issues.addresses(KEY) == []
