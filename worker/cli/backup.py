"""`backup`: what cannot be made again, in a folder of its own; and whether a backup is still what it was."""

import datetime as dt
import errno
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from articles.errors import StorageError
from worker.cli.face import Face
from worker.cli.framework import WrongUse, argument, command, flag, option
from worker.cli.kinds import Whole
from worker.cli.progress import Progress

if TYPE_CHECKING:
    from storage.backup import Backup, Head, Taking
    from storage.ledger import Dumped
    from worker.settings import Settings

_VERIFY = "verify"


@command(
    "backup",
    argument("what", "[verify]"),
    argument("folder", "DEST", required=False),
    flag("--with-files"),
    flag("--full"),
    option("--keep", type=Whole("N", 1, 10_000)),
)
def backup(face: Face, what: str, folder: str | None, with_files: bool, full: bool, keep: int | None) -> None:
    """Take a backup, or check the newest one. StorageError, StorageFull, SettingsError."""
    if (what == _VERIFY) != (folder is not None) or (folder is not None and (with_files or full or keep)):
        raise WrongUse("backup")
    if folder is not None:
        _verify(face, Path(folder))
    else:
        _take(face, Path(what), with_files=with_files, full=full, keep=keep)


def _take(face: Face, folder: Path, *, with_files: bool, full: bool, keep: int | None) -> None:
    from storage.backup import drop_old
    from storage.disk import locked
    from storage.ledger import Dumped
    from worker.cli.rooms import settings

    found = settings(face)
    _check(found, folder)
    now, dumped = dt.datetime.now(dt.UTC), Dumped()
    with locked(folder), _begun(folder, now, full=full) as taking:
        _ledger(face, found, taking, dumped)
        _files(face, found, taking, dumped, with_files=with_files)
        done = taking.finish(_head(found, taking, dumped, now, with_files=with_files))
        gone = drop_old(folder, keep) if keep else []
    _tell(face, done, taking, len(gone))


def _check(found: "Settings", folder: Path) -> None:
    """Nothing is made where there is nothing to keep, or inside what is kept."""
    from storage.ledger import look
    from worker.home import Home

    home = Home(found.home)
    if look(found.ledger or home.ledger) is None:
        raise StorageError("backup_nothing", home=str(found.home))
    if folder.resolve().is_relative_to(home.path.resolve()):
        raise StorageError("backup_inside", folder=str(folder), home=str(found.home))
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StorageError("backup_unusable", folder=str(folder), why=error.strerror or str(error)) from error
    if not os.access(folder, os.W_OK | os.X_OK):
        raise StorageError("backup_unusable", folder=str(folder), why=os.strerror(errno.EACCES))


def _begun(folder: Path, now: dt.datetime, *, full: bool) -> "Taking":
    """A backup under a name of its own, whatever else was begun in the same second."""
    from storage.backup import Taking

    name = f"{now:%Y%m%dT%H%M%SZ}"
    number = next(n for n in range(1, 10_000) if not any((folder / f"{name}{_nth(n)}{part}").exists() for part in ("", ".part")))
    return Taking(folder, f"{name}{_nth(number)}", full=full)


def _nth(number: int) -> str:
    return f"-{number}" if number > 1 else ""


def _ledger(face: Face, found: "Settings", taking: "Taking", dumped: "Dumped") -> None:
    """The ledger first: whatever it knows is in the archive already, and stays there."""
    from storage.ledger import Ledger, dump
    from worker.home import Home

    with Ledger(found.ledger or Home(found.home).ledger) as ledger, Progress(face, "backup_ledger") as progress:

        def lines() -> Iterator[str]:
            for done, line in enumerate(dump(ledger.database, dumped)):
                progress.to(done)
                yield line

        taking.ledger(lines())


def _files(face: Face, found: "Settings", taking: "Taking", dumped: "Dumped", *, with_files: bool) -> None:
    from worker.home import Home
    from worker.keeping import kept

    with Progress(face, "backup") as progress:
        taking.add(kept(Home(found.home), found, dumped.unsettled, with_files=with_files), progress.to)


def _head(found: "Settings", taking: "Taking", dumped: "Dumped", now: dt.datetime, *, with_files: bool) -> "Head":
    from storage.backup import FORMAT, Head
    from worker.release import VERSION

    return Head(
        format=FORMAT,
        id=taking.path.name,
        made=now.isoformat(timespec="seconds"),
        zongshu=VERSION,
        home=str(found.home.resolve()),
        ledger=dumped.version,
        with_files=with_files,
        issues=dumped.rows["issues"],
        articles=dumped.articles,
    )


def _tell(face: Face, done: "Backup", taking: "Taking", gone: int) -> None:
    head, taken = done.head, taking.taken
    counts = {"issues": head.issues, "articles": head.articles, "files": head.files, "bytes": head.bytes}
    if face.json:
        face.line({"backup": str(done.path), **counts, "copied": taken.copied, "copied_bytes": taken.copied_bytes, "dropped": gone})
        return
    new = {"copied": taken.copied, "megabytes": f"{taken.copied_bytes / 1e6:.1f}"}
    face.result(face.say("told.backed_up", backup=done.path, **counts, **new))
    if gone:
        face.result(face.say("told.backups_dropped", number=gone))


def _verify(face: Face, folder: Path) -> None:
    from storage.backup import opened, verify

    one, faulty = opened(folder), 0
    with Progress(face, "backup_verify") as progress:
        for fault in verify(one, progress.to):
            faulty += 1
            why = face.say(f"fault.{fault.why}")
            if face.json:
                face.line({"file": str(one.path / fault.path), "why": fault.why})
            else:
                face.result(face.say("told.backup_fault", file=one.path / fault.path, why=why))
    face.failed = bool(faulty)
    if face.json:
        face.line({"summary": {"backup": str(one.path), "files": one.head.files, "damaged": faulty}})
        return
    face.result(face.say("told.backup_verified", backup=one.path, files=one.head.files, damaged=faulty))
    if faulty:
        face.tell("told.backup_heal", folder=one.path.parent)
