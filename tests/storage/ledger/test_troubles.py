"""What is wrong with papers and since when, what readings gave, and asking again for what the papers' files now say otherwise."""

import datetime as dt
from collections.abc import Callable

from articles.errors import EmptyIssue, LayoutUnknown
from ledger.conftest import NOW, due, fetched, good
from storage.ledger import Claim, Due, Ending, Found, Ledger, Pace, Settlement, Yield, host_of

UNKNOWN = LayoutUnknown("layout_looks_like", address="x", platform="a", looks_like="b").reason()
EMPTY = EmptyIssue("layout_empty", address="x").reason()


def ended(ledger: Ledger, take: Callable[..., Claim], reason: dict[str, object] | None, *, kept: bool = False) -> None:
    """The first page of the next issue is fetched, and the issue ends so."""
    claim = take()
    outcome = "failed" if reason is EMPTY else "layout_unknown" if reason else "fetched"
    if reason is None:
        ledger.lanes.settle(claim, good(), NOW, fetched)
        return
    done = Settlement("failed", NOW, kept=good().kept if kept else None, reason=reason, ending=Ending(outcome, reason))  # type: ignore[arg-type]
    ledger.lanes.settle(claim, done, NOW, fetched)


def test_bad_issues_by_paper_and_cause(ledger: Ledger, take: Callable[..., Claim]) -> None:
    ledger.issues.plan([due(day) for day in (1, 2, 3, 4)], again=False, now=NOW)
    for reason in (UNKNOWN, EMPTY, UNKNOWN, None):  # newest first
        ended(ledger, take, reason)
    empty, unknown = sorted(ledger.troubles.by_cause("ljrb"), key=lambda one: one.cause == "layout_looks_like")
    assert (empty.outcome, empty.cause, empty.first.day, empty.issues) == ("failed", "layout_empty", 3, 1)
    assert (unknown.outcome, unknown.first.day, unknown.last.day, unknown.issues) == ("layout_unknown", 2, 4, 2)
    assert (unknown.since, unknown.reason["looks_like"]) == (NOW, "b")
    assert ledger.troubles.by_cause("other") == []
    assert [one.issues for one in ledger.troubles.by_cause(last=dt.date(2024, 1, 2))] == [1]
    assert ledger.troubles.first_asked("ljrb") == dt.date(2024, 1, 1)
    assert ledger.troubles.newest_held("ljrb") is None
    present = ledger.troubles.since(dt.date(2024, 1, 3), ["ljrb", "cpwb"])
    assert [issue.date.day for issue in present["ljrb"] if issue.date] == [4, 3]


def test_what_readings_gave(ledger: Ledger, take: Callable[..., Claim]) -> None:
    ledger.issues.plan([due(day) for day in range(1, 7)], again=False, now=NOW)
    for day in range(6):
        ended(ledger, take, None)
        reading = ledger.readings.claim("me", NOW, NOW + dt.timedelta(minutes=1))
        assert reading is not None
        gave = Yield(10, 0, 0, 1000 * (day + 1), 30 * day)
        assert ledger.readings.settle(reading.issue, [], "d", Ending("read"), NOW, gave=gave) == "read"
    assert ledger.yields.usual("ljrb", "ljrb-20240101") == 300.0
    assert ledger.yields.usual("cpwb", "") is None
    assert ledger.yields.of(["ljrb-20240106", "nothing"]) == {"ljrb-20240106": Yield(10, 0, 0, 1000, 0)}
    [doubt] = ledger.yields.doubtful({"ljrb": 10}, 0.02, dt.date(2024, 1, 3))
    assert (doubt.paper, doubt.first.day, doubt.last.day, doubt.issues) == ("ljrb", 1, 2, 2)
    assert ledger.yields.doubtful({"ljrb": 9}, 1.0, dt.date(2025, 1, 1))[0].issues == 6
    assert ledger.yields.doubtful({}, 1.0, dt.date(2025, 1, 1)) == []
    assert ledger.troubles.unindexed() == NOW


def test_a_page_of_unknown_layout_keeps_its_reason_until_it_is_read(ledger: Ledger, take: Callable[..., Claim]) -> None:
    ledger.issues.plan([due(1), due(2)], again=False, now=NOW)
    ended(ledger, take, UNKNOWN, kept=True)
    ended(ledger, take, EMPTY)
    assert ledger.issues.retry(NOW) == ["ljrb-20240101", "ljrb-20240102"]
    reasons = [ledger.issues.addresses(key)[0].reason for key in ("ljrb-20240102", "ljrb-20240101")]
    assert [(reason or {}).get("key") for reason in reasons] == ["layout_looks_like", None]


def test_a_first_page_that_is_another_now_takes_the_place_of_the_old(ledger: Ledger, take: Callable[..., Claim]) -> None:
    ledger.issues.plan([due(1), due(2)], again=False, now=NOW)
    ended(ledger, take, UNKNOWN, kept=True)
    ended(ledger, take, EMPTY)
    moved = {}
    for day in (1, 2):
        address = f"http://new.example/{day}/1"
        moved[f"ljrb-2024010{day}"] = Due(
            f"ljrb-2024010{day}", "ljrb", dt.date(2024, 1, day), Found(address, "layout", "new.example", 0), Pace(9.0)
        )
    assert len(ledger.issues.retry(NOW, firsts=moved)) == 2
    with_record, without = (ledger.issues.addresses(f"ljrb-2024010{day}") for day in (2, 1))
    assert [(host_of(one.address), one.state) for one in with_record] == [("paper.example", "skipped"), ("new.example", "due")]
    assert [(host_of(one.address), one.state) for one in without] == [("new.example", "due")]
    claim = take("new.example")
    assert (claim.wait, claim.issue and claim.issue.outcome) == (9.0, "fetching")
