"""What operators watch, on both databases: hosts and budgets, what waits, fates of days, how far the index is behind."""

import datetime as dt
from collections.abc import Callable

from ledger.conftest import HOST, NOW, article, due, fetched, good, kept, page
from storage.ledger import Claim, Ending, Ledger, Settlement


def test_hosts_tell_todays_requests_and_what_waits(ledger: Ledger, take: Callable[..., Claim]) -> None:
    ledger.issues.plan([due(1), due(2), due(3, paper="cpwb")], again=False, now=NOW)
    later = NOW + dt.timedelta(hours=2)
    claim = take()
    ledger.lanes.settle(claim, Settlement("due", NOW, not_before=later, reason={"error": "Timeout", "key": "x"}), NOW, fetched)
    host = ledger.watching.hosts(NOW)[HOST]
    assert (host.asked, host.per_day, host.wait, host.due, host.put_off) == (1, None, 1.5, 2, 1)
    assert ledger.watching.hosts(NOW + dt.timedelta(days=1))[HOST].asked == 0
    assert sum(one.due for one in ledger.watching.due(later)) == 3
    assert {one.paper: (one.due, one.put_off) for one in ledger.watching.due(NOW)} == {
        "ljrb": (2, 0),
        "cpwb": (0, 1),
    }  # the newest was asked for


def test_gaps_fates_and_successes(ledger: Ledger, take: Callable[..., Claim]) -> None:
    ledger.issues.plan([due(1), due(2)], again=False, now=NOW)
    claim = take()
    assert claim.issue is not None
    key, date = claim.issue.key, claim.issue.date
    ledger.lanes.settle(claim, good(page(2, 2), article(2, 1), article(2, 2, skip=True)), NOW, fetched)
    gaps = ledger.watching.gaps([key, "ljrb-20240101", "nobody"])
    assert {address.address.rpartition("/")[2] for address in gaps[key]} == {"2", "a1"}
    assert ledger.watching.fates("ljrb")[date] == ("fetching", "partial", 0)
    assert set(ledger.watching.fates("ljrb", date, date)) == {date}
    assert ledger.watching.fates("cpwb") == {}
    assert (ledger.watching.archived(), ledger.watching.worked(), ledger.watching.succeeded()) == (10, NOW, {})
    assert ledger.watching.refused([key]) == {}


def test_the_lag_is_what_is_read_and_not_in_the_live_index(ledger: Ledger) -> None:
    ledger.issues.keep_file("files-1", "files", "a.txt", NOW)
    assert (ledger.watching.lag().issues, ledger.watching.lag().tombstones) == (0, 0)
    ledger.issues.file_kept("files-1", kept(), 10, NOW)
    reading = ledger.readings.claim("me", NOW, NOW + dt.timedelta(minutes=10))
    assert reading is not None
    ledger.indexing.add_generation("g-1", "g", "live", NOW)
    ledger.readings.settle(reading.issue, [], "digest", Ending("read"), NOW)
    assert ledger.watching.lag().issues == 1
    assert ledger.watching.succeeded() == {"files": NOW}
    taken = ledger.indexing.claim("me", NOW, NOW + dt.timedelta(minutes=10))
    ledger.indexing.settle(taken, ["g-1"], [], NOW)
    assert ledger.watching.lag().issues == 0
