"""The archive: WARC files of responses, one an issue and attempt, each record reached by file, offset and length.

While an issue is fetched its file is `<name>.part`; `settle` renames it, and from then on it stays as it is. The ledger knows where the
last settled record ends and passes it as `known_end`: whatever lies behind (the record of a worker that was killed before the ledger
settled, or half of one) is cut off before the next record goes there.

    with archive.locked(name):
        position = archive.append(paper, date, attempt, key, response, known_end)
        ...  # settle the address in the ledger
"""

import datetime as dt
import os
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from itertools import groupby
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from articles.errors import DamagedArchive
from storage.archive.members import Torn, begins_member, next_member, read_member, stray_bits
from storage.archive.model import NOT_MODIFIED, Position, Response
from storage.archive.names import PART, SUFFIX, archive_name
from storage.archive.records import Record, file_record, read_record, response_record, revisit_record
from storage.archive.removing import note_record
from storage.disk import flush_folder, locked, put, room_for, write_all


class _Held(threading.local):
    """The file this thread holds."""

    name: str | None = None


class Archive:
    """All records under `root`; `software` is what new files name as their maker. Threads and processes may share it."""

    def __init__(self, root: Path, software: str = "Zongshu") -> None:
        self.root = root
        self._software = software
        self._held = _Held()

    @contextmanager
    def locked(self, name: str) -> Iterator[None]:
        """Hold the file `name`, against every thread and process, from `append` until the ledger has settled the record. StorageFull.

        A thread holds one file at a time.
        """
        if self._held.name:
            raise RuntimeError(f"this thread holds {self._held.name} already")
        with locked((self.root / name).parent):
            self._held.name = name
            try:
                yield
            finally:
                self._held.name = None

    def append(
        self,
        paper: str,
        date: dt.date | None,
        attempt: int,
        key: str,
        response: Response,
        known_end: int,
        stands_for: Position | None = None,
    ) -> Position:
        """Keep a response behind `known_end` and return where; the file must be `locked`. On the disk when this returns.

        With `stands_for` (the record that holds the same payload) only a revisit record is written. What a ledger that was lost knew is
        not cut off: behind a settled file, or a part of several records of which the ledger knows none, the record goes to its end.
        Raises StorageFull with the file as long as it was before, DamagedArchive where the file ends before `known_end`, ValueError
        where the payloads differ.
        """
        name = archive_name(paper, date, attempt, key)
        if self._held.name != name:
            raise RuntimeError(f"{name} is not locked by this thread")
        self._check_length(name, known_end)
        known_end = self._end(name, known_end)
        head = file_record(name, self._software, response.fetched_at) if known_end == 0 else b""
        at = known_end + len(head)
        record = self._record(response, (name, at), stands_for)
        self._write(self._growing(name), head + record, known_end)
        return Position(name, at, len(record))

    def settle(self, name: str) -> None:
        """Give a finished file its final name; nothing where it has it already, or where nothing was kept. Call it under the lock."""
        final, part = self._paths(name)
        if part.exists():
            part.rename(final)
            flush_folder(final.parent)

    def read(self, position: Position) -> Response:
        """The response kept at a position; a revisit brings the payload it stands for. DamagedArchive names the file and the offset."""
        record = self._read(position)
        if record.response is None:
            raise self._damaged(position.file, position.offset, "no response")
        return self._whole(record, record.response, position)

    def records(self, name: str) -> Iterator[tuple[Position, Response]]:
        """Every response of a file in order, with its position. DamagedArchive at the first record that is not whole."""
        for position, record in self._walk(name):
            if record.response is not None:
                yield position, self._whole(record, record.response, position)

    def names(self) -> Iterator[str]:
        """The final names of all files, those still growing among them, in order."""
        found = {path.relative_to(self.root).as_posix().removesuffix(PART) for path in self.root.glob(f"**/*{SUFFIX}*")}
        return iter(sorted(found))

    def survey(self, name: str, offset: int = 0) -> Iterator["tuple[Position, Record] | DamagedArchive"]:
        """Every record of a file in order, what describes the file too; where one is damaged, the damage, then what is whole behind it."""
        while offset >= 0:
            try:
                for position, record in self._walk(name, offset):
                    yield position, record
                    offset = position.end
                return
            except DamagedArchive as error:
                yield error
                offset = self._next_whole(name, offset)

    def growing(self, name: str) -> bool:
        """Whether a file is still a part: what stands behind its last whole record was never acknowledged."""
        final, part = self._paths(name)
        return part.exists() and not final.exists()

    def size(self, name: str) -> int:
        """The length of a file in bytes; 0 where there is none."""
        return max((path.stat().st_size for path in self._paths(name) if path.exists()), default=0)

    def path(self, name: str) -> Path:
        """Where a file lies now: a part while it grows."""
        final, part = self._paths(name)
        return part if part.exists() and not final.exists() else final

    def opened(self, name: str) -> tuple[BinaryIO, Path]:
        """A file as it is, and where it lies; under the lock it ends with a whole record. FileNotFoundError."""
        path = self.path(name)
        return path.open("rb"), path

    def holds(self, position: Position) -> bool:
        """Whether a record is there, whole or not."""
        return any(path.exists() and path.stat().st_size > position.offset for path in self._paths(position.file))

    def lacking(self, positions: Iterable[Position]) -> Iterator[Position]:
        """Those positions at which no record can be: the file is missing, too short, or no member begins there. Nothing is unpacked."""
        for name, group in groupby(sorted(positions, key=lambda one: (one.file, one.offset)), key=lambda one: one.file):
            yield from self._lacking(name, list(group))

    def close_part(self, name: str, known_end: int) -> bool:
        """Give a part of which nothing is to be written any more its final name, cut off behind `known_end`; under the lock.

        False, with nothing changed, where that would cut off more than the one record that a killed worker leaves.
        """
        part = self._paths(name)[1]
        if not self.growing(name) or not 0 < known_end <= part.stat().st_size:
            return False
        behind = [one for one in self.survey(name, known_end) if not isinstance(one, DamagedArchive)] if self.size(name) > known_end else []
        if len(behind) > 1:
            return False
        with part.open("r+b") as file:
            file.truncate(known_end)
            os.fsync(file.fileno())
        self.settle(name)
        return True

    def remove(self, positions: Sequence[Position], at: dt.datetime) -> None:
        """Put notes of the same length in the place of records of one file, under its lock; the file takes its place whole. StorageFull."""
        (name,) = {one.file for one in positions}
        path = self.path(name)
        content = bytearray(path.read_bytes())
        for one in positions:
            content[one.offset : one.end] = note_record(one.length, f"{name} {one.offset}", at)
        put(path, bytes(content))

    def stray(self, position: Position) -> DamagedArchive | None:
        """What is wrong with bits of a whole record that reading it does not look at: one flipped there harms nothing yet, and is told."""
        with self._open(position.file) as file:
            why = stray_bits(file, position.offset, position.length)
        return self._damaged(position.file, position.offset, why) if why else None

    def _lacking(self, name: str, positions: list[Position]) -> list[Position]:
        try:
            with self._open(name) as file:
                size = os.fstat(file.fileno()).st_size
                return [one for one in positions if one.end > size or not begins_member(file, one.offset)]
        except DamagedArchive:
            return positions

    def _next_whole(self, name: str, damaged: int) -> int:
        """The offset of the first whole record behind a damaged one, or -1."""
        with self._open(name) as file:
            offset = next_member(file, damaged)
            while offset is not None:
                try:
                    read_record(read_member(file, offset)[0])
                except Torn:
                    offset = next_member(file, offset)
                else:
                    return offset
        return -1

    def _walk(self, name: str, offset: int = 0) -> Iterator[tuple[Position, Record]]:
        with self._open(name) as file:
            size = os.fstat(file.fileno()).st_size
            while offset < size:
                record, length = self._one(file, name, offset)
                yield Position(name, offset, length), record
                offset += length

    def _read(self, position: Position) -> Record:
        with self._open(position.file) as file:
            record, length = self._one(file, position.file, position.offset)
        if length != position.length:
            raise self._damaged(position.file, position.offset, f"{length} bytes, not {position.length}")
        return record

    def _one(self, file: BinaryIO, name: str, offset: int) -> tuple[Record, int]:
        try:
            member, length = read_member(file, offset)
            return read_record(member), length
        except Torn as torn:
            raise self._damaged(name, offset, str(torn)) from torn

    def _whole(self, record: Record, response: Response, position: Position) -> Response:
        """The response of a record, with the payload of the record it stands for."""
        if record.stands_for is None:
            return response
        original = self._read(record.stands_for).response
        if original is None or original.digest != record.digest:
            raise self._damaged(position.file, position.offset, f"not what stands at {record.stands_for.file} {record.stands_for.offset}")
        return replace(response, payload=original.payload)

    def _record(self, response: Response, identity: tuple[str, int], stands_for: Position | None) -> bytes:
        if stands_for is None:
            return response_record(response, identity)
        record = self._read(stands_for)
        if record.response is None or record.stands_for is not None:
            raise ValueError(f"a revisit stands for a record with a payload, not for {stands_for}")
        if response.status != NOT_MODIFIED and response.digest != record.digest:
            raise ValueError("a revisit brings the payload of the record it stands for")
        return revisit_record(response, identity, record.response, stands_for)

    def _check_length(self, name: str, known_end: int) -> None:
        """DamagedArchive where the file lacks bytes the ledger knows, or stands there twice (two copies put together by hand)."""
        sizes = [path.stat().st_size for path in self._paths(name) if path.exists()]
        if len(sizes) > 1:
            raise self._damaged(name, 0, f"{name}{PART} stands beside it")
        if sum(sizes) < known_end:
            raise self._damaged(name, sum(sizes), f"{known_end} bytes were kept")

    def _end(self, name: str, known_end: int) -> int:
        """Where the next record goes: where the file ends for the ledger, unless the ledger was lost.

        A worker that was killed leaves one record behind `known_end`, which is cut off. More were known to a ledger that was lost, as was
        all of a settled file of which the ledger knows nothing: what is whole stays.
        """
        final, part = self._paths(name)
        size = self.size(name)
        if size <= known_end or (known_end and not final.exists()):
            return known_end
        behind = list(self.survey(name, known_end))
        whole = [one for one in behind if not isinstance(one, DamagedArchive)]
        responses = sum(record.response is not None for _, record in whole)
        if final.exists():
            return known_end if known_end and len(behind) == responses == 1 else size
        return whole[-1][0].end if part.exists() and responses > 1 else 0

    def _write(self, part: Path, payload: bytes, at: int) -> None:
        """Cut the file off at `at` and write there; where that fails, cut it off again."""
        with room_for(part):
            handle = os.open(part, os.O_RDWR | os.O_CREAT, 0o644)
        try:
            os.ftruncate(handle, at)
            with room_for(part):
                write_all(handle, payload, at)
                os.fsync(handle)
        except BaseException:
            os.ftruncate(handle, at)
            if at == 0:
                part.unlink()
            raise
        finally:
            os.close(handle)
        if at == 0:
            flush_folder(part.parent)

    def _growing(self, name: str) -> Path:
        """The part to write to. A settled file that grows again is a part again: its final name promises that it does not change."""
        final, part = self._paths(name)
        if final.exists():
            final.rename(part)
            flush_folder(final.parent)
        return part

    def _open(self, name: str) -> BinaryIO:
        final, part = self._paths(name)
        for path in (final, part, final):  # a settling between two looks is seen by the third
            try:
                return path.open("rb")
            except FileNotFoundError:
                continue
        raise self._damaged(name, 0, "no such file")

    def _paths(self, name: str) -> tuple[Path, Path]:
        parts = PurePosixPath(name)
        if parts.is_absolute() or ".." in parts.parts or not parts.name or "\0" in name or "\\" in name:  # a record may name any file
            raise self._damaged(name, 0, "leads out of the archive")
        final = self.root / parts
        return final, final.with_name(final.name + PART)

    def _damaged(self, name: str, offset: int, why: str) -> DamagedArchive:
        return DamagedArchive("archive_damaged", file=str(self.root / name), offset=offset, why=why)
