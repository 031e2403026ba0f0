"""Lanes: one claim a host, the order of work, settlements, and what a lost lease changes (nothing)."""

import datetime as dt
import threading
from collections.abc import Callable
from dataclasses import replace

import pytest

from ledger.conftest import HOST, NOW, UNTIL, article, due, fetched, good, page
from storage.ledger import Claim, Ending, Ledger, LostLease, Settlement

LATER = NOW + dt.timedelta(hours=1)


def test_a_host_has_one_lane(ledger: Ledger, take: Callable[..., Claim]) -> None:
    ledger.issues.plan([due(1), due(2)], again=False, now=NOW)
    take()
    assert ledger.lanes.claim(HOST, "other", NOW, UNTIL) is None
    assert ledger.lanes.ready(NOW) == {}


def test_hosts_have_lanes_of_their_own(ledger: Ledger, take: Callable[..., Claim]) -> None:
    ledger.issues.plan([due(1), due(1, "other.example", "cpwb")], again=False, now=NOW)
    assert take().address.host == HOST
    assert take("other.example").address.paper == "cpwb"


def test_newest_issues_first_and_layout_pages_before_articles(ledger: Ledger, fetch_all: Callable[..., list[str]]) -> None:
    ledger.issues.plan([due(1), due(3), due(2)], again=False, now=NOW)
    first = ledger.lanes.claim(HOST, "me", NOW, UNTIL)
    assert first is not None
    ledger.lanes.settle(first, good(article(3, 1), page(3, 2)), NOW, fetched)
    asked = [first.address.address, *fetch_all()]
    ends = [address.partition(".example/")[2] for address in asked]
    assert ends == ["3/1", "3/2", "3/a1", "2/1", "1/1"]


def test_the_slot_keeps_its_wait(ledger: Ledger, take: Callable[..., Claim]) -> None:
    ledger.issues.plan([due(1), due(2)], again=False, now=NOW)
    ledger.lanes.settle(take(), replace(good(), free_at=LATER), NOW, fetched)
    assert ledger.lanes.claim(HOST, "me", LATER - dt.timedelta(seconds=1), UNTIL) is None
    assert ledger.lanes.ready(NOW) == {HOST: LATER}
    assert ledger.lanes.claim(HOST, "me", LATER, LATER + dt.timedelta(minutes=1)) is not None


def test_an_issue_is_fetched_with_its_last_address(ledger: Ledger, fetch_all: Callable[..., list[str]]) -> None:
    ledger.issues.plan([due(1)], again=False, now=NOW)
    fetch_all((page(1, 2), article(1, 1), article(1, 2, skip=True)))
    issue = ledger.issues.get("ljrb-20240101")
    assert issue is not None
    assert (issue.outcome, issue.held, issue.pages_held, issue.articles_due, issue.articles_held) == ("fetched", "whole", 2, 1, 1)
    assert [one.state for one in ledger.issues.addresses(issue.key)] == ["kept", "kept", "kept", "skipped"]


def test_an_address_put_off_does_not_hold_its_issue_up(ledger: Ledger, take: Callable[..., Claim]) -> None:
    ledger.issues.plan([due(1)], again=False, now=NOW)
    ledger.lanes.settle(take(), good(article(1, 1), article(1, 2)), NOW, fetched)
    ledger.lanes.settle(take(), good(at=10), NOW, fetched)
    issue = ledger.lanes.settle(take(), Settlement("due", NOW, not_before=LATER, late=True), NOW, fetched)
    assert issue is not None
    assert (issue.outcome, issue.held, issue.articles_held) == ("fetched", "partial", 1)
    assert ledger.lanes.claim(HOST, "me", NOW, UNTIL) is None
    late = ledger.lanes.claim(HOST, "me", LATER, LATER + dt.timedelta(minutes=1))
    assert late is not None
    whole = ledger.lanes.settle(late, good(at=20), LATER, fetched)
    assert whole is not None
    assert (whole.outcome, whole.held) == ("fetched", "whole")


def test_a_retry_waits_for_its_time_and_holds_its_issue(ledger: Ledger, take: Callable[..., Claim]) -> None:
    ledger.issues.plan([due(1)], again=False, now=NOW)
    issue = ledger.lanes.settle(take(), Settlement("due", NOW, not_before=LATER, failed=True), NOW, fetched)
    assert issue is not None
    assert issue.outcome == "fetching"
    again = ledger.lanes.claim(HOST, "me", LATER, LATER + dt.timedelta(minutes=1))
    assert again is not None
    assert (again.address.failures, again.address.tries, again.failures) == (1, 1, 1)


