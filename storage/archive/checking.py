"""Checking the archive: every record's length, digests and checksums, file by file."""

from collections.abc import Iterator
from dataclasses import dataclass

from articles.errors import DamagedArchive
from storage.archive.archive import Archive
from storage.archive.model import Position
from storage.archive.records import Record


@dataclass(frozen=True, slots=True)
class Checked:
    """A file after checking: where its whole responses lie, and the damage found (empty where all is well).

    `tail` is what stands torn behind the last whole record of a part: nobody was told that it is kept, and it will be written over.
    """

    file: str
    whole: tuple[Position, ...]
    damage: tuple[DamagedArchive, ...]
    tail: DamagedArchive | None = None

    @property
    def records(self) -> int:
        """How many responses are whole."""
        return len(self.whole)


def verify(archive: Archive) -> Iterator[Checked]:
    """Check every record of an archive; after damage goes on at the next record. Reads everything, changes nothing."""
    for name in archive.names():
        yield check(archive, name)


def check(archive: Archive, name: str) -> Checked:
    """Check every record of a file."""
    whole, damage = list[Position](), list[DamagedArchive]()
    torn: DamagedArchive | None = None
    for one in archive.survey(name):
        torn = one if isinstance(one, DamagedArchive) else None
        trouble = one if isinstance(one, DamagedArchive) else archive.stray(one[0]) or _lacking(archive, *one)
        if trouble:
            damage.append(trouble)
        elif not isinstance(one, DamagedArchive) and one[1].response is not None:
            whole.append(one[0])
    if torn is not None and archive.growing(name):
        return Checked(name, tuple(whole), tuple(damage[:-1]), damage[-1])
    return Checked(name, tuple(whole), tuple(damage))


def _lacking(archive: Archive, position: Position, record: Record) -> DamagedArchive | None:
    """A revisit whose payload lies nowhere. One whose record is damaged is not named for it: the damaged record is."""
    if record.stands_for is None:
        return None
    try:
        archive.read(position)
    except DamagedArchive as error:
        there = archive.holds(record.stands_for)
        return None if there and error.facts.get("offset") == record.stands_for.offset else error
    return None
