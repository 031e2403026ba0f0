"""What the skins of newer Founder (reference, B.1) share.

The skins differ in what they print where, and their names do not meet. So every reader knows the landmarks of the two general skins
beside its own, its own first: a site that changes its skin behind the same addresses loses no title and no line. Which skin a page is of
is told by its marks alone; the general skins stand in for every page that carries no other's.
"""

from collections.abc import Mapping, Sequence
from dataclasses import fields
from functools import reduce
from operator import or_
from typing import ClassVar, get_args

from scrapers.platforms import article, layout
from scrapers.platforms.addresses import NEWER, Shape
from scrapers.platforms.founder.detect import Family
from scrapers.platforms.founder.family import Founder
from scrapers.platforms.landmarked import Role
from scrapers.platforms.marks import Marks
from scrapers.platforms.markup import of_class

RMRB_LAYOUT = layout.Landmarks(
    label=(of_class("p", "ban"), '//*[@id="layout"]'),
    date=(of_class("*", "newstime"), of_class("*", "date-box")),
    lists=(of_class("ul", "news-list"),),
    pdf=(f"{of_class('*', 'paper-bot')}//a/@href",),
)
PAD_LAYOUT = layout.Landmarks(label=('//*[@id="nowLayout"]',), date=('//*[@id="author"]',), lists=(), pdf=())

_SEC = of_class("p", "sec")
RMRB_ARTICLE = article.Landmarks(
    kicker=(f"{of_class('*', 'article')}/h3", '//*[@id="PreTitle"]'),
    title=(f"{of_class('*', 'article')}/h1", '//*[@id="Title"]'),
    subtitle=(f"{of_class('*', 'article')}/h2", '//*[@id="SubTitle"]'),
    page=(f"{_SEC}{of_class('*', 'date')}", _SEC, of_class("p", "ban")),
    date=(f"{_SEC}{of_class('*', 'date')}", _SEC, of_class("*", "newstime"), '//*[@id="paperdate"]'),
    author=(_SEC, '//*[@id="Author"]'),
    body=('//*[@id="articleContent"]', '//*[@id="ozoom"]', "//founder-content"),
    pictures=(of_class("*", "attachment"),),
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
BOOTSTRAP: Mapping[Role, Marks] = {"layout": Marks(ids=("layoutlist", "articlelist")), "article": Marks(ids=("PreTitle", "SubTitle"))}
COLUMNS: Mapping[Role, Marks] = {"layout": Marks(classes=("resultList", "nav-list")), "article": BOOTSTRAP["article"]}
BOXES: Mapping[Role, Marks] = {
    "layout": Marks(classes=("Therestlist", "Chunkiconlist", "newslisttit")),
    "article": Marks(classes=("newsdetatit", "newsdetatext")),
}
TREE: Mapping[Role, Marks] = {"layout": Marks(ids=("webtree",))}
PANELS: Mapping[Role, Marks] = {"layout": Marks(ids=("artPList1", "content_nav"))}
_NONE = Marks()
_OTHERS: Mapping[Role, Marks] = {
    role: reduce(or_, (skin.get(role, _NONE) for skin in (BOOTSTRAP, COLUMNS, BOXES, TREE, PANELS))) for role in get_args(Role)
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
    marks: ClassVar[Mapping[Role, Marks] | None] = None
    #: A folder that only sites of the skin have in their addresses.
    folder: ClassVar[str | None] = None

    def _own_skin(self, text: str, lower: str, role: Role) -> bool:
        own = self.marks.get(role) if self.marks else None
        return own.on(text, lower) if own else not _OTHERS[role].on(text, lower)


def layouts(*skins: layout.Landmarks) -> layout.Landmarks:
    """The landmarks of several skins, the first skin's first, each once."""
    return layout.Landmarks(*(_joined(skins, field.name) for field in fields(layout.Landmarks)))


def articles(*skins: article.Landmarks) -> article.Landmarks:
    """The landmarks of several skins, the first skin's first, each once."""
    return article.Landmarks(*(_joined(skins, field.name) for field in fields(article.Landmarks)))


def _joined(skins: Sequence[object], name: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(path for skin in skins for path in getattr(skin, name)))
