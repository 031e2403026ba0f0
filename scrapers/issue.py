"""The fetched pages of an issue into its articles: the same pages give the same articles."""

import datetime as dt
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from articles.errors import EmptyIssue, WrongDate, ZongshuError
from articles.model import Article, Page, Source
from scrapers.assemble import assemble
from scrapers.bounds import reader_of
from scrapers.papers import Paper
from scrapers.pdf import PdfArticle, read_pdf
from scrapers.pieces import Piece, joined, once
from scrapers.platforms import ArticlePage, HeldArticle, LayoutPage, Platform
from scrapers.platforms.column.picked import doubt, of_day
from scrapers.platforms.jumps import page_key
from scrapers.platforms.labels import is_ad

#: Titles of what papers link like articles and is none (reference, B.6).
_NO_ARTICLE = re.compile(r"图片报道|图片新闻|导读|今日导读|(?:本|[一二三四五六七八九十\d]+)?版?责编.*|本版编辑.{0,12}|报头|报眼|中缝")
_LAST = 10**6


@dataclass(frozen=True, slots=True)
class FetchedPage:
    """A page as it was fetched: its public address, its decoded text and the SHA-256 of its payload.

    `page_number` is what the layout page that links it says, where that page itself is not at hand; `order` is its place among the
    addresses as they were found; `flags` are the doubts of those who fetched and decoded it (`decode_replaced`).
    """

    address: str
    role: Literal["layout", "article"]
    text: str
    digest: str
    page_number: str | None = None
    order: int = 0
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FetchedPdf:
    """A page's PDF as it was fetched: its public address, its bytes and their SHA-256, the page it is of, its place among the addresses."""

    address: str
    payload: bytes
    digest: str
    page_number: str | None = None
    order: int = 0


Trouble = Callable[[FetchedPage | FetchedPdf, ZongshuError], None]


@dataclass
class _Plan:
    """What the layout pages say: the pages in printed order, and where each article stands (page and place in its list)."""

    pages: list[Page] = field(default_factory=list)
    places: dict[str, tuple[int, int]] = field(default_factory=dict)
    skipped: set[str] = field(default_factory=set)
    #: Whether the pages are lists of a column: its articles stand on no page, and are of the day they print.
    by_day: bool = False
    #: Articles that layout pages hold themselves.
    held: list[tuple[FetchedPage, HeldArticle]] = field(default_factory=list)

    def at(self, number: str | None) -> int | None:
        """Which page has this printed number; `01`, `1` and `一` are one."""
        keys = [page_key(page.number) for page in self.pages]
        return keys.index(page_key(number)) if number and page_key(number) in keys else None

    def add(self, layout: LayoutPage, number: str | None) -> None:
        """Take in a layout page: the issue's list of pages (all layout pages print the same one) and the page's own articles."""
        self.by_day = self.by_day or layout.reaches is not None
        listed = [Page(page.number, page.name) for page in layout.pages if page.number]
        own = [Page(number, layout.name)] if number else []
        self.pages += [page for page in (*listed, *own) if self.at(page.number) is None]
        at = self.at(number)
        if at is not None and self.pages[at].name is None:
            self.pages[at] = replace(self.pages[at], name=layout.name)
        for place, link in enumerate(layout.articles):
            stands = self.at(link.page) if link.page else at
            self.places.setdefault(link.address, (_LAST if stands is None else stands, place))
            if link.skip:
                self.skipped.add(link.address)


def _plan(reader: Platform, pages: Iterable[FetchedPage], date: dt.date, trouble: Trouble) -> _Plan:
    """The plan of an issue; a layout page that lists nothing adds nothing."""
    plan = _Plan()
    for page in pages:
        try:
            layout = of_day(reader.read_layout(page.text, page.address), date, page.address)
            plan.add(layout, layout.number or page.page_number)
            if cut := doubt(layout, date, page.address):
                trouble(page, cut)
            plan.held += [(page, text) for text in layout.texts]
        except EmptyIssue:
            continue
        except ZongshuError as error:
            trouble(page, error)
    return plan


def _is_article(read: ArticlePage) -> bool:
    title = re.sub(r"\s", "", read.title or "")
    return bool(read.paragraphs or title) and not (is_ad(title) or _NO_ARTICLE.fullmatch(title))


def _piece(fetched: FetchedPage, read: ArticlePage, plan: _Plan, date: dt.date) -> Piece:
    """Where the article stands: on the page it names itself, else on the page that links it."""
    linked, place = plan.places.get(fetched.address, (_LAST, _LAST))
    own = plan.at(read.page_number)
    at = own if own is not None else linked
    number = read.page_number or fetched.page_number
    page = plan.pages[at] if at < len(plan.pages) else Page(number, read.page_name) if number else None
    doubts = {
        "page_unknown": page is None and not plan.by_day,
        "date_differs": read.date not in (None, date),
        "no_text": not read.paragraphs,
    }
    flags = (*fetched.flags, *(name for name, holds in doubts.items() if holds))
    return Piece(read, Source(fetched.address, fetched.digest), page, (at, place, fetched.order), flags)


