"""Reading an issue's records into articles, in whatever process: archive and old article file in, articles and their rows out."""

import datetime as dt
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from articles.errors import DamagedArchive, Unreadable, ZongshuError
from articles.exchange import to_json
from articles.identity import match
from articles.model import Article
from scrapers import FetchedPage, FetchedPdf, Paper, is_pdf, page_text, read_dropped, read_issue
from storage import Archive, ArticleFiles, Position
from storage.ledger import Address, ArticleRow, Reason


@dataclass(frozen=True, slots=True)
class ReadJob:
    """An issue to be read: where archive and article files lie, its held addresses in order, and what the ledger knows of its articles."""

    archive: Path
    files: Path
    key: str
    paper: Paper | None
    date: dt.date | None
    addresses: tuple[Address, ...]
    rows: tuple[ArticleRow, ...]
    now: dt.datetime


@dataclass(frozen=True, slots=True)
class ReadResult:
    """The issue's articles as its file shall hold them, their rows (lost ones too), and what could not be read."""

    articles: tuple[Article, ...]
    rows: tuple[ArticleRow, ...]
    read: int
    troubles: tuple[Reason, ...]


def read_job(job: ReadJob) -> ReadResult:
    """Do a reading. DamagedArchive, Unreadable … where nothing can be read; faults of single pages are troubles of the result."""
    troubles: list[Reason] = []
    try:
        new = _dropped(job) if job.date is None else _issue(job, troubles)
    except (ZongshuError, MemoryError):  # memory is bounded by who computes
        raise
    except Exception as error:
        raise Unreadable("read_failed", issue=job.key, why=f"{type(error).__name__}: {error}") from error
    articles, rows = revise(job.key, _held(job), job.rows, new, {one.address for one in job.addresses}, job.now)
    return ReadResult(articles, rows, len(new), tuple(troubles))


def revise(
    key: str, old: Sequence[Article], known: Sequence[ArticleRow], new: Sequence[Article], listed: set[str], now: dt.datetime
) -> tuple[tuple[Article, ...], tuple[ArticleRow, ...]]:
    """New articles under their lasting ids and with their revisions, and a row for every id there is or was.

    A changed article is a new revision. An old one that is not among the new: its source is no longer listed: it is kept, gone since
    now; its source is there: the reader judges otherwise, and its id is lost, leading to the article that holds its text, if any.
    """
    matched = match(old, new)
    before = {article.id: article for article in old}
    rows = {row.id: row for row in known}
    gone = [before[id_] for id_, to in matched.redirects.items() if to is None and before[id_].source.address not in listed]
    kept = tuple(_revised(article, before.get(article.id), rows.get(article.id)) for article in matched.articles) + tuple(gone)
    gone_ids = {article.id for article in gone}
    living = [
        _row(key, place, article, rows.get(article.id), now if article.id in gone_ids else None) for place, article in enumerate(kept)
    ]
    lost = {id_: to for id_, to in matched.redirects.items() if id_ not in gone_ids}
    there = {row.id for row in living}
    dead = [_lost(rows.get(id_) or _row(key, 0, before[id_], None, None), to) for id_, to in lost.items()]
    return kept, (*living, *dead, *(row for row in known if row.lost and row.id not in there and row.id not in lost))


def digest(article: Article) -> str:
    """The SHA-256 of an article, whatever its revision."""
    return hashlib.sha256(to_json(replace(article, revision=0)).encode()).hexdigest()


def _revised(article: Article, before: Article | None, row: ArticleRow | None) -> Article:
    """The article under its revision: the ledger's where it knows the id, else that of the file; one more where it has changed."""
    if row is not None:
        last, same = row.revision, not row.lost and row.digest == digest(article)
    elif before is not None:
        last, same = before.revision, digest(before) == digest(article)
    else:
        last, same = 0, False
    return replace(article, revision=last if same else last + 1)


def _row(key: str, place: int, article: Article, known: ArticleRow | None, gone: dt.datetime | None) -> ArticleRow:
    since = (known.gone_since if known and known.gone_since else gone) if gone else None
    return ArticleRow(article.id, key, place, article.revision, digest(article), article.source.address, since)


def _lost(row: ArticleRow, to: str | None) -> ArticleRow:
    return replace(row, lost=True, redirect=to, revision=row.revision if row.lost else row.revision + 1)


def _held(job: ReadJob) -> list[Article]:
    """The articles of the file written before; none where there is none. A torn one is made anew."""
    files = ArticleFiles(job.files)
    if not files.path(job.key).exists():
        return []
    try:
        return files.read(job.key)
    except (DamagedArchive, Unreadable):
        return []


def _dropped(job: ReadJob) -> list[Article]:
    for name, payload, _ in _payloads(job):
        return read_dropped(name, payload)
    raise Unreadable("read_nothing", issue=job.key)


def _issue(job: ReadJob, troubles: list[Reason]) -> list[Article]:
    if job.paper is None or job.date is None:
        raise Unreadable("read_nothing", issue=job.key)
    fetched = list(_pages(job, troubles))
    pages = [page for page in fetched if isinstance(page, FetchedPage)]
    pdfs = [page for page in fetched if isinstance(page, FetchedPdf)]

    def trouble(_: FetchedPage | FetchedPdf, error: ZongshuError) -> None:
        troubles.append(error.reason())

    return read_issue(job.paper, job.date, pages, trouble, pdfs)


def _pages(job: ReadJob, troubles: list[Reason]) -> Iterator[FetchedPage | FetchedPdf]:
    archive = Archive(job.archive)
    for one in job.addresses:
        if one.role not in ("layout", "article", "pdf"):
            continue
        try:
            response = archive.read(_position(one))
            if one.role == "pdf" or is_pdf(response.payload):
                yield FetchedPdf(one.address, response.payload, response.digest, one.page, one.rank)
                continue
            decoded = page_text(response.payload, response.header("Content-Type"), one.address)
        except DamagedArchive:
            raise
        except ZongshuError as error:
            troubles.append(error.reason())
            continue
        flags = ("decode_replaced",) if decoded.replaced else ()
        role: Literal["layout", "article"] = "layout" if one.role == "layout" else "article"
        yield FetchedPage(one.address, role, decoded.text, response.digest, one.page, one.rank, flags)


def _payloads(job: ReadJob) -> Iterator[tuple[str, bytes, Mapping[str, str]]]:
    archive = Archive(job.archive)
    for one in job.addresses:
        response = archive.read(_position(one))
        yield one.address, response.payload, dict(response.headers)


def _position(one: Address) -> Position:
    return Position(one.file or "", one.offset or 0, one.length or 0)
