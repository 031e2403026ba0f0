"""`archive rebuild`: the ledger from the archive alone, then what it holds read and indexed again. The network is left alone."""

import shutil
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from articles.errors import SettingsError, StorageError
from storage.ledger import look
from worker.cli.face import Face
from worker.cli.progress import Progress
from worker.home import Home

if TYPE_CHECKING:
    from worker.cli.work import Working
    from worker.steps import Kit, Rebuilt

_SHOWN = 20
_FILE = "sqlite:///"


def rebuild_ledger(face: Face) -> None:
    """Tell what was made again, what is late or damaged, and what an archive cannot tell."""
    from worker.cli.rooms import settings
    from worker.cli.work import working

    found = settings(face)
    home = Home(found.home)
    with home.own():
        _set_aside(face, found.ledger or home.ledger)
        with working(face) as work:
            number = _begun(work)
            done = _made(face, work)
            work.kit.ledger.runs.end(number, {"issues": done.issues + done.there, "records": done.records}, work.kit.clock())
            _tell(face, work, done)


def _made(face: Face, work: "Working") -> "Rebuilt":
    """Enter what the archive holds, then read and index it."""
    from worker.runner import processes, run_here
    from worker.steps import rebuild

    scratch = work.home.path / "rebuild"
    with Progress(face, "rebuild") as progress:
        done = rebuild(work.kit, scratch, progress.to)
    with Progress(face, "reread") as progress:
        kit = work.kit
        run_here(kit, processes(work.settings), lambda: all_read(kit), lambda: progress.to(*read_so_far(kit)), fetching=False)
    shutil.rmtree(scratch, ignore_errors=True)
    return done


def _set_aside(face: Face, url: str) -> None:
    """Rename a ledger file that is broken, so that a new one can be made; it is kept. Other errors are raised when it is opened."""
    try:
        look(url)
    except StorageError as error:
        if error.key != "ledger_broken" or not url.startswith(_FILE):
            return
        broken = Path(url.removeprefix(_FILE))
        number = next(number for number in count(1) if not broken.with_name(f"{broken.name}.broken-{number}").exists())
        for part in (broken, *(broken.with_name(broken.name + suffix) for suffix in ("-wal", "-shm"))):
            if part.exists():
                part.rename(part.with_name(f"{part.name}.broken-{number}"))
        face.tell("told.ledger_aside", file=str(broken.with_name(f"{broken.name}.broken-{number}")))
    except SettingsError:
        return


def _begun(work: "Working") -> int:
    """The run of this rebuild, or of the one it goes on with. StorageError where the ledger holds issues that no rebuild entered."""
    from worker.steps import REBUILD

    ledger = work.kit.ledger
    if going := ledger.runs.open(REBUILD):
        return going[-1]
    held = sum(sum(paper.outcomes.values()) for paper in ledger.reports.status())
    if held:
        raise StorageError("rebuild_ledger_holds", issues=held, place=work.settings.ledger or str(work.home.path / "ledger.sqlite3"))
    if next(work.kit.archive.names(), None) is None:
        raise StorageError("archive_none", folder=str(work.home.archive))
    return ledger.runs.start(REBUILD, None, work.kit.clock())


def all_read(kit: "Kit") -> bool:
    """Whether all that is held is read and indexed."""
    outcomes = kit.ledger.reports.progress().outcomes
    return not outcomes.get("fetched") and not outcomes.get("read")


def read_so_far(kit: "Kit") -> tuple[int, int]:
    """How many issues need no more reading or indexing, of how many."""
    outcomes = kit.ledger.reports.progress().outcomes
    total = sum(outcomes.values())
    return total - outcomes.get("fetched", 0) - outcomes.get("read", 0), total


def _tell(face: Face, work: "Working", done: "Rebuilt") -> None:
    ledger = work.kit.ledger
    outcomes = ledger.reports.progress().outcomes
    articles = ledger.reports.progress().articles
    partial = [issue for issue in ledger.reports.failures() if issue.held == "partial"]
    counts = {"issues": sum(outcomes.values()), "articles": articles, "records": done.records}
    if face.json:
        more = {"partial": len(partial), "unfinished": done.unfinished, "damaged": len(done.damage), "left_out": len(done.left_out)}
        face.line({**counts, "outcomes": dict(outcomes), **more})
    else:
        face.result(face.say("told.rebuilt", **counts))
    for error in [*done.damage, *done.left_out]:
        face.fail(error)
    if done.left_out:
        face.tell("told.rebuilt_left_out")
    if partial:
        face.tell("told.rebuilt_partial", issues=len(partial), keys=", ".join(issue.key for issue in partial[:_SHOWN]))
    if done.unfinished:
        face.tell("told.rebuilt_unfinished", issues=len(done.unfinished), keys=", ".join(done.unfinished[:_SHOWN]))
    face.tell("told.rebuilt_untold")
