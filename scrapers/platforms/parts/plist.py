"""Sites that begin with a list of pages (reference, B.5 F): 福州日报, 农民日报 in 2020; in GBK.

`YYYY/YYYYMMDD/YYYYMMDD_plist.htm` lists the pages (`.bancititle`) and their PDFs, and no article; the map of a page lists its articles.
"""

import re
from typing import ClassVar
from urllib.parse import urljoin

from lxml.html import HtmlElement

from scrapers.platforms import article, layout
from scrapers.platforms.addresses import Shape
from scrapers.platforms.founder.detect import is_founder
from scrapers.platforms.landmarked import Landmarked, Role
from scrapers.platforms.linked import near
from scrapers.platforms.marks import Marks
from scrapers.platforms.markup import at, fit, of_class
from scrapers.platforms.parts import SHAPE

_LIST = Marks(classes=("bancititle",))
_OTHER = Marks(pieces=("banciArray",))
_AREAS = re.compile(r"<area\b", re.IGNORECASE)
_ARTICLE = Marks(ids=("zhenwenzone",))


class Plist(Landmarked):
    """The family."""

    name: ClassVar[str] = "parts.plist"
    shape: ClassVar[Shape] = SHAPE
    #: The node of the list of pages, which stands for the first page.
    list_node: ClassVar[str] = "plist"
    layout_form: ClassVar[str] = "{date:%Y}/{date:%Y%m%d}/{date:%Y%m%d}_{page}.htm"
    layout_landmarks: ClassVar[layout.Landmarks] = layout.Landmarks(
        label=('//*[@id="curbanci"]/..', of_class("*", "banci")), date=(of_class("*", "riqi"), of_class("*", "date")), lists=(), pdf=()
    )
    article_landmarks: ClassVar[article.Landmarks] = article.Landmarks(
        kicker=(of_class("td", "yinti"), "//h3"),
        title=("//h1", of_class("td", "biaoti")),
        subtitle=(of_class("td", "futi"), "//h2"),
        page=('//*[@id="curbanci"]/..', of_class("*", "banci")),
        date=(of_class("*", "riqi"), of_class("*", "date")),
        author=(of_class("*", "zuozhe"),),
        body=('//*[@id="zhenwenzone"]',),
        pictures=(),
    )

    def entry_address(self, prefix: str) -> str:
        """The root of the host, for want of an address that is known to tell."""
        return urljoin(prefix, "/")

    def _role(self, text: str) -> Role | None:
        lower = text.lower()
        if not near(text, SHAPE.page, SHAPE.article) or _OTHER.on(text, lower) or is_founder(text):
            return None
        if _ARTICLE.on(text, lower):
            return "article"
        return "layout" if _LIST.on(text, lower) or _AREAS.search(text) else None

    def _prepared(self, root: HtmlElement, address: str) -> None:
        """An area tells its article's title: it is a link of the page's list too."""
        for area in at(root, "//area[@href][@title]"):
            link = root.makeelement("a", {"href": fit(area.get("href", ""))})
            link.text = fit(area.get("title"))
            root.append(link)


PLATFORM = Plist()
