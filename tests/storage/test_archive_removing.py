"""Notes in the place of records: of the very length, whole, and nothing else moved."""

import datetime as dt
from io import BytesIO
from pathlib import Path

import pytest

from articles.errors import DamagedArchive
from storage import Archive, Response, check
from storage.archive.members import Torn, read_member, stray_bits
from storage.archive.records import read_record
from storage.archive.removing import note_record

AT = dt.datetime(2026, 3, 4, 5, tzinfo=dt.UTC)
DAY = dt.date(2023, 1, 5)


@pytest.mark.parametrize("length", [300, 301, 307, 1_000, 65_557, 65_558, 65_559, 65_563, 65_570, 131_099, 700_001])
def test_a_note_is_as_long_as_it_is_told(length: int) -> None:
    note = note_record(length, "a file 0", AT)
    assert len(note) == length
    member, taken = read_member(BytesIO(note), 0)
    assert taken == length
    assert read_record(member).response is None
    assert b"2026-03-04T05:00:00Z" in member
    assert stray_bits(BytesIO(note), 0, length) is None
    torn = bytearray(note)
    torn[length // 2] ^= 1
    with pytest.raises(Torn):
        read_member(BytesIO(bytes(torn)), 0)


def test_no_record_is_shorter_than_its_head() -> None:
    with pytest.raises(ValueError, match="no record"):
        note_record(120, "a file 0", AT)


def test_the_other_records_stay_where_they_are(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    name, end, kept = "xnwb/2023/xnwb-20230105-1.warc.gz", 0, []
    with archive.locked(name):
        for number in range(3):
            response = Response.received(f"http://invented.example/{number}", 200, [], f"第{number}页".encode() * 9, AT)
            kept.append(archive.append("xnwb", DAY, 1, "xnwb-20230105", response, end))
            end = kept[-1].end
        archive.settle(name)
        archive.remove([kept[1]], AT)
    assert [at for at, _ in archive.records(name)] == [kept[0], kept[2]]
    assert archive.read(kept[2]).payload == "第2页".encode() * 9
    assert check(archive, name).damage == ()
    assert list(archive.lacking(kept)) == []
    with pytest.raises(DamagedArchive):
        archive.read(kept[1])
