"""Writing that survives: files locked between processes, flushed to the disk, whole or not there; a named error when it is full."""

import errno
import fcntl
import os
from collections.abc import Iterator, Sequence
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
def locked(names: Sequence[Path]) -> Iterator[int]:
    """An open file, locked against every other process and thread, whichever of `names` it goes by; the last name is made where none is.

    The lock is on the file and not on a name, so it holds through a rename among `names`. A file left empty is removed.
    """
    handle = _lock(names)
    try:
        yield handle
    finally:
        if os.fstat(handle).st_size == 0 and (name := _name(handle, names)):
            name.unlink()
        os.close(handle)


def _lock(names: Sequence[Path]) -> int:
    while True:
        handle = _open(names)
        fcntl.flock(handle, fcntl.LOCK_EX)
        if _name(handle, names):
            return handle
        os.close(handle)  # removed or replaced while we waited: look again


def _open(names: Sequence[Path]) -> int:
    for name in names[:-1]:
        try:
            return os.open(name, os.O_RDWR)
        except FileNotFoundError:
            continue
    with room_for(names[-1]):
        make_folder(names[-1].parent)
        return os.open(names[-1], os.O_RDWR | os.O_CREAT, 0o644)


def _name(handle: int, names: Sequence[Path]) -> Path | None:
    here = os.fstat(handle)
    for name in names:
        try:
            if os.path.samestat(name.stat(), here):
                return name
        except FileNotFoundError:
            continue
    return None
