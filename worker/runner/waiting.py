"""When a command has what it waits for: predicates over the ledger."""

import datetime as dt
from collections.abc import Callable, Sequence

from storage.ledger import OPEN_OUTCOMES, Backfill, issue_key
from worker.steps import Kit

#: A command waits for a host that is to be left alone for so long; where it is longer, it says so and ends.
PATIENCE = dt.timedelta(minutes=15)
#: Looks between two questions whether all that is left has to wait.
_SELDOM = 20


def settled(kit: Kit, keys: Sequence[str], entries: Sequence[str] = ()) -> Callable[[], bool]:
    """Whether nothing is left to be done now of those issues, nor of the newest issues of the papers in `entries`."""
    looks = 0

    def until() -> bool:
        nonlocal looks
        looks += 1
        if looks % _SELDOM == 0 and (resting(kit, keys, entries) or paused(kit, keys, entries)):
            return True
        if any(kit.ledger.reports.entry_due(paper) for paper in entries):
            return False
        return kit.ledger.reports.progress([*keys, *_newest(kit, entries)]).open == 0

    return until


def resting(kit: Kit, keys: Sequence[str], entries: Sequence[str] = ()) -> tuple[str, dt.datetime] | None:
    """The host, and until when, where all that is left of those issues waits for hosts that are to be left alone for long."""
    outcomes = kit.ledger.reports.progress([*keys, *_newest(kit, entries)]).outcomes
    if outcomes.get("fetched") or outcomes.get("read") or not (entries or outcomes.get("due") or outcomes.get("fetching")):
        return None
    papers = {*entries, *(key.rpartition("-")[0] for key in keys)}
    return kit.ledger.lanes.rests(papers, kit.clock() + PATIENCE)


def paused(kit: Kit, keys: Sequence[str], entries: Sequence[str] = ()) -> list[str]:
    """The papers at rest where all that is left of those issues waits for them to go on; none where something else is left."""
    at_rest = kit.ledger.pauses.all()
    still = [issue for issue in kit.ledger.issues.many([*keys, *_newest(kit, entries)]).values() if issue.outcome in OPEN_OUTCOMES]
    waiting = {issue.paper for issue in still} | {paper for paper in entries if kit.ledger.reports.entry_due(paper)}
    busy = any(issue.outcome in ("fetched", "read") for issue in still)
    return sorted(waiting) if waiting and not busy and waiting <= set(at_rest) else []


def brought_in(kit: Kit, number: int) -> Callable[[], bool]:
    """Whether a back-fill has all that can be had now."""
    looks = 0

    def until() -> bool:
        nonlocal looks
        looks += 1
        row = kit.ledger.backfills.get(number)
        if row.ended and kit.ledger.backfills.standing(row).open == 0:
            return True
        return looks % _SELDOM == 0 and _waits(kit, row)

    return until


def at_rest(kit: Kit, row: Backfill) -> tuple[str, dt.datetime] | None:
    """The host of a back-fill that is to be left alone for long, and until when; None where there is none, or all is brought in."""
    soon = kit.clock() + PATIENCE
    if rest := kit.ledger.lanes.rests([row.range.paper], soon):
        return rest
    hosts = kit.paper(row.range.paper).hosts
    slots = [one for one in kit.ledger.watching.hosts(kit.clock()).values() if one.host in hosts]
    long = [one for one in slots if one.free_at > soon or (one.failures >= kit.policy.dead_host and one.free_at > kit.clock())]
    return (long[0].host, long[0].free_at) if long and row.ended is None else None


def _waits(kit: Kit, row: Backfill) -> bool:
    """Whether nothing is worked on, and nothing will be soon: the paper rests, or a host is to be left alone."""
    outcomes = kit.ledger.backfills.standing(row).outcomes
    if outcomes.get("fetched") or outcomes.get("read"):
        return False
    return kit.ledger.pauses.of(row.range.paper) is not None or at_rest(kit, row) is not None


def idle(kit: Kit) -> Callable[[], bool]:
    """Whether nothing at all is left to be done now."""
    return lambda: kit.ledger.reports.progress().open == 0


def _newest(kit: Kit, entries: Sequence[str]) -> list[str]:
    found = [(paper, kit.ledger.issues.newest(paper)[0]) for paper in entries]
    return [issue_key(paper, date) for paper, date in found if date]
