"""Newer Founder as 证券时报 has it (reference, B.1): `#webtree` lists the whole issue on every page, a `dl` a page.

So one page is fetched, not a hundred and twenty: the others are `listed`, and each article says on which page it stands.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import ClassVar

from lxml.html import HtmlElement

from scrapers.platforms.founder import article, layout
from scrapers.platforms.founder.addresses import Issue, resolved
from scrapers.platforms.founder.detect import Role
from scrapers.platforms.founder.marks import Marks
from scrapers.platforms.founder.newer import (
    PAD_ARTICLE,
    PAD_LAYOUT,
    RMRB_ARTICLE,
    RMRB_LAYOUT,
    TREE,
    Newer,
    articles,
    layouts,
)
from scrapers.platforms.jumps import page_key
from scrapers.platforms.labels import is_ad, page_label
from scrapers.platforms.markup import at, line
from scrapers.platforms.model import ArticleLink, LayoutPage, PageLink

_LAYOUT = layout.Landmarks(label=(), date=(), lists=('//*[@id="webtree"]',), pdf=())


def _label(entry: HtmlElement) -> tuple[str, str | None] | None:
    return next((label for head in entry.iter("dt") if (label := page_label(line(head)))), None)


def _pages_of(root: HtmlElement) -> Iterator[tuple[str, str | None, list[HtmlElement]]]:
    """Each page of the tree: number, name and the links below it."""
    for entry in at(root, '//*[@id="webtree"]//dl'):
        if label := _label(entry):
            yield *label, [link for below in entry.iter("dd") for link in below.iter("a")]


def _placed(link: ArticleLink, number: str, name: str | None, page: LayoutPage) -> ArticleLink:
    """A link with the page it stands on; None for the page that was read."""
    own = page.number is not None and page_key(number) == page_key(page.number)
    return replace(link, page=None if own else number, skip=is_ad(link.title) or is_ad(name))


def _needless(link: PageLink) -> PageLink:
    return replace(link, skip=link.skip or "listed")


class Stcn(Newer):
    """The skin of 证券时报; its article pages are told from no other skin's."""

    name: ClassVar[str] = "founder.stcn"
    marks: ClassVar[Mapping[Role, Marks] | None] = TREE
    entry: ClassVar[str] = "col/index.html"
    layout_form: ClassVar[str] = "col/{date:%Y%m}/{date:%d}/node_{page}.html"
    calendar_form: ClassVar[str | None] = None
    layout_landmarks: ClassVar[layout.Landmarks] = layouts(_LAYOUT, RMRB_LAYOUT, PAD_LAYOUT)
    article_landmarks: ClassVar[article.Landmarks] = articles(PAD_ARTICLE, RMRB_ARTICLE)

    def _listed(self, root: HtmlElement, address: str, page: LayoutPage) -> LayoutPage:
        """The page with the whole issue's articles; the other pages need not be fetched."""
        issue = Issue(resolved(address, "") or address, self.shape)
        stands: dict[str, tuple[str, str | None]] = {}
        for number, name, links in _pages_of(root):
            for link in links:
                stands.setdefault(issue.article(link.get("href", "")) or "", (number, name))
        found = tuple(_placed(link, *stands[link.address], page) if link.address in stands else link for link in page.articles)
        listed = {page_key(link.page) for link in found if link.page}
        pages = tuple(_needless(link) if page_key(link.number) in listed else link for link in page.pages)
        return replace(page, articles=found, pages=pages)


PLATFORM = Stcn()
