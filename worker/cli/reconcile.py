"""`reconcile`: ledger, article files, archive and index compared, and what does not agree mended."""

from dataclasses import replace
from typing import TYPE_CHECKING

from worker.cli.face import Face
from worker.cli.framework import command, flag, option

if TYPE_CHECKING:
    from worker.cli.work import Working
    from worker.steps import Difference, Going, Kit, Reconciled, Scope

#: What no step mends: it is not looked for a second time.
_LEFT = ("record_missing", "record_damaged", "generation_missing")


@command("reconcile", flag("--dry-run"), option("--paper", metavar="CODE"), flag("--deep"))
def reconcile(face: Face, dry_run: bool, paper: str | None, deep: bool) -> None:
    """Tell each difference and what was done about it, then how many; exit code 1 where some are left."""
    from worker.cli.work import working
    from worker.steps import Going, Scope

    with working(face) as work:
        if paper and paper != "files":
            work.kit.paper(paper)
        going = Going(work.kit, Scope(paper=paper, deep=deep, repair=not dry_run))
        _through(face, going)
        left = going.done.left
        if going.done.mended:
            _work_off(work, going.done)
            left += _looked_again(face, work.kit, going)
        going.end(left)
        _tell(face, going, left)
        face.failed = left > 0


def _through(face: Face, going: "Going") -> None:
    from worker.cli.progress import Progress

    if going.resumed:
        face.tell("told.reconcile_resumed", issues=going.done.issues)
    with Progress(face, "reconcile") as progress:
        for _ in going.steps(lambda one: _say(face, one), progress.to):
            continue


def _work_off(work: "Working", done: "Reconciled") -> None:
    """Have the steps do what is to be done, here or by the owner of the home, or by workers."""
    from worker.cli.progress import Progress
    from worker.cli.work import shown
    from worker.runner import settled

    kit, keys = work.kit, sorted(done.touched)
    read = settled(kit, keys)
    with Progress(work.face, "reconcile_mend") as progress:
        work.until(lambda: read() and not kit.ledger.indexing.tombstones(), shown(kit, progress, keys))


def _looked_again(face: Face, kit: "Kit", going: "Going") -> int:
    """How many differences there are still where something was mended; each is told again."""
    from worker.steps import Place, Reconciled, walk

    again: Scope = replace(going.scope, repair=False, deep=False)
    told: list[Difference] = []
    if not going.resumed:
        again = replace(again, keys=frozenset(going.done.touched))
    for _ in walk(kit, again, Reconciled(), told.append):
        continue
    if again.keys is not None and going.done.mended["buried"]:
        for _ in walk(kit, replace(again, keys=None), Reconciled(), told.append, Place("index")):
            continue
    left = {one for one in told if one.kind not in _LEFT}
    for one in sorted(left, key=str):
        _say(face, one, again=True)
    return len(left)


def _say(face: Face, one: "Difference", *, again: bool = False) -> None:
    if face.json:
        about = {"issue": one.issue, "id": one.id, "generation": one.generation, "file": one.file, "offset": one.offset}
        face.line({"difference": one.kind, **about, "mended": one.mended, "again": again})
        return
    what = face.say(f"reconcile.{one.kind}", issue=one.issue, id=one.id, generation=one.generation, file=one.file, offset=one.offset)
    done = face.say("reconcile.still") if again else face.say(f"reconcile.mended_{one.mended}")
    face.result(f"{what} {done}".rstrip())


def _tell(face: Face, going: "Going", left: int) -> None:
    done = going.done
    numbers = {"issues": done.issues, "articles": done.articles, "records": done.records, "busy": done.busy}
    if face.json:
        face.line({"summary": {**numbers, "found": dict(done.found), "mended": dict(done.mended), "left": left}})
        return
    face.result(face.say("told.reconciled", **numbers, found=done.found.total(), mended=done.mended.total(), left=left))
    if left and going.scope.repair:
        face.result(face.say("told.reconcile_left"))
