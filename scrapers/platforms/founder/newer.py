"""What the skins of newer Founder (reference, B.1) share.

The skins differ in what they print where, and their names do not meet. So every reader knows the landmarks of the two general skins
beside its own, its own first: a site that changes its skin behind the same addresses loses no title and no line. Which skin a page is of
is told by its marks alone; the general skins stand in for every page that carries no other's.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import ClassVar, get_args

from scrapers.platforms.founder import article, layout
from scrapers.platforms.founder.addresses import NEWER, Shape
from scrapers.platforms.founder.detect import Family, Role, of_class, of_id
from scrapers.platforms.founder.family import Founder
from scrapers.platforms.markup import of_class as path_of_class

RMRB_LAYOUT = layout.Landmarks(
    label=(path_of_class("p", "ban"), '//*[@id="layout"]'),
    date=(path_of_class("*", "newstime"), path_of_class("*", "date-box")),
    lists=(path_of_class("ul", "news-list"),),
    pdf=(f"{path_of_class('*', 'paper-bot')}//a/@href",),
)
PAD_LAYOUT = layout.Landmarks(label=('//*[@id="nowLayout"]',), date=('//*[@id="author"]',), lists=(), pdf=())

_SEC = path_of_class("p", "sec")
RMRB_ARTICLE = article.Landmarks(
    kicker=(f"{path_of_class('*', 'article')}/h3", '//*[@id="PreTitle"]'),
    title=(f"{path_of_class('*', 'article')}/h1", '//*[@id="Title"]'),
    subtitle=(f"{path_of_class('*', 'article')}/h2", '//*[@id="SubTitle"]'),
    page=(f"{_SEC}{path_of_class('*', 'date')}", _SEC, path_of_class("p", "ban")),
    date=(f"{_SEC}{path_of_class('*', 'date')}", _SEC, path_of_class("*", "newstime"), '//*[@id="paperdate"]'),
    author=(_SEC, '//*[@id="Author"]'),
    body=('//*[@id="articleContent"]', '//*[@id="ozoom"]', "//founder-content"),
    pictures=(path_of_class("*", "attachment"),),
)
#: `#author` holds the date.
PAD_ARTICLE = article.Landmarks(
    kicker=('//*[@id="intro-title"]',),
    title=('//*[@id="main-title"]',),
    subtitle=('//*[@id="sub-title"]',),
    page=('//*[@id="nowLayout"]',),
    date=('//*[@id="author"]',),
    author=(),
    body=('//*[@id="content"]//founder-content', '//*[@id="content"]'),
    pictures=('//*[@id="content"]/p',),
)

#: What pages of a skin carry and those of the others do not. Skins of one template share theirs, and stand in for each other.
BOOTSTRAP: Mapping[Role, str] = {
    "layout": of_id("layoutlist", "articlelist"),
    "article": of_id("PreTitle", "SubTitle"),
}
COLUMNS: Mapping[Role, str] = {"layout": of_class("resultList", "nav-list"), "article": BOOTSTRAP["article"]}
BOXES: Mapping[Role, str] = {
    "layout": of_class("Therestlist", "Chunkiconlist", "newslisttit"),
    "article": of_class("newsdetatit", "newsdetatext"),
}
TREE: Mapping[Role, str] = {"layout": of_id("webtree")}
PANELS: Mapping[Role, str] = {"layout": of_id("artPList1", "content_nav")}
_OTHERS: Mapping[Role, re.Pattern[str]] = {
    role: re.compile("|".join(skin[role] for skin in (BOOTSTRAP, COLUMNS, BOXES, TREE, PANELS) if role in skin), re.IGNORECASE)
    for role in get_args(Role)
}


class Newer(Founder):
    """A skin of newer Founder: the shape of its addresses, links and property block."""

    family: ClassVar[Family] = "newer"
    shape: ClassVar[Shape] = NEWER
    entry: ClassVar[str] = "layout/index.html"
    layout_form: ClassVar[str] = "layout/{date:%Y%m}/{date:%d}/node_{page}.html"
    #: Asked for by the calendar of these sites' pages, and by crawlers of 江苏's papers.
    calendar_form: ClassVar[str | None] = "layout/{month:%Y%m}/period.xml"
    #: What only pages of the skin carry; a role it has no mark for is told from no other skin. None: a general skin.
    marks: ClassVar[Mapping[Role, str] | None] = None

    def _own_skin(self, text: str, role: Role) -> bool:
        if self.marks is None:
            return not _OTHERS[role].search(text)
        own = self.marks.get(role)
        return bool(re.search(own, text, re.IGNORECASE) if own else not _OTHERS[role].search(text))


def layouts(*skins: layout.Landmarks) -> layout.Landmarks:
    """The landmarks of several skins, the first skin's first, each once."""
    return layout.Landmarks(*(_joined(skins, field.name) for field in fields(layout.Landmarks)))


def articles(*skins: article.Landmarks) -> article.Landmarks:
    """The landmarks of several skins, the first skin's first, each once."""
    return article.Landmarks(*(_joined(skins, field.name) for field in fields(article.Landmarks)))


def _joined(skins: Sequence[object], name: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(path for skin in skins for path in getattr(skin, name)))
