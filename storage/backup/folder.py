"""The folder where backups lie, each under the instant it was begun: `<folder>/20261130T220000Z/`; one that is not done is `….part`."""

import hashlib
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from articles.errors import StorageError
from storage.backup.model import FILES, FORMAT, HEAD, PART, Entry, Head
from storage.disk import flush_folder

_NAME = re.compile(r"\d{8}T\d{6}Z(-\d+)?")


@dataclass(frozen=True, slots=True)
class Backup:
    """A whole backup."""

    path: Path
    head: Head

    def entries(self) -> Iterator[Entry]:
        """Its files. StorageError, before the first, where the list of them is damaged."""
        listed = self.path / FILES
        try:
            text = listed.read_bytes()
        except OSError as error:
            raise StorageError("backup_broken", file=str(listed), why=error.strerror or str(error)) from error
        if hashlib.sha256(text).hexdigest() != self.head.sha256:
            raise StorageError("backup_broken", file=str(listed), why="SHA-256")
        try:
            for line in text.splitlines():
                yield Entry.model_validate_json(line)
        except ValidationError as error:
            raise StorageError("backup_broken", file=str(listed), why=error.errors()[0]["msg"]) from error


def found(folder: Path) -> list[Backup]:
    """The whole backups in a folder, newest first; what is no backup is passed over, a broken or newer one too."""
    paths = [path for path in folder.iterdir() if _NAME.fullmatch(path.name)] if folder.is_dir() else []
    whole = []
    for path in sorted(paths, reverse=True):
        try:
            whole.append(_opened(path))
        except StorageError:
            continue
    return whole


def opened(path: Path) -> Backup:
    """A backup, or the newest in a folder of them. StorageError where there is none, it is broken, or a newer program made it."""
    if (path / HEAD).exists():
        return _opened(path)
    paths = sorted((one for one in path.iterdir() if _NAME.fullmatch(one.name)), reverse=True) if path.is_dir() else []
    if not paths:
        raise StorageError("backup_none", folder=str(path))
    return _opened(paths[0])


def parts(folder: Path) -> list[Path]:
    """What was begun and is not done, newest first."""
    begun = (path for path in folder.iterdir() if path.suffix == PART)
    return sorted((path for path in begun if _NAME.fullmatch(path.name.removesuffix(PART))), reverse=True)


def drop_old(folder: Path, keep: int) -> list[Path]:
    """Delete all whole backups but the newest `keep`; those deleted. Files they share with others stay there."""
    gone = [backup.path for backup in found(folder)[keep:]]
    for path in gone:
        dropped = path.with_name(path.name + PART)
        path.rename(dropped)  # half deleted, it is no backup
        flush_folder(folder)
        shutil.rmtree(dropped)
    return gone


def _opened(path: Path) -> Backup:
    file = path / HEAD
    try:
        head = Head.model_validate_json(file.read_bytes())
    except ValidationError as error:
        raise StorageError("backup_broken", file=str(file), why=error.errors()[0]["msg"]) from error
    except OSError as error:
        raise StorageError("backup_broken", file=str(file), why=error.strerror or str(error)) from error
    if head.format > FORMAT:
        raise StorageError("backup_newer", backup=str(path), version=head.zongshu)
    return Backup(path, head)
