"""Getting pages and reading articles out of them."""

from scrapers.assemble import says
from scrapers.bounds import Bounded, bounded, page_text
from scrapers.divisions import divisions
from scrapers.dropped import read_dropped
from scrapers.issue import FetchedPage, FetchedPdf, read_issue
from scrapers.likely import Likely, likely
from scrapers.missed import missed
from scrapers.papers import Layout, Paper, papers
from scrapers.pdf import is_pdf
from scrapers.platforms import ArticleLink, ArticlePage, LayoutPage, PageLink, Platform, platform, platforms
from scrapers.version import reader_version

__all__ = [
    "ArticleLink",
    "ArticlePage",
    "Bounded",
    "FetchedPage",
    "FetchedPdf",
    "Layout",
    "LayoutPage",
    "Likely",
    "PageLink",
    "Paper",
    "Platform",
    "bounded",
    "divisions",
    "is_pdf",
    "likely",
    "missed",
    "page_text",
    "papers",
    "platform",
    "platforms",
    "read_dropped",
    "read_issue",
    "reader_version",
    "says",
]
