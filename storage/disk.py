"""Writing that survives: folders locked between processes, files flushed to the disk, whole or not there; a named error when it is full."""

import errno
import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from articles.errors import StorageFull

_FULL = frozenset({errno.ENOSPC, errno.EFBIG, errno.EDQUOT})


@contextmanager
def room_for(path: Path) -> Iterator[None]:
    """Turn "no space left", "file too large" and "quota exceeded" into StorageFull naming `path`; other errors pass."""
    try:
        yield
    except OSError as error:
        if error.errno not in _FULL:
            raise
        raise StorageFull("storage_full", path=str(path), why=os.strerror(error.errno or 0)) from error


def flush_folder(folder: Path) -> None:
    """Put the names in `folder` (a new file, a rename) on the disk."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def make_folder(folder: Path) -> None:
    """Make `folder` and the folders above it, their names on the disk."""
    if folder.is_dir():
        return
    make_folder(folder.parent)
    folder.mkdir(exist_ok=True)
    flush_folder(folder.parent)


def write_all(handle: int, payload: bytes, offset: int) -> None:
    """Write `payload` at `offset` of an open file, however often the system writes less than asked."""
    view = memoryview(payload)
    while view:
        written = os.pwrite(handle, view, offset)
        view, offset = view[written:], offset + written


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold `folder` (made where it is missing) against every other process and thread, by its file `.lock`. StorageFull.

    The lock file stays: removing it, or locking the files themselves, lets two in while one of them renames. Not to be nested.
    """
    with room_for(folder):
        make_folder(folder)
        handle = os.open(folder / ".lock", os.O_RDWR | os.O_CREAT, 0o644)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def put(path: Path, payload: bytes) -> None:
    """Put `payload` in place of the file at `path` in one step, its folder being `locked`; a part a killed writer left is written over."""
    part = path.with_name(f".{path.name}.part")
    try:
        with room_for(path), part.open("wb") as file:
            file.write(payload)
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    part.rename(path)
    flush_folder(path.parent)