def _pieces(reader: Platform, pages: Iterable[FetchedPage], plan: _Plan, date: dt.date, trouble: Trouble) -> list[Piece]:
    pieces: list[Piece] = []
    for page in pages:
        if page.address in plan.skipped:
            continue
        try:
            read = reader.read_article(page.text, page.address)
        except ZongshuError as error:
            trouble(page, error)
            continue
        if plan.by_day and read.date not in (None, date):
            trouble(page, WrongDate("column_other_day", address=page.address, asked=date.isoformat(), printed=str(read.date)))
        elif _is_article(read):
            pieces.append(_piece(page, read, plan, date))
    return pieces


def _held(plan: _Plan, date: dt.date) -> Iterator[Piece]:
    """The articles that layout pages hold themselves, in their order."""
    for place, (page, text) in enumerate(plan.held):
        if _is_article(text.read):
            piece = _piece(replace(page, digest=text.digest), text.read, plan, date)
            yield replace(piece, order=(piece.order[0], place, page.order))


def _from_pdfs(pdfs: Iterable[FetchedPdf], held: Sequence[Piece], plan: _Plan, date: dt.date, trouble: Trouble) -> Iterator[Piece]:
    """The articles of pages that give their PDF only. Where HTML of a page's articles was read, HTML wins."""
    done = {page_key(piece.page.number) for piece in held if piece.page}
    for pdf in sorted(pdfs, key=lambda pdf: (pdf.order, pdf.address)):
        if pdf.page_number and page_key(pdf.page_number) in done:
            continue
        try:
            found = read_pdf(pdf.payload, pdf.address)
        except ZongshuError as error:
            trouble(pdf, error)
            continue
        unread = tuple(f"pdf_page_unread_{number}" for number, _ in found.unread)
        for place, one in enumerate(found.articles):
            yield _of_pdf(pdf, one, place, plan, date, unread)


def _of_pdf(pdf: FetchedPdf, one: PdfArticle, place: int, plan: _Plan, date: dt.date, flags: tuple[str, ...]) -> Piece:
    """An article of a PDF: on the page that gives the PDF, else on the one printed in it."""
    number = pdf.page_number or one.read.page_number
    at = plan.at(number)
    page = plan.pages[at] if at is not None else Page(number) if number else None
    doubts = {"page_unknown": page is None, "date_differs": one.read.date not in (None, date), "read_from_pdf": True}
    flags = (*flags, *(name for name, holds in doubts.items() if holds))
    order = (_LAST if at is None else at, place, pdf.order)
    return Piece(one.read, Source(pdf.address, pdf.digest), page, order, flags, areas=one.areas)


def _raise(_: FetchedPage | FetchedPdf, error: ZongshuError) -> None:
    raise error


def article_ids(paper: str, date: dt.date, pieces: Sequence[Piece]) -> list[str]:
    """`<paper>-<yyyymmdd>-<platform's number>`; without a number, or where it is taken, `<paper>-<yyyymmdd>-p<page>-<n>`."""
    stem = f"{paper}-{date:%Y%m%d}"
    counts: Counter[str] = Counter()
    ids: list[str] = []
    for piece in pieces:
        page = piece.page.number if piece.page else "0"
        counts[page] += 1
        numbered = f"{stem}-{piece.read.number}" if piece.read.number else ""
        ids.append(numbered if numbered and numbered not in ids else f"{stem}-p{page}-{counts[page]}")
    return ids


def read_issue(
    paper: Paper, date: dt.date, pages: Sequence[FetchedPage], trouble: Trouble = _raise, pdfs: Sequence[FetchedPdf] = ()
) -> list[Article]:
    """The articles of an issue in printed order, revision 1: each once, parts on several pages joined, advertisements left out.

    `pdfs` are read for pages of which no article was read otherwise. A page that cannot be read goes to `trouble` (as it stands: raises
    LayoutUnknown, EmptyIssue or Unreadable) and the rest is read.
    """
    reader = reader_of(paper.layout(date))
    ordered = sorted(pages, key=lambda page: (page.order, page.address))
    plan = _plan(reader, (page for page in ordered if page.role == "layout"), date, trouble)
    pieces = _pieces(reader, (page for page in ordered if page.role == "article"), plan, date, trouble)
    pieces += _held(plan, date)
    pieces += _from_pdfs(pdfs, pieces, plan, date, trouble)
    whole = joined(once(pieces))
    return [
        replace(assemble(id_, paper.code, date, piece.page, piece.read, piece.source, piece.flags, paper.place), areas=piece.areas)
        for id_, piece in zip(article_ids(paper.code, date, whole), whole, strict=True)
    ]
