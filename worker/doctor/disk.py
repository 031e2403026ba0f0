"""Room on a disk, and whether a folder can be worked in: written, renamed, locked."""

import fcntl
import os
import tempfile
from pathlib import Path

from worker.doctor.finding import Facts, Finding, bad, ok, warn

#: Bytes free: a back-fill of one paper takes some gigabytes; a rebuild holds two generations at once.
LITTLE, NONE = 5 * 10**9, 500 * 10**6
#: Files that may still be made.
FEW_FILES = 10_000


def room(check: str, folder: Path) -> Finding:
    """What is free for us on the disk of a folder that is there. OSError."""
    disk = os.statvfs(folder)
    files = disk.f_favail if disk.f_files else None  # some file systems do not count files
    return judged(check, str(folder), disk.f_bavail * disk.f_frsize, disk.f_blocks * disk.f_frsize, files)


def judged(check: str, folder: str, free: int, total: int, files: int | None) -> Finding:
    """What so many bytes and files mean."""
    facts: Facts = {"folder": folder, "free": _gigabytes(free), "total": _gigabytes(total)}
    if files is not None and files < FEW_FILES:
        return (bad if files == 0 else warn)(check, "disk_few_files", files=files, **facts)
    if free < LITTLE:
        return (bad if free < NONE else warn)(check, "disk_little", **facts)
    return ok(check, "disk", **facts)


def workable(check: str, folder: Path) -> Finding:
    """Whether files can be written, renamed and locked in a folder that is there; what is tried is removed again."""
    try:
        with tempfile.TemporaryDirectory(prefix=".doctor-", dir=folder) as scratch:
            _renamed(Path(scratch))
            held = _locked(Path(scratch) / "lock")
    except OSError as error:
        return bad(check, "folder_unusable", folder=str(folder), why=error.strerror or str(error))
    return ok(check, "folder", folder=str(folder)) if held else bad(check, "folder_no_locks", folder=str(folder))


def _renamed(scratch: Path) -> None:
    part, whole = scratch / "file.part", scratch / "file"
    with part.open("wb") as file:
        file.write(b"zongshu")
        file.flush()
        os.fsync(file.fileno())
    part.rename(whole)


def _locked(path: Path) -> bool:
    """Whether a lock keeps a second one out: some network file systems take locks and forget them."""
    with path.open("w") as first, path.open("w") as second:
        fcntl.flock(first, fcntl.LOCK_EX | fcntl.LOCK_NB)
        try:
            fcntl.flock(second, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        return False


def _gigabytes(size: int) -> float:
    return round(size / 10**9, 1)
