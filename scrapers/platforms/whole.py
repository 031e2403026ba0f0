"""A page that lists the whole issue (docs/decisions/0141): its other pages are not asked for, and each article says where it stands."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from lxml.html import HtmlElement

from scrapers.platforms.addresses import Issue
from scrapers.platforms.jumps import page_key
from scrapers.platforms.labels import is_ad
from scrapers.platforms.model import ArticleLink, LayoutPage, PageLink

#: A page of the issue: its number, its name and the links printed below it.
Group = tuple[str, str | None, list[HtmlElement]]


def listed(page: LayoutPage, issue: Issue, groups: Iterable[Group]) -> LayoutPage:
    """A page whose list says of every article on which page it stands; one that is listed twice stands on the first."""
    stands: dict[str, tuple[str, str | None]] = {}
    for number, name, links in groups:
        for link in links:
            stands.setdefault(issue.article(link.get("href", "")) or "", (number, name))
    return placed(page, stands)


def placed(page: LayoutPage, stands: Mapping[str, tuple[str, str | None]]) -> LayoutPage:
    """The page with its articles where `stands` (number and name of a page by an article's address) says."""
    found = tuple(_placed(link, *stands[link.address], page) if link.address in stands else link for link in page.articles)
    elsewhere = {page_key(link.page) for link in found if link.page}
    pages = tuple(_needless(link) if page_key(link.number) in elsewhere else link for link in page.pages)
    return replace(page, articles=found, pages=pages)


def _placed(link: ArticleLink, number: str, name: str | None, page: LayoutPage) -> ArticleLink:
    """A link with the page it stands on; None for the page that was read."""
    own = page.number is not None and page_key(number) == page_key(page.number)
    return replace(link, page=None if own else number, skip=is_ad(link.title) or is_ad(name))


def _needless(link: PageLink) -> PageLink:
    return replace(link, skip=link.skip or "listed")
