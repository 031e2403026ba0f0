"""What is backed up: files with their place in the backup. Those of the archive may grow meanwhile."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from storage.archive import Archive


@dataclass(frozen=True, slots=True)
class Source:
    """A file: its place in the backup, where it lies, its size and the time it was changed; `grows` names it in the archive."""

    name: str
    path: Path
    size: int
    mtime: int
    mode: int
    archive: Archive | None = None
    grows: str = ""

    @classmethod
    def of(cls, name: str, path: Path) -> "Source | None":
        """A file as it is now, None where there is none (any more)."""
        try:
            status = path.stat()
        except FileNotFoundError:
            return None
        return cls(name, path, status.st_size, status.st_mtime_ns, status.st_mode & 0o777)

    @contextmanager
    def opened(self) -> Iterator["tuple[BinaryIO, Source]"]:
        """The file to be read, and what it is now: for `size` bytes, which end with a whole record in the archive.

        FileNotFoundError where it is gone.
        """
        if self.archive is None:
            with self.path.open("rb") as plain:
                yield plain, self._now(plain, self.path, self.name)
            return
        with self.archive.locked(self.grows):
            file, path = self.archive.opened(self.grows)
            now = self._now(file, path, self.name.removesuffix(self.path.name) + path.name)
        with file:
            yield file, now

    def _now(self, file: BinaryIO, path: Path, name: str) -> "Source":
        status = os.fstat(file.fileno())
        return Source(name, path, status.st_size, status.st_mtime_ns, status.st_mode & 0o777, self.archive, self.grows)


def archived(archive: Archive, prefix: str) -> Iterator[Source]:
    """The files of an archive, each once, whether it is settled or still grows."""
    for name in archive.names():
        path = archive.path(name)
        at = path.relative_to(archive.root).as_posix()
        found = Source.of(f"{prefix}{at}", path)
        if found:
            yield Source(found.name, path, found.size, found.mtime, found.mode, archive, name)
