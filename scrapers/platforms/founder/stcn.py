"""Newer Founder as 证券时报 has it (reference, B.1): `#webtree` lists the whole issue on every page, a `dl` a page.

So one page is fetched, not a hundred and twenty: the others are `listed`, and each article says on which page it stands.
"""

from collections.abc import Iterator, Mapping
from typing import ClassVar

from lxml.html import HtmlElement

from scrapers.platforms import article, layout, whole
from scrapers.platforms.addresses import Issue, resolved
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
from scrapers.platforms.labels import page_label
from scrapers.platforms.landmarked import Role
from scrapers.platforms.marks import Marks
from scrapers.platforms.markup import at, line
from scrapers.platforms.model import LayoutPage

_LAYOUT = layout.Landmarks(label=(), date=(), lists=('//*[@id="webtree"]',), pdf=())


def _label(entry: HtmlElement) -> tuple[str, str | None] | None:
    return next((label for head in entry.iter("dt") if (label := page_label(line(head)))), None)


def _pages_of(root: HtmlElement) -> Iterator[whole.Group]:
    """Each page of the tree: number, name and the links below it."""
    for entry in at(root, '//*[@id="webtree"]//dl'):
        if label := _label(entry):
            yield *label, [link for below in entry.iter("dd") for link in below.iter("a")]


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
        return whole.listed(page, issue, _pages_of(root))


PLATFORM = Stcn()
