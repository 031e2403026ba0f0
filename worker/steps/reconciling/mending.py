"""Mending an issue: it becomes work that the steps know, so that whoever owns the home does it, under the leases of all work."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from articles.errors import ZongshuError
from storage import archive_name
from storage.ledger import Generation, Known
from worker.steps.kit import Kit
from worker.steps.past import position
from worker.steps.reconciling.issues import busy, revisions
from worker.steps.reconciling.model import Difference, Mended

_ON_FILE = ("file_missing", "file_damaged", "file_differs", "file_unknown")
_READ_AGAIN = (*_ON_FILE, "row_differs", "index_newer")
_PUT_AGAIN = ("index_missing", "index_stale", "index_differs")


def mended(kit: Kit, known: Known, found: Sequence[Difference], generations: Sequence[Generation]) -> Iterator[Difference]:
    """What was found of an issue, with what was done about it."""
    kinds = {one.kind for one in found}
    done: Mended = "none"
    if kinds.intersection(_READ_AGAIN):
        done = _read_again(kit, known, found, generations)
    elif kinds.intersection(_PUT_AGAIN):
        again = kit.ledger.indexing.again([known.issue.key], kit.clock())
        done = "reindexed" if again or known.issue.outcome == "read" else "none"
    for one in found:
        yield replace(one, mended=done) if one.kind in _READ_AGAIN or one.kind in _PUT_AGAIN else one


def _read_again(kit: Kit, known: Known, found: Sequence[Difference], generations: Sequence[Generation]) -> Mended:
    """Have an issue read from its records, if they are all there. A file that is wrong is deleted first: nobody knows what is in it."""
    key, now = known.issue.key, kit.clock()
    if not _can_be_read(kit, known):
        return "none"
    differing = [one.id for one in found if one.id and one.kind in ("row_differs", "index_newer")]
    for id_, revision in revisions(kit, key, differing, generations).items():
        kit.ledger.reconciling.raised(id_, revision)
    if any(one.kind in _ON_FILE for one in found):
        _delete(kit, known)
    return "reread" if kit.ledger.issues.reread([key], now) else "none"


def _can_be_read(kit: Kit, known: Known) -> bool:
    records = kit.ledger.readings.held(known.issue)
    try:
        for one in records:
            kit.archive.read(position(one))
    except ZongshuError:
        return False
    return bool(records)


def _delete(kit: Kit, known: Known) -> None:
    """Delete an article file, unless somebody began to work on the issue: whoever writes it holds the lock of the archive's file."""
    issue = known.issue
    with kit.archive.locked(archive_name(issue.paper, issue.date, issue.attempt, issue.key)):
        now = kit.ledger.issues.get(issue.key)
        if now and now.lease == issue.lease and now.digest == issue.digest and not busy(now, kit.clock()):
            kit.files.delete(issue.key)
