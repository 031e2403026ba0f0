"""When a command has what it waits for: predicates over the ledger."""

import datetime as dt
from collections.abc import Callable, Sequence

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
        if looks % _SELDOM == 0 and resting(kit, keys, entries):
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


def idle(kit: Kit) -> Callable[[], bool]:
    """Whether nothing at all is left to be done now."""
    return lambda: kit.ledger.reports.progress().open == 0


def _newest(kit: Kit, entries: Sequence[str]) -> list[str]:
    from storage.ledger import issue_key

    found = [(paper, kit.ledger.issues.newest(paper)[0]) for paper in entries]
    return [issue_key(paper, date) for paper, date in found if date]
