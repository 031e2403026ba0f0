"""Taking a backup: what is new is copied, what is as it was is linked to the copy there is, and all of it gets its name at the end."""

import contextlib
import gzip
import hashlib
import os
import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from pydantic import ValidationError

from articles.errors import StorageError, StorageFull
from storage.backup.copying import copy, digest_of, link
from storage.backup.folder import Backup, found, parts
from storage.backup.model import FILES, HEAD, LEDGER, PART, Entry, Head
from storage.backup.sources import Source
from storage.disk import flush_folder, put, room_for

#: Bytes left free on the disk beside what is to be copied.
_SPARE = 50_000_000


@dataclass
class Taken:
    """What a backup did: files in all and their bytes, and how many had to be copied."""

    files: int = 0
    bytes: int = 0
    copied: int = 0
    copied_bytes: int = 0


class Taking:
    """A backup under way in `<folder>/<name>.part`. What an interrupted one copied is not copied again. The folder is `locked`.

    A `full` one copies everything, so that it shares no file with those before.
    """

    def __init__(self, folder: Path, name: str, *, full: bool = False) -> None:
        self.part, self.path = folder / f"{name}{PART}", folder / name
        self.taken = Taken()
        self._known = {} if full else _known(folder)
        self._left = parts(folder)
        with room_for(folder):
            self.part.mkdir(mode=0o700)
        self._files = (self.part / FILES).open("x", encoding="utf-8")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        with contextlib.suppress(OSError):  # of a full disk, told already
            self._files.close()

    def ledger(self, lines: Iterable[str]) -> None:
        """Keep the ledger's lines."""
        path = self.part / LEDGER
        with room_for(path), path.open("xb") as file:
            with gzip.GzipFile(fileobj=file, mode="wb", mtime=0) as zipped:
                for line in lines:
                    zipped.write(f"{line}\n".encode())
            file.flush()
            os.fsync(file.fileno())
        digest, size = digest_of(path)
        self.taken.copied += 1
        self.taken.copied_bytes += size
        self._note(Entry(path=LEDGER, size=size, mtime=path.stat().st_mtime_ns, mode=0o600, sha256=digest))

    def add(self, sources: Iterable[Source], progress: Callable[[int, int, str], None]) -> None:
        """Keep files; one that went meanwhile is left out. StorageFull where there is too little room, before anything is copied."""
        wanted = list(sources)
        self._check_room(sum(one.size for one in wanted if not self._as_it_was(one)))
        for done, source in enumerate(wanted):
            progress(done, len(wanted), source.name)
            try:
                self._note(self._linked(source) or self._copied(source))
            except FileNotFoundError:
                continue

    def finish(self, head: Head) -> Backup:
        """Give the backup its name: from then on it is one. What interrupted ones left is deleted."""
        self._files.flush()
        os.fsync(self._files.fileno())
        listed = hashlib.sha256((self.part / FILES).read_bytes()).hexdigest()
        done = head.model_copy(update={"files": self.taken.files, "bytes": self.taken.bytes, "sha256": listed})
        put(self.part / HEAD, done.model_dump_json(indent=1).encode() + b"\n")
        _flush(self.part)
        self.part.rename(self.path)
        flush_folder(self.path.parent)
        for left in self._left:
            shutil.rmtree(left)
        return Backup(self.path, done)

    def _as_it_was(self, source: Source) -> tuple[Path, Entry] | None:
        known = self._known.get(source.name)
        return known if known and known[1].same(source.size, source.mtime) else None

    def _linked(self, source: Source) -> Entry | None:
        known = self._as_it_was(source)
        if known and link(known[0], self.part / source.name):
            return known[1]
        return None

    def _copied(self, source: Source) -> Entry:
        with source.opened() as (file, now):
            digest, size = copy(file, self.part / now.name, now.size, now.mode, now.mtime)
        self.taken.copied += 1
        self.taken.copied_bytes += size
        return Entry(path=now.name, size=size, mtime=now.mtime, mode=now.mode, sha256=digest)

    def _note(self, entry: Entry) -> None:
        self.taken.files += 1
        self.taken.bytes += entry.size
        with room_for(self.part / FILES):
            self._files.write(entry.model_dump_json() + "\n")
            self._files.flush()

    def _check_room(self, size: int) -> None:
        free = shutil.disk_usage(self.part).free
        if free < size + _SPARE:
            raise StorageFull("backup_no_room", folder=str(self.part.parent), needed=(size + _SPARE) // 1_000_000, free=free // 1_000_000)


def _known(folder: Path) -> dict[str, tuple[Path, Entry]]:
    """The copies there are, of the newest backup and of what was begun since, by their place in a backup."""
    known: dict[str, tuple[Path, Entry]] = {}
    for backup in found(folder):
        with contextlib.suppress(StorageError):  # of one whose list is damaged nothing is known
            known = {entry.path: (backup.path / entry.path, entry) for entry in backup.entries()}
            break
    for left in reversed(parts(folder)):
        for line in _lines(left / FILES):
            try:
                entry = Entry.model_validate_json(line)
            except ValidationError:  # the last line of one that was killed
                continue
            known[entry.path] = (left / entry.path, entry)
    return known


def _lines(path: Path) -> list[str]:
    return path.read_text("utf-8").splitlines() if path.exists() else []


def _flush(folder: Path) -> None:
    """Put every name in a folder, and below it, on the disk."""
    for place, _, _ in os.walk(folder):
        flush_folder(Path(place))
