"""Reading an issue's records into articles, in whatever process: archive and old article file in, articles and their rows out."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Literal

from articles.corrections import Correction, applies, as_read, correct
from articles.errors import BadCorrection, DamagedArchive, Unreadable, ZongshuError
from articles.identity import apart, match
from articles.model import Article
from articles.removals import Removal, remaining
from scrapers import Beside, FetchedPage, FetchedPdf, Paper, is_pdf, page_text, read_dropped, read_issue
from storage import BESIDE, Archive, ArticleFiles
from storage.ledger import Absence, Address, ArticleRow, Made, Reason
from worker.steps.past import Past, digest, made, position, restored


@dataclass(frozen=True, slots=True)
class ReadJob:
    """An issue to be read: where archive and article files lie, its held addresses in order, and what the ledger knows of its articles.

    `past` are the readings that made the articles what they are, `corrections` what editors say of them. `papers` are those a file may
    name, `taken` the ids that articles of other issues have.
    """

    archive: Path
    files: Path
    key: str
    paper: Paper | None
    date: dt.date | None
    addresses: tuple[Address, ...]
    rows: tuple[ArticleRow, ...]
    now: dt.datetime
    past: tuple[Past, ...] = ()
    corrections: tuple[Correction, ...] = ()
    papers: Mapping[str, Paper] = field(default_factory=dict)
    taken: frozenset[str] = frozenset()
    #: Articles of it that were removed on request.
    removals: tuple[Removal, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadResult:
    """The issue's articles as its file shall hold them, their rows (lost ones too), and what could not be read.

    `made` says of each article that was read where it comes from and whether and why it is a new revision; `absent` why some are gone.
    """

    articles: tuple[Article, ...]
    rows: tuple[ArticleRow, ...]
    read: int
    troubles: tuple[Reason, ...]
    made: tuple[Made, ...] = ()
    absent: Mapping[str, Absence] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Source:
    """What an attempt says of its addresses: those it lists, those among them that answer that there is nothing, and whether it is whole.

    Of an attempt that lacks a page, nobody can say which articles are not listed any more.
    """

    listed: frozenset[str]
    nothing: frozenset[str] = frozenset()
    whole: bool = True

    @classmethod
    def of(cls, addresses: Sequence[Address]) -> "Source":
        """By the addresses of the newest attempt."""
        nothing = frozenset(one.address for one in addresses if (one.reason or {}).get("error") == "Gone")
        whole = all(one.state == "kept" for one in addresses if one.role == "layout")
        return cls(frozenset(one.address for one in addresses), nothing, whole)


def read_job(job: ReadJob) -> ReadResult:
    """Do a reading. DamagedArchive, Unreadable … where nothing can be read; faults of single pages are troubles of the result."""
    troubles: list[Reason] = []
    new = read_records(job, job.addresses, troubles)
    old = [one for one in _held(job) if one.id not in job.taken]  # written by a reading that did not get them
    old += restored(job.past, {row.id for row in job.rows if not row.lost} - {one.id for one in old}, partial(_again, job))
    source = Source.of(job.addresses) if job.date else Source(frozenset(one.source.address for one in old))
    articles, rows = revise(job.key, old, job.rows, new, source, job.now, job.corrections)
    rows = (*rows, *_removed(job, rows))
    absent: dict[str, Absence] = {row.id: "gone" if row.source in source.nothing else "unlisted" for row in rows if row.gone_since}
    return ReadResult(articles, rows, len(new), tuple(troubles), tuple(_made(job, old, articles[: len(new)])), absent)


def read_records(job: ReadJob, addresses: Sequence[Address], troubles: list[Reason]) -> list[Article]:
    """The articles of an issue's records, without those that were removed on request."""
    try:
        found = _dropped(job, addresses, troubles) if job.date is None else _issue(job, addresses, troubles)
        found = remaining(found, job.removals, job.key)
        return apart(found, job.taken, job.key) if job.taken else found
    except (ZongshuError, MemoryError):  # memory is bounded by who computes
        raise
    except Exception as error:
        raise Unreadable("read_failed", issue=job.key, why=f"{type(error).__name__}: {error}") from error


def _again(job: ReadJob, addresses: Sequence[Address]) -> list[Article]:
    """What today's reader reads in the records of a past reading."""
    return read_records(job, addresses, [])


def _made(job: ReadJob, old: Sequence[Article], new: Sequence[Article]) -> Iterator[Made]:
    before = {article.id: article for article in old}
    return made(before, {row.id: row for row in job.rows}, new, job.addresses, job.past, partial(_again, job))


