"""`restore`: a backup into an empty home (or its ledger into an empty database), then what it lacks read and indexed again."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from articles.errors import StorageError
from worker.cli.face import Face
from worker.cli.framework import WrongUse, argument, command, flag
from worker.cli.progress import Progress

if TYPE_CHECKING:
    from storage.backup import Backup
    from worker.cli.work import Working
    from worker.restoring import Restoring


@command("restore", argument("source", "SRC"), flag("--ledger-only"), flag("--no-read"), flag("--drill"))
def restore(face: Face, source: str, ledger_only: bool, no_read: bool, drill: bool) -> None:
    """Run again after an interruption, it goes on. StorageError, StorageFull, SettingsError."""
    from storage.backup import opened
    from worker.cli.rooms import settings
    from worker.home import Home
    from worker.restoring import Restoring

    if ledger_only and (no_read or drill):
        raise WrongUse("restore")
    backup, home = opened(Path(source)), Home(settings(face).home)
    with home.own():
        if ledger_only:
            _move_ledger(face, backup)
            return
        restoring = Restoring.begun(home, backup, drill=drill)
        if restoring.stage != "reading":
            _put(face, restoring)
        _read(face, restoring, later=no_read)


def _move_ledger(face: Face, backup: "Backup") -> None:
    """The ledger alone, beside the archive it is of: a move from one database to another."""
    from storage.ledger import Ledger
    from worker.runner import utc_now

    url = _url(face, {})
    _check_empty(url)
    _load(face, backup, url)
    with Ledger(url) as ledger:
        ledger.runs.recover(lambda owner: False, utc_now())
    _told(face, "told.ledger_moved", {"issues": backup.head.issues, "articles": backup.head.articles})


def _put(face: Face, restoring: "Restoring") -> None:
    """Files, then the ledger, then what is due by it. The home's settings come first: they say where the ledger is."""
    from worker.cli.work import working
    from worker.restoring import is_empty

    alone = _alone(restoring)
    if restoring.stage is None:
        restoring.settings()
        _check_empty(_url(face, alone))
        restoring.at("files")
    if restoring.stage == "files":
        _files(face, restoring)
        restoring.at("ledger")
    if is_empty(_url(face, alone)):
        _load(face, restoring.backup, _url(face, alone))
    with working(face, **alone) as work:
        issues, articles = restoring.settle(work.kit)
    face.tell("told.restore_to_read", issues=issues, articles=articles)
    restoring.at("reading")


def _files(face: Face, restoring: "Restoring") -> None:
    from worker.keeping import RESTORED

    with Progress(face, "restore") as progress:
        for path, fault in restoring.files(progress.to):
            if fault:
                face.failed = True
                face.tell("told.restore_fault", file=path, why=face.say(f"fault.{fault.why}"))
    given = restoring.home.path / RESTORED
    if given.is_dir():
        face.tell("told.restore_given", folder=given)


def _load(face: Face, backup: "Backup", url: str) -> None:
    from worker.restoring import load_ledger

    with Progress(face, "restore_ledger") as progress:
        load_ledger(backup, url, progress.to)


def _read(face: Face, restoring: "Restoring", *, later: bool) -> None:
    """Read and index what is due, without the network; or leave it to whoever works next."""
    from worker.cli.rebuild import all_read, read_so_far
    from worker.cli.work import working
    from worker.runner import processes, run_here

    with working(face, **_alone(restoring)) as work:
        if work.broker:
            work.hand_over()
        elif later:
            face.tell("told.restore_later")
        else:
            kit = work.kit
            with Progress(face, "reread") as progress:
                run_here(kit, processes(work.settings), lambda: all_read(kit), lambda: progress.to(*read_so_far(kit)), fetching=False)
            _check_articles(face, work, restoring)
        restoring.done()
        _told(face, "told.restored", {"issues": restoring.backup.head.issues, "articles": work.kit.ledger.reports.progress().articles})


def _check_articles(face: Face, work: "Working", restoring: "Restoring") -> None:
    """Fewer articles than the backup had are no success."""
    now, then = work.kit.ledger.reports.progress().articles, restoring.backup.head.articles
    if now < then:
        face.fail(StorageError("restore_fewer", articles=now, then=then))


def _told(face: Face, key: str, counts: dict[str, int]) -> None:
    if face.json:
        face.line(counts)
    else:
        face.result(face.say(key, **counts))


def _alone(restoring: "Restoring") -> dict[str, Any]:
    """The settings that are changed for a drill: none of the servers in use is touched."""
    return dict.fromkeys(("ledger", "index", "broker")) if restoring.drill else {}


def _url(face: Face, changed: dict[str, Any]) -> str:
    """The ledger's database by the settings in force."""
    from worker.cli.rooms import settings
    from worker.home import Home

    found = settings(face).model_copy(update=changed)
    return found.ledger or Home(found.home).ledger


def _check_empty(url: str) -> None:
    from worker.restoring import is_empty

    if not is_empty(url):
        raise StorageError("restore_ledger_there")
