"""Issues a build of the index has to leave out: neither their article file nor their records can be read."""

import datetime as dt
from collections.abc import Iterable, Sequence

from articles.errors import DamagedArchive, Unreadable
from storage.ledger import Issue
from worker.steps.kit import Kit

_SHOWN = 5


def lost(kit: Kit, batch: Sequence[Issue], since: dt.datetime) -> set[str]:
    """The keys of a batch's issues without a file that a reading gave up `since` then, or that cannot be read: they hold no records.

    Those without a file that were not tried since are given to be read.
    """
    return {issue.key for issue in batch if not readable(kit, issue.key) and not _to_be_read(kit, issue, since)}


def readable(kit: Kit, key: str) -> bool:
    """Whether an issue's article file can be read."""
    try:
        kit.files.read(key)
    except (DamagedArchive, Unreadable):
        return False
    return True


def left_out(kit: Kit) -> DamagedArchive | None:
    """What the live generation lacks for good, by name; None where it holds all that can be read."""
    live = kit.index.generations.live()
    missing = kit.ledger.indexing.missing_in(live) if live else []
    keys = [one.key for one in missing if one.outcome not in ("fetched", "read") and not readable(kit, one.key)]
    return DamagedArchive("reindex_left_out", issues=len(keys), keys=_some(keys)) if keys else None


def _to_be_read(kit: Kit, issue: Issue, since: dt.datetime) -> bool:
    if issue.outcome == "fetched":
        return True
    if issue.outcome in ("failed", "layout_unknown") and issue.updated >= since:
        return False
    return kit.ledger.issues.reread([issue.key], kit.clock()) > 0


def _some(keys: Iterable[str]) -> str:
    known = list(keys)
    return ", ".join(known[:_SHOWN]) + (" …" if len(known) > _SHOWN else "")
