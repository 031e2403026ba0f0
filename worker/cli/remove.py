"""`remove`: articles taken away on request, with proof; `--list` what was, `--undo` where the record is still there."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from storage.ledger import SHANGHAI
from worker.cli.face import Face
from worker.cli.framework import WrongUse, argument, command, flag, option

if TYPE_CHECKING:
    from articles.removals import Removal
    from worker.cli.work import Working
    from worker.steps import Removed


@command(
    "remove",
    argument("ids", "ID…", nargs=-1),
    option("--reason", metavar="TEXT"),
    flag("--record"),
    flag("--list"),
    option("--undo", metavar="ID"),
)
def remove(face: Face, ids: Sequence[str], reason: str | None, record: bool, list: bool, undo: str | None) -> None:  # noqa: A002
    """Tell of each article what was taken away and where it is not found any more; exit code 1 where it still is. BadRemoval."""
    from worker.cli.work import working

    said = [bool(ids), list, undo is not None]
    if sum(said) != 1 or bool(ids) != bool(reason and reason.strip()) or (record and not ids):
        raise WrongUse("remove")
    with working(face) as work:
        if list:
            _list(face, work)
        elif undo:
            _undo(face, work, undo)
        else:
            _remove(face, work, ids, (reason or "").strip(), record=record)


def _remove(face: Face, work: "Working", ids: Sequence[str], reason: str, *, record: bool) -> None:
    """One after the other, so that what is named wrongly leaves the ones before done."""
    from worker.steps import proof
    from worker.steps import remove as taken

    kit = work.kit
    done = [taken(kit, id_, reason, record=record) for id_ in dict.fromkeys(ids)]
    work.until(lambda: not kit.ledger.indexing.tombstones(), lambda: None)
    for one in done:
        _tell(face, proof(kit, one))


def _undo(face: Face, work: "Working", id_: str) -> None:
    from worker.steps import take_back

    removal = take_back(work.kit, id_)
    work.through("reread", [removal.issue], about={"issues": 1})
    row = work.kit.ledger.readings.article(id_)
    back = row is not None and not row.lost
    face.failed = not back
    if face.json:
        face.line({"id": id_, "issue": removal.issue, "back": back})
    else:
        face.result(face.say("told.removal_undone" if back else "told.removal_not_back", id=id_, issue=removal.issue))


def _list(face: Face, work: "Working") -> None:
    for one in work.kit.removals.all():
        if face.json:
            face.line(_said(one))
        else:
            face.result(face.say("told.removal", id=one.id, since=_day(one), reason=one.reason))


def _tell(face: Face, done: "Removed") -> None:
    face.failed = face.failed or bool(done.found)
    records = [f"{one.file} {one.offset}" for one in done.records]
    if face.json:
        where = {"file": done.file, "correction": done.correction, "records": records, "generations": done.generations}
        face.line({**_said(done.removal), **where, "found": done.found, "copies": done.copies})
        return
    face.result(face.say("told.removed", id=done.removal.id, since=_day(done.removal), issue=done.removal.issue))
    face.result("  " + face.say("told.removed_from", file=done.file, generations=", ".join(done.generations)))
    if done.correction:
        face.result("  " + face.say("told.removed_correction"))
    for record in records:
        face.result("  " + face.say("told.removed_record", record=record))
    key = "told.removed_still" if done.found else "told.removed_nowhere"
    face.result("  " + face.say(key, places=", ".join(done.found)))
    if done.copies:
        face.result("  " + face.say("told.removed_copies", addresses=", ".join(done.copies)))


def _said(one: "Removal") -> dict[str, object]:
    return {"id": one.id, "issue": one.issue, "at": one.at.isoformat(timespec="seconds"), "reason": one.reason, "record": one.record}


def _day(one: "Removal") -> str:
    return one.at.astimezone(SHANGHAI).date().isoformat()