def test_an_ending_parks_what_is_due_and_retry_brings_it_back(ledger: Ledger, take: Callable[..., Claim]) -> None:
    ledger.issues.plan([due(1)], again=False, now=NOW)
    ledger.lanes.settle(take(), good(page(1, 2), article(1, 1)), NOW, fetched)
    ending = Ending("failed", {"error": "Gone", "key": "fetch_gone"})
    issue = ledger.lanes.settle(take(), Settlement("failed", NOW, ending=ending), NOW, fetched)
    assert issue is not None
    assert (issue.outcome, issue.held, issue.first_bad) == ("failed", "partial", NOW)
    assert ledger.lanes.claim(HOST, "me", NOW, UNTIL) is None
    assert ledger.issues.retry(LATER) == [issue.key]
    assert {one.state for one in ledger.issues.addresses(issue.key)} == {"due"}
    assert ledger.issues.get(issue.key).first_bad == NOW  # type: ignore[union-attr] # it is there


def test_a_host_that_blocks_stops_all_that_is_due_there(ledger: Ledger, take: Callable[..., Claim]) -> None:
    ledger.issues.plan([due(1), due(2), due(1, "other.example", "cpwb")], again=False, now=NOW)
    reason = {"error": "Blocked", "key": "fetch_blocked"}
    done = Settlement("due", LATER, reason=reason, ending=Ending("blocked", reason, LATER), failed=True, blocks_host=True)
    ledger.lanes.settle(take(), done, NOW, fetched)
    assert [ledger.issues.get(f"ljrb-2024010{day}").outcome for day in (1, 2)] == ["blocked", "blocked"]  # type: ignore[union-attr] # both there
    assert take("other.example") is not None
    assert len(ledger.issues.retry(NOW)) == 2
    assert take() is not None


@pytest.mark.parametrize("how", ["taken", "planned"])
def test_a_lost_lease_changes_nothing(ledger: Ledger, take: Callable[..., Claim], how: str) -> None:
    ledger.issues.plan([due(1)], again=False, now=NOW)
    lost = take()
    if how == "taken":
        after = UNTIL + dt.timedelta(seconds=1)
        ledger.lanes.settle(take(owner="other", now=after), good(article(1, 1)), after, fetched)
    else:
        ledger.runs.recover(lambda owner: False, NOW)
    before = ledger.issues.addresses("ljrb-20240101")
    for act in (lambda: ledger.lanes.holds(lost), lambda: ledger.lanes.settle(lost, good(article(1, 9)), NOW, fetched)):
        with pytest.raises(LostLease):
            act()
    assert ledger.issues.addresses("ljrb-20240101") == before


def test_a_released_claim_is_as_if_it_had_not_been_taken(ledger: Ledger, take: Callable[..., Claim]) -> None:
    ledger.issues.plan([due(1)], again=False, now=NOW)
    ledger.lanes.release(take(), NOW)
    again = take()
    assert again.address.tries == 0


def test_an_error_while_an_issue_ends_undoes_the_settlement(ledger: Ledger, take: Callable[..., Claim]) -> None:
    ledger.issues.plan([due(1)], again=False, now=NOW)
    claim = take()

    def full(*_: object) -> Ending:
        raise OSError("no room")

    with pytest.raises(OSError, match="no room"):
        ledger.lanes.settle(claim, good(), NOW, full)
    assert ledger.issues.addresses("ljrb-20240101")[0].state == "due"
    assert ledger.lanes.holds(claim) is not None


def test_threads_never_claim_the_same_address(ledger: Ledger) -> None:
    ledger.issues.plan([due(day) for day in range(1, 29)], again=False, now=NOW)
    asked: list[str] = []

    def work(owner: str) -> None:
        while ledger.reports.progress().addresses.get("due"):
            if claim := ledger.lanes.claim(HOST, owner, NOW, UNTIL):
                asked.append(claim.address.address)
                ledger.lanes.settle(claim, good(), NOW, fetched)

    threads = [threading.Thread(target=work, args=(str(number),)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(asked) == len(set(asked)) == 28


def test_the_order_in_which_pages_come_does_not_matter(ledger: Ledger, take: Callable[..., Claim]) -> None:
    """An article that two pages list stands where the first of them lists it, whichever was fetched first."""
    ledger.issues.plan([due(1)], again=False, now=NOW)
    ledger.lanes.settle(take(), good(page(1, 2), replace(article(1, 1), rank=30_000, page="2")), NOW, fetched)
    ledger.lanes.settle(take(), good(replace(article(1, 1), rank=20_000, page="1"), at=10), NOW, fetched)
    ends = {one.address: (one.rank, one.page) for one in ledger.issues.addresses("ljrb-20240101")}
    assert ends[article(1, 1).address] == (20_000, "1")
