"""A PDF's bytes into its articles, in this process: what `scrapers.pdf.child` runs in another, with limits."""

from collections.abc import Sequence
from dataclasses import replace

from articles.errors import Unreadable
from articles.model import Page, Source
from scrapers.pdf.checks import fault
from scrapers.pdf.glyphs import PdfPage
from scrapers.pdf.pdfium import opened, read
from scrapers.pdf.reading import read_pages
from scrapers.pdf.result import PdfArticle, PdfRead
from scrapers.pieces import Piece, joined


def extract(payload: bytes, name: str) -> PdfRead:
    """The articles of a PDF, each once, parts on several pages joined.

    Unreadable for what is no PDF, damaged, locked or too large; Scanned and Garbled where no page has text of use. Pages that have none
    beside pages that do are named in the result.
    """
    document = opened(payload, name)
    try:
        pages = [read(document, number, name) for number in range(len(document))]
    finally:
        document.close()
    faults = {number: error for number, page in enumerate(pages, 1) if (error := fault(page, number, name))}
    if len(faults) == len(pages):
        raise next(iter(faults.values()), Unreadable("pdf_damaged", name=name, why="no page"))
    blank = PdfPage(1.0, 1.0, [], [], [], [])
    found = read_pages([blank if number in faults else page for number, page in enumerate(pages, 1)], name)
    articles = _joined([article for part, _ in found for article in part])
    unread = tuple((number, error.key) for number, error in faults.items())
    return PdfRead(articles, tuple(text for _, texts in found for text in texts), unread)


def _joined(found: Sequence[PdfArticle]) -> tuple[PdfArticle, ...]:
    """Articles that go on, on another page, as one."""
    whole = joined([piece(article, Source("", ""), at) for at, article in enumerate(found)])
    return tuple(PdfArticle(replace(one.read, flags=tuple(dict.fromkeys((*one.read.flags, *one.flags)))), one.areas) for one in whole)


def piece(article: PdfArticle, source: Source, order: int) -> Piece:
    """An article of a PDF as a piece of an issue."""
    read = article.read
    page = Page(read.page_number) if read.page_number else None
    return Piece(read, source, page, (0, 0, order), (), areas=article.areas)
