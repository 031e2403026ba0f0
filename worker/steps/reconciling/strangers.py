"""Strangers: files of the archive, and of articles, of issues no row knows; and what killed writers left half written."""

import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path

from articles.errors import StorageError, ZongshuError
from storage import ArticleFiles, locked, parsed_name
from worker.steps.kit import Kit
from worker.steps.past import rows_of
from worker.steps.rebuild import Kin, Rebuilt, kin, restore
from worker.steps.reconciling.model import Difference, Scope
from worker.steps.removing import remove
from worker.steps.turns import asked_turn, rank

_CHUNK = 400


def strangers(kit: Kit, scope: Scope) -> Iterator[Difference]:
    """All of them; entered in the ledger, or deleted, on repair."""
    yield from _unknown_records(kit, scope)
    yield from _unknown_files(kit, scope)
    yield from _undone(kit, scope)
    yield from _leftovers(kit, scope)


def _unknown_records(kit: Kit, scope: Scope) -> Iterator[Difference]:
    """Issues of the archive that the ledger does not know, and attempts that it does not."""
    every = (one for one in kin(kit, Rebuilt()) if scope.paper in (None, one.paper))
    while some := list(islice(every, _CHUNK)):
        known = kit.ledger.reconciling.issues_of([one.key for one in some])
        for one in some:
            newest, name = one.files[-1]
            if one.key not in known:
                yield replace(Difference("records_unknown", one.key, file=name), mended="entered" if _entered(kit, one, scope) else "none")
            elif newest > known[one.key]:
                yield Difference("records_unknown", one.key, file=name)


def _entered(kit: Kit, one: Kin, scope: Scope) -> bool:
    """Enter an issue as a rebuild of the ledger does. False where that is not to be, or its paper is not known."""
    if not scope.repair:
        return False
    done = Rebuilt()
    with tempfile.TemporaryDirectory() as scratch:
        try:
            restore(kit, one, ArticleFiles(Path(scratch)), done)
        except StorageError as error:
            if error.key != "paper_unknown":
                raise
    return done.issues > 0


def _unknown_files(kit: Kit, scope: Scope) -> Iterator[Difference]:
    """Article files of issues of which neither ledger nor archive knows."""
    keys = filter(lambda key: scope.paper is None or key.startswith(f"{scope.paper}-"), kit.files.keys())
    while some := list(islice(keys, _CHUNK)):
        known = kit.ledger.reconciling.issues_of(some)
        for key in some:
            if key not in known:
                found = Difference("file_unknown", key, file=str(kit.files.path(key)))
                yield replace(found, mended="entered") if scope.repair and _adopted(kit, key) else found


def _adopted(kit: Kit, key: str) -> bool:
    """Make rows of an article file alone: its records are lost, what was read of them is not."""
    named = parsed_name(f"{kit.files.path(key).relative_to(kit.files.root).parent.as_posix()}/{key}-1.warc.gz")
    try:
        digest, lines = kit.files.lines(key)
    except ZongshuError:
        return False
    if named is None or (named.date and named.paper not in kit.papers):
        return False
    turn = asked_turn(named.date, rank(named.paper, kit.policy.priority)) if named.date else 0
    kit.ledger.reconciling.adopt(key, named.paper, named.date, turn, kit.clock())
    kit.ledger.restoring.finish(key, rows_of(key, [article for _, article in lines]), 0, kit.clock(), digest)
    return True


def _undone(kit: Kit, scope: Scope) -> Iterator[Difference]:
    """Articles that were removed on request and live again (in a ledger put back from an older backup), or do so still after a kill."""
    for one in kit.removals.all():
        row = kit.ledger.readings.article(one.id)
        if row is not None and not row.lost and (scope.paper is None or one.issue.startswith(f"{scope.paper}-")):
            if scope.repair:
                remove(kit, one.id, one.reason, record=one.record)
            yield Difference("removal_undone", one.issue, one.id, mended="buried" if scope.repair else "none")


def _leftovers(kit: Kit, scope: Scope) -> Iterator[Difference]:
    """Parts of article files; under the folder's lock nobody writes one."""
    for path in _parts(kit, scope):
        with locked(path.parent):
            if not path.exists():
                continue
            if scope.repair:
                path.unlink()
        yield Difference("leftover", file=str(path), mended="deleted" if scope.repair else "none")


def _parts(kit: Kit, scope: Scope) -> Sequence[Path]:
    return [path for path in kit.files.leftovers() if scope.paper is None or path.name.startswith(f".{scope.paper}-")]
