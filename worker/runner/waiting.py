"""When a command has what it waits for: predicates over the ledger."""

from collections.abc import Callable, Sequence

from worker.steps import Kit


def settled(kit: Kit, keys: Sequence[str], entries: Sequence[str] = ()) -> Callable[[], bool]:
    """Whether nothing is left to be done now of those issues, nor of the newest issues of the papers in `entries`."""

    def until() -> bool:
        if any(kit.ledger.reports.entry_due(paper) for paper in entries):
            return False
        return kit.ledger.reports.progress([*keys, *_newest(kit, entries)]).open == 0

    return until


def idle(kit: Kit) -> Callable[[], bool]:
    """Whether nothing at all is left to be done now."""
    return lambda: kit.ledger.reports.progress().open == 0


def _newest(kit: Kit, entries: Sequence[str]) -> list[str]:
    from storage.ledger import issue_key

    found = [(paper, kit.ledger.issues.newest(paper)[0]) for paper in entries]
    return [issue_key(paper, date) for paper, date in found if date]
