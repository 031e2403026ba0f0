"""Getting pages and reading articles out of them."""

from scrapers.assemble import says
from scrapers.bounds import Bounded, bounded, page_text, reader_of
from scrapers.divisions import divisions
from scrapers.dropped import NOTHING, Beside, read_dropped, settled_order
from scrapers.issue import FetchedPage, FetchedPdf, read_issue
from scrapers.missed import missed
from scrapers.papers import Layout, Paper, papers
from scrapers.pdf import is_pdf
from scrapers.platforms import ArticleLink, ArticlePage, Column, LayoutPage, PageLink, Platform, platform, platforms
from scrapers.platforms.column.picked import newest, of_day
from scrapers.probing import Look, likely
from scrapers.version import reader_version

__all__ = [
    "NOTHING",
    "ArticleLink",
    "ArticlePage",
    "Beside",
    "Bounded",
    "Column",
    "FetchedPage",
    "FetchedPdf",
    "Layout",
    "LayoutPage",
    "Look",
    "PageLink",
    "Paper",
    "Platform",
    "bounded",
    "divisions",
    "is_pdf",
    "likely",
    "missed",
    "newest",
    "of_day",
    "page_text",
    "papers",
    "platform",
    "platforms",
    "read_dropped",
    "read_issue",
    "reader_of",
    "reader_version",
    "says",
    "settled_order",
]
