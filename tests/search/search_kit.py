"""A home's worth of rooms for tests of search: real index, ledger, archive and server."""

import datetime as dt
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import uvicorn
from fastapi import FastAPI

from articles.model import Article, Page, Paragraph, Source
from indexing import Index, Tokenizer, open_index
from search import Holdings, Search
from search.api import Taken, Upload, WebSettings, create_app
from storage import Archive, Response, archive_name
from storage.ledger import ArticleRow, Ending, Kept, Ledger

NOW = dt.datetime(2024, 3, 1, 1, 0, tzinfo=dt.UTC)
NAMES = {"ljrb": "岚江日报", "cpwb": "澄浦晚报", "hcrb": "禾川日报", "files": "散件"}
HOSTILE = "<script>alert(1)</script>"
#: The key of a file that was dropped in, whose record is a page in GB18030 that would like to run.
DROPPED = "files-0123456789ab"
PAYLOAD = f"<meta charset=gb2312>{HOSTILE}政协履职".encode("gb18030")
UPLOAD_LIMIT = 10_000


def made(id_: str = "ljrb-20200102-1", text: str = "政协委员", **fields: object) -> Article:
    """An article of a few words."""
    blank = Article(
        id=id_,
        revision=1,
        paper="ljrb",
        date=dt.date(2020, 1, 2),
        page=Page("01", "要闻"),
        kicker=None,
        title=None,
        subtitle=None,
        bylines=(),
        dateline=None,
        text=text,
        paragraphs=(Paragraph(text, 0, len(text)),),
        kind="summary.account",
        organ=None,
        place=None,
        period=None,
        figures=(),
        repairs=(),
        flags=(),
        cluster=None,
        source=Source("http://epaper.lanjiang.example/1", "0" * 64),
    )
    return replace(blank, **fields)


@dataclass
class Library:
    """A home's worth of rooms."""

    articles: Sequence[Article]
    index: Index
    ledger: Ledger
    holdings: Holdings
    search: Search
    uploads: list[Upload]

    def app(self) -> FastAPI:
        def submit(upload: Upload) -> Taken:
            self.uploads.append(upload)
            return Taken(DROPPED)

        return create_app(self.search, self.holdings, WebSettings(upload=UPLOAD_LIMIT, version="9.9.9"), submit)


@dataclass(frozen=True)
class Walked:
    """A home of two papers and twelve years: where it lies, the address of its page, the ids of articles with a facsimile."""

    home: Path
    address: str
    printed: list[str]


@contextmanager
def library(folder: Path, tokenizer: Tokenizer, articles: Sequence[Article]) -> Iterator[Library]:
    """The articles in an index of their own, beside an empty ledger and archive."""
    index = open_index(folder / "index", tokenizer)
    index.create()
    index.write(articles)
    with Ledger(f"sqlite:///{folder}/ledger.sqlite3") as ledger:
        holdings = Holdings(ledger, Archive(folder / "archive"))
        yield Library(articles, index, ledger, holdings, Search(index, holdings, NAMES, tokenizer), [])
    index.close()


def drop_in(found: Library) -> None:
    """A file as ingest and reading leave it: a record, a row of its article, and an older id that leads to it."""
    archive = Archive(found.index.generations.root.parent / "archive")
    name = archive_name("files", None, 1, DROPPED)
    with archive.locked(name):
        at = archive.append("files", None, 1, DROPPED, Response.dropped("a.html", PAYLOAD, NOW, "text/html; charset=gb2312"), 0)
        archive.settle(name)
    found.ledger.issues.keep_file(DROPPED, "files", "a.html", NOW)
    kept = Kept(at.file, at.offset, at.length, "0" * 64, 200, NOW, None, None)
    found.ledger.issues.file_kept(DROPPED, kept, at.end, NOW)
    reading = found.ledger.readings.claim("me", NOW, NOW + dt.timedelta(minutes=10), DROPPED)
    assert reading is not None
    rows = [
        ArticleRow(f"{DROPPED}-1", DROPPED, 0, 1, "d", "a.html", gone_since=NOW),
        ArticleRow(f"{DROPPED}-2", DROPPED, 0, 1, "d", "a.html", lost=True, redirect=f"{DROPPED}-1"),
        ArticleRow(f"{DROPPED}-3", DROPPED, 0, 1, "d", "a.html", lost=True),
    ]
    found.ledger.readings.settle(reading.issue, rows, "d", Ending("read"), NOW)


@contextmanager
def served(app: FastAPI) -> Iterator[str]:
    """The app on a free port of this machine; its address."""
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="error", access_log=False, ws="none"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        assert thread.is_alive()
        thread.join(0.01)
    try:
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(10)
