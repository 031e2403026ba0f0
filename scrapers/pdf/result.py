"""What reading a PDF gives."""

from dataclasses import dataclass

from articles.model import Area
from scrapers.platforms import ArticlePage


@dataclass(frozen=True, slots=True)
class PdfArticle:
    """An article as its page (or pages) give it, and where it stands on them."""

    read: ArticlePage
    areas: tuple[Area, ...]


@dataclass(frozen=True, slots=True)
class PdfRead:
    """A PDF's articles in reading order, the printed text that belongs to none (headers, editors' lines, photo credits), and doubts.

    `unread` says of each page that gave nothing why (a key of the wording tables), counted from 1.
    """

    articles: tuple[PdfArticle, ...]
    furniture: tuple[str, ...]
    unread: tuple[tuple[int, str], ...] = ()
