"""Getting pages and reading articles out of them."""

from scrapers.papers import Layout, Paper, papers
from scrapers.platforms import ArticleLink, ArticlePage, LayoutPage, PageLink, Platform, platform, platforms

__all__ = [
    "ArticleLink",
    "ArticlePage",
    "Layout",
    "LayoutPage",
    "PageLink",
    "Paper",
    "Platform",
    "papers",
    "platform",
    "platforms",
]