def revise(
    key: str,
    old: Sequence[Article],
    known: Sequence[ArticleRow],
    new: Sequence[Article],
    source: Source,
    now: dt.datetime,
    corrections: Sequence[Correction] = (),
) -> tuple[tuple[Article, ...], tuple[ArticleRow, ...]]:
    """New articles under their lasting ids, corrected and with their revisions, and a row for every id there is or was.

    A changed article is a new revision. An old one that is not among the new: its source is no longer listed: it is kept, gone since
    now (unless the attempt is not whole); its source is there: the reader judges otherwise, and its id is lost, leading to the article
    that holds its text, if any. One whose source is listed and answers that there is nothing is gone too.
    """
    matched = match(old, new)
    before = {article.id: article for article in old}
    rows = {row.id: row for row in known}
    away = [before[id_] for id_, to in matched.redirects.items() if to is None and before[id_].source.address not in source.listed]
    said = {one.id: one for one in corrections}
    found = (corrected(article, said.get(article.id)) for article in (*matched.articles, *away))
    kept = tuple(_revised(article, before.get(article.id), rows.get(article.id)) for article in found)
    left = {article.id for article in away if source.whole} | {one.id for one in kept if one.source.address in source.nothing}
    still = {article.id for article in away}
    living = [_row(key, place, one, rows.get(one.id), now if one.id in left else None, one.id in still) for place, one in enumerate(kept)]
    lost = {id_: to for id_, to in matched.redirects.items() if id_ not in still}
    there = {row.id for row in living}
    dead = [_lost(rows.get(id_) or _row(key, 0, before[id_], None, None, False), to) for id_, to in lost.items()]
    return kept, (*living, *dead, *(row for row in known if row.lost and row.id not in there and row.id not in lost))


def corrected(article: Article, correction: Correction | None) -> Article:
    """The article as an editor has it; as it was read where there is none, or a correction is not for it or does not fit.

    What is not applied is told by `corrections check`.
    """
    if correction is None or not applies(correction, article):
        return as_read(article)
    try:
        return correct(article, correction)
    except BadCorrection:
        return as_read(article)


def _revised(article: Article, before: Article | None, row: ArticleRow | None) -> Article:
    """The article under its revision: the ledger's where it knows the id, else that of the file; one more where it has changed."""
    if row is not None:
        last, same = row.revision, not row.lost and row.digest == digest(article)
    elif before is not None:
        last, same = before.revision, digest(before) == digest(article)
    else:
        last, same = 0, False
    return replace(article, revision=last if same else last + 1)


def _row(key: str, place: int, article: Article, known: ArticleRow | None, gone: dt.datetime | None, away: bool) -> ArticleRow:
    """The row of an article; one that is `away` and was gone before is gone since then."""
    before = known.gone_since if known else None
    since = (before or gone) if gone or away else None
    return ArticleRow(article.id, key, place, article.revision, digest(article), article.source.address, since)


def _lost(row: ArticleRow, to: str | None) -> ArticleRow:
    return replace(row, lost=True, redirect=to, revision=row.revision if row.lost else row.revision + 1)


def _removed(job: ReadJob, rows: Sequence[ArticleRow]) -> Iterator[ArticleRow]:
    """Rows of removed articles that still say they live."""
    gone = {one.id for one in job.removals} - {row.id for row in rows}
    return (_lost(row, None) for row in job.rows if row.id in gone)


def _held(job: ReadJob) -> list[Article]:
    """The articles of the file written before; none where there is none. A torn one is made anew."""
    files = ArticleFiles(job.files)
    if not files.path(job.key).exists():
        return []
    try:
        return remaining(files.read(job.key), job.removals, job.key)
    except (DamagedArchive, Unreadable):
        return []


def _dropped(job: ReadJob, addresses: Sequence[Address], troubles: list[Reason]) -> list[Article]:
    def trouble(error: ZongshuError) -> None:
        troubles.append(error.reason())

    archive = Archive(job.archive)
    for one in addresses:
        held = archive.read(position(one))
        beside = Beside.from_json(held.header(BESIDE))
        return read_dropped(one.address, held.payload, beside=beside, papers=job.papers, trouble=trouble)
    if job.removals:
        return []
    raise Unreadable("read_nothing", issue=job.key)


def _issue(job: ReadJob, addresses: Sequence[Address], troubles: list[Reason]) -> list[Article]:
    if job.paper is None or job.date is None:
        raise Unreadable("read_nothing", issue=job.key)
    fetched = list(_pages(job, addresses, troubles))
    pages = [page for page in fetched if isinstance(page, FetchedPage)]
    pdfs = [page for page in fetched if isinstance(page, FetchedPdf)]

    def trouble(_: FetchedPage | FetchedPdf, error: ZongshuError) -> None:
        troubles.append(error.reason())

    return read_issue(job.paper, job.date, pages, trouble, pdfs)


def _pages(job: ReadJob, addresses: Sequence[Address], troubles: list[Reason]) -> Iterator[FetchedPage | FetchedPdf]:
    archive = Archive(job.archive)
    for one in addresses:
        if one.role not in ("layout", "article", "pdf"):
            continue
        try:
            response = archive.read(position(one))
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
