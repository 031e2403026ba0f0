import datetime as dt
import gzip
from io import BytesIO

import pytest
from archive_kit import AT, DAY, ISSUE, NAME, keep, made
from hypothesis import given
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator
from warcio.checker import Checker

from articles.errors import DamagedArchive
from storage import Archive, Response, archive_name, verify
from storage.archive.members import read_member
from storage.archive.records import read_record, response_record


def test_what_is_kept_comes_back_equal_from_the_part_and_from_the_file(archive):
    positions = keep(archive, 5)
    part = archive.root / f"{NAME}.part"
    assert part.is_file()
    assert [archive.read(position) for position in positions] == [made(number) for number in range(5)]
    archive.settle(NAME)
    assert not part.exists()
    assert positions[-1].end == (archive.root / NAME).stat().st_size
    assert [archive.read(position) for position in positions] == [made(number) for number in range(5)]
    assert list(archive.records(NAME)) == list(zip(positions, map(made, range(5)), strict=True))
    assert [(checked.file, checked.records, checked.damage) for checked in verify(archive)] == [(NAME, 5, ())]


def test_names_come_from_paper_date_and_key():
    assert archive_name(*ISSUE) == NAME
    assert archive_name("files", None, 2, "files-0123456789ab") == "files/01/files-0123456789ab-2.warc.gz"


def test_other_programs_read_and_check_the_files(archive):
    positions = keep(archive, 3)
    with archive.locked(NAME):
        archive.append(*ISSUE, made(2), positions[-1].end, positions[-1])
    archive.settle(NAME)
    path = archive.root / NAME
    assert Checker(type("", (), {"inputs": [str(path)], "verbose": False})()).process_all() == 0
    with path.open("rb") as file:
        records = [(record.rec_type, record.rec_headers.get_header("WARC-Target-URI")) for record in ArchiveIterator(file)]
    pages = [("response", 0), ("response", 1), ("response", 2), ("revisit", 2)]
    assert records == [("warcinfo", None), *((kind, f"http://a.example/{number}.html") for kind, number in pages)]
    assert gzip.decompress(path.read_bytes()).startswith(b"WARC/1.1\r\n")


values = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
names = st.sampled_from(["Content-Type", "content-encoding", "Content-Length", "ETag", "X-A", "Transfer-Encoding", "Last-Modified"])


@given(
    payload=st.binary(max_size=5000),
    headers=st.lists(st.tuples(names, values), max_size=8),
    path=values,
    final=st.none() | values,
    status=st.sampled_from([200, 304, 404, 599]),
    at=st.datetimes(timezones=st.just(dt.UTC)),
)
def test_any_response_comes_back_equal(payload, headers, path, final, status, at):
    response = Response.received(f"http://a.example/{path}", status, headers, payload, at, f"https://b.example/{final}" if final else "")
    member, length = read_member(BytesIO(packed := response_record(response, (NAME, 7))), 0)
    assert length == len(packed)
    assert read_record(member).response == response


@given(
    st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40),
    st.binary(max_size=300),
    st.sampled_from([None, "text/plain", "application/pdf"]),
    st.sampled_from(["", '{"page":"A02","paper":"cpwb"}']),
)
def test_any_dropped_file_comes_back_equal(name, payload, media, beside):
    response = Response.dropped(name, payload, AT, media, beside)
    assert read_record(read_member(BytesIO(response_record(response, ("f", 0))), 0)[0]).response == response


def test_nothing_secret_is_kept_and_the_headers_tell_of_the_decoded_payload(archive):
    headers = [
        ("Set-Cookie", "session=SECRET"), ("set-cookie2", "SECRET"), ("Authorization", "SECRET"), ("X-CSRF-Token", "SECRET"),
        ("bad name", "SECRET"),
        ("Content-Encoding", "gzip"), ("Transfer-Encoding", "chunked"), ("Content-Length", "17"), ("X-Two", "a\r\nX-Injected: b"),
    ]  # fmt: skip
    response = Response.received("http://a.example/", 200, headers, b"decoded", AT)
    assert response.headers == (
        ("X-Crawler-Content-Encoding", "gzip"),
        ("X-Crawler-Transfer-Encoding", "chunked"),
        ("X-Crawler-Content-Length", "17"),
        ("Content-Length", "7"),
        ("X-Two", "a X-Injected: b"),
    )
    unclean = Response("http://a.example/", 200, tuple(headers), b"decoded", AT)
    with archive.locked(NAME):
        position = archive.append(*ISSUE, unclean, 0)
    assert archive.read(position) == response
    assert b"SECRET" not in gzip.decompress((archive.root / f"{NAME}.part").read_bytes())


def test_the_same_response_makes_the_same_bytes(tmp_path):
    archives = Archive(tmp_path / "a"), Archive(tmp_path / "b")
    for archive in archives:
        keep(archive, 3)
        archive.settle(NAME)
    assert (archives[0].root / NAME).read_bytes() == (archives[1].root / NAME).read_bytes()


def test_a_revisit_brings_the_payload_it_stands_for(archive):
    first = keep(archive, 3)[1]
    second = "ljrb/2023/ljrb-20230105-2.warc.gz"
    later = AT + dt.timedelta(days=1)
    again = Response.received("http://a.example/1.html", 200, [("ETag", "x")], made(1).payload, later)
    unchanged = Response.received("http://a.example/1.html", 304, [("ETag", "x")], b"", later)
    with archive.locked(second):
        one = archive.append("ljrb", DAY, 2, "ljrb-20230105", again, 0, first)
        two = archive.append("ljrb", DAY, 2, "ljrb-20230105", unchanged, one.end, first)
    archive.settle(second)
    assert archive.read(one) == again
    assert archive.read(two).payload == made(1).payload
    assert archive.read(two).status == 304
    assert [response.payload for _, response in archive.records(second)] == [made(1).payload] * 2
    assert all(not checked.damage for checked in verify(archive))


def test_a_revisit_needs_the_same_payload_and_a_record_that_has_one(archive):
    positions = keep(archive, 2)
    with archive.locked(NAME):
        with pytest.raises(ValueError, match="payload"):
            archive.append(*ISSUE, made(5), positions[-1].end, positions[0])
        revisit = archive.append(*ISSUE, made(0), positions[-1].end, positions[0])
        with pytest.raises(ValueError, match="payload"):
            archive.append(*ISSUE, made(0), revisit.end, revisit)


def test_a_revisit_whose_payload_is_gone_is_damage(archive):
    first = keep(archive, 1)[0]
    second = "ljrb/2023/ljrb-20230105-2.warc.gz"
    with archive.locked(second):
        position = archive.append("ljrb", DAY, 2, "ljrb-20230105", made(0), 0, first)
    (archive.root / f"{NAME}.part").unlink()
    with pytest.raises(DamagedArchive):
        archive.read(position)
    assert [len(checked.damage) for checked in verify(archive)] == [1]
