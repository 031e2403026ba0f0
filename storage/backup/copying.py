"""Copies that are whole on the disk when they have their name, with the digest of what was copied."""

import hashlib
import os
from pathlib import Path
from typing import BinaryIO

from storage.disk import make_folder, room_for

_BLOCK = 1 << 20


def copy(file: BinaryIO, to: Path, size: int, mode: int, mtime: int) -> tuple[str, int]:
    """Copy up to `size` bytes from where `file` stands; the SHA-256 and how many they were. StorageFull leaves nothing."""
    with room_for(to):
        make_folder(to.parent)
    part = to.with_name(f".{to.name}.copy")
    try:
        with room_for(to):
            handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode | 0o200)
            with os.fdopen(handle, "wb") as target:
                digest, copied = _through(file, target, size)
                target.flush()
                os.fsync(target.fileno())
        part.chmod(mode)
        os.utime(part, ns=(mtime, mtime))
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    part.rename(to)
    return digest, copied


def link(existing: Path, to: Path) -> bool:
    """Give a file a second name, where the file system can; whether it did."""
    with room_for(to):
        make_folder(to.parent)
    try:
        to.hardlink_to(existing)
    except FileExistsError:
        return True
    except OSError:
        return False
    return True


def digest_of(path: Path) -> tuple[str, int]:
    """The SHA-256 of a file and its size in bytes."""
    with path.open("rb") as file:
        return _through(file, None, None)


def _through(file: BinaryIO, target: BinaryIO | None, size: int | None) -> tuple[str, int]:
    digest, copied = hashlib.sha256(), 0
    while block := file.read(_BLOCK if size is None else min(_BLOCK, size - copied)):
        digest.update(block)
        copied += len(block)
        if target:
            target.write(block)
    return digest.hexdigest(), copied
