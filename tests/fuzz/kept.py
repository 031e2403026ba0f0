"""What we keep, as somebody else may have left it: article files, archives; and TOML of papers and settings."""

import datetime as dt
import os
import tempfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib import resources
from pathlib import Path
from unittest import mock

from articles.exchange import from_json, to_json
from scrapers import papers
from scrapers.papers.files import read as read_paper
from scrapers.sample import articles
from storage import Archive, ArticleFiles, Response, archive_name
from tests.fuzz.target import Ready, Target, mutations, plain
from worker.inbox.neighbours import read_neighbour
from worker.settings import load, names

_NOW = dt.datetime(2024, 3, 1, 1, tzinfo=dt.UTC)


def _lines() -> list[bytes]:
    return [to_json(article).encode() for article in articles(40) if len(article.text) < 800][:12]


def _article(case: bytes) -> None:
    """What is taken is written back as it was taken."""
    article = from_json(case)
    assert from_json(to_json(article)) == article


_JSON = (
    b"null",
    b"true",
    b"1e999",
    b"-0",
    b'"\\ud800"',
    b'"\\u0000"',
    b"[]",
    b"{}",
    b'"text":"',
    b'"date":"2023-13-01"',
    b",,",
    b'"figures":[',
)
_KEY = "ljrb-20200102"


@contextmanager
def _article_files() -> Iterator[Ready]:
    with tempfile.TemporaryDirectory() as folder:
        files = ArticleFiles(Path(folder))
        path = files.path(_KEY)
        path.parent.mkdir(parents=True)

        def reads(case: bytes) -> None:
            """Half of the cases are damaged before they are zipped."""
            path.write_bytes(zlib.compress(case[1:], 1, wbits=31) if case[:1] < b"\x80" else case[1:])
            files.read(_KEY)

        joined = b"\n".join(_lines()[:3])
        yield Ready(mutations([b"\0" + joined, b"\xff" + zlib.compress(joined, 1, wbits=31)], _JSON), reads)


def _archived(archive: Archive) -> bytes:
    """An archive of three records."""
    name = archive_name("ljrb", dt.date(2020, 1, 2), 1, _KEY)
    end = 0
    with archive.locked(name):
        for at in range(3):
            kept = Response(
                f"http://a.example/{at}", 200, (("Content-Type", "text/html"),), b"<p>text</p>" * (at + 1), _NOW, f"http://a.example/{at}"
            )
            end = archive.append("ljrb", dt.date(2020, 1, 2), 1, _KEY, kept, end).end
        archive.settle(name)
    return archive.path(name).read_bytes()


@contextmanager
def _archives() -> Iterator[Ready]:
    with tempfile.TemporaryDirectory() as folder:
        archive = Archive(Path(folder))
        whole = _archived(archive)
        name = archive_name("ljrb", dt.date(2020, 1, 2), 1, _KEY)
        path = archive.path(name)
        members = _members(whole)

        def reads(case: bytes) -> None:
            """Half of the cases are damaged inside of a member."""
            path.write_bytes(case[1:] if case[:1] < b"\x80" else zlib.compress(case[1:], 1, wbits=31))
            for _ in archive.survey(name):
                pass
            for _ in archive.records(name):
                pass

        yield Ready(
            mutations([b"\0" + whole, *(b"\xff" + one for one in members)], (b"WARC/1.1\r\n", b"Content-Length: ", b"WARC-Date: ")), reads
        )


def _members(whole: bytes) -> list[bytes]:
    found, rest = [], whole
    while rest:
        unzip = zlib.decompressobj(wbits=31)
        found.append(unzip.decompress(rest))
        rest = unzip.unused_data
    return found


def _papers() -> Sequence[bytes]:
    folder = resources.files("scrapers.papers")
    found = [folder.joinpath(f"{code}.toml").read_bytes() for code in ("rmrb", "hcrb", "ljrb", "zhdsb", "qhrb")]
    column = b'\n[layouts.column]\nlists = ["a/index{page}.html"]\narticles = \'a/(t\\d{6})_\\d+\\.html\'\npaging = "_{n}"\nsecond = 1\n'
    return [*found, found[0].replace(b'platform = "founder.rmrb"', b'platform = "column"') + column, found[1] + column]


_TOML = (
    b"[calendar]\n", b'skips = ["spring-festival:1-7"]\n', b'skips = ["99-99"]', b"[[layouts]]\n", b"from = 0000-00-00\n",
    b"1979-05-27T07:32:00Z",
    b'"""', b"'''", b"inf", b"0xFFFFFFFFFFFFFFFFFFFF", b"1_000", b'"\\uD800"', b"a.b.c = 1\n", b"{ a = 1 }", b'"(a+)+$"',
    b"'a{99999999999}'",
    b"'(?P<a>'", b"wait = nan\n", b"wait = -1.0\n", b'host = "::1"\n', b"proxy = \"http://[\"\n", b'ledger = "sqlite:"\n', b"[web]\n",
    b"[fetch]\n",
)  # fmt: skip


@contextmanager
def _paper_files() -> Iterator[Ready]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.toml"

        def reads(case: bytes) -> None:
            path.write_bytes(case)
            read_paper(path)

        yield Ready(mutations(_papers(), _TOML), reads)


_SETTINGS = (
    b"""contact = "a@b.example"
lang = "en"
index = "https://u:p@h.example:9200"
ledger = "postgresql+psycopg://u:p@h/db"

[web]
port = 8601
host = "127.0.0.1"
rate = 1.5

[fetch]
allow = ["10.0.0.0/8", "a.example"]
proxy = "http://u:p@proxy.example:3128"
cap = 1000
""",
    b"""broker = "redis://:p@h:6379/0"

[follow]
papers = ["ljrb", "hcrb"]

[alarms]
webhook = "https://a.example/x"
allow = ["::1"]

[alarms.mail]
host = "mail.example"
to = ["a@b.example"]
security = "tls"

[archive]
pdfs = true

[elasticsearch]
replicas = "0-1"
""",
)


@contextmanager
def _settings_files() -> Iterator[Ready]:
    bare = {name: value for name, value in os.environ.items() if not name.startswith("ZONGSHU_")}
    with tempfile.TemporaryDirectory() as folder, mock.patch.dict(os.environ, bare, clear=True):
        home = Path(folder)

        def reads(case: bytes) -> None:
            (home / "zongshu.toml").write_bytes(case)
            load(home=home).redacted()

        words = [f"{name.rpartition('.')[2]} = ".encode() for name, _ in names()]
        yield Ready(mutations(_SETTINGS, (*_TOML, *words)), reads)


_NEIGHBOURS = (
    b'paper = "ljrb"\ndate = 2023-01-05\npage = "A01"\ntitle = "a"\n',
    b'{"paper": "hcrb", "date": "2023-01-05", "page": 3, "page_name": "x"}',
)


def _neighbour(case: bytes) -> None:
    """What lies beside a file in the inbox and says where it is from."""
    read_neighbour("a.pdf.json" if case.startswith(b"{") else "a.pdf.toml", case, papers())


TARGETS = (
    plain("article", 190, _lines, _article, _JSON),
    Target("files", 45, _article_files),
    Target("archive", 55, _archives),
    Target("papers", 75, _paper_files),
    Target("settings", 30, _settings_files),
    plain("neighbour", 10, lambda: _NEIGHBOURS, _neighbour, (*_TOML, *_JSON)),
)
