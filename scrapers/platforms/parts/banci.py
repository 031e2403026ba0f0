"""Pages whose links are built in scripts (reference, B.5 E): 农民日报. The scripts are read, never run.

`banciArray="001,002,…"` are the issue's pages, each in a folder of its own; `tr.items` opens its article by a click.
"""

import re
from typing import ClassVar
from urllib.parse import urljoin

from lxml.html import HtmlElement

from scrapers.platforms import article, layout
from scrapers.platforms.addresses import Shape, resolved
from scrapers.platforms.clicks import make_links, opened
from scrapers.platforms.founder.detect import is_founder
from scrapers.platforms.landmarked import Landmarked, Role
from scrapers.platforms.linked import near
from scrapers.platforms.marks import Marks
from scrapers.platforms.markup import at, fit, of_class, texts
from scrapers.platforms.parts import SHAPE

_PAGES = re.compile(r"""\bbanciArray\s{0,9}=\s{0,9}["']([A-Za-z0-9]{2,4}(?:,[A-Za-z0-9]{2,4}){0,199})["']""")
_OWN = re.compile(r"(\d{8})_[A-Za-z0-9]{2,4}(\.html?)")
_SCRIPTED = Marks(pieces=("banciArray",))
_ARTICLE = Marks(classes=("font6",))
_LIST = Marks(ids=("zhenwenzone",))
_SIDE = of_class("td", "font02")


class Banci(Landmarked):
    """The family."""

    name: ClassVar[str] = "parts.banci"
    shape: ClassVar[Shape] = SHAPE
    layout_form: ClassVar[str] = "{date:%Y}/{date:%Y%m%d}/{date:%Y%m%d}_{page}/{date:%Y%m%d}_{page}.html"
    layout_landmarks: ClassVar[layout.Landmarks] = layout.Landmarks(
        label=('//*[@id="curbanci"]/..',),
        date=(of_class("*", "riqi"), of_class("*", "date")),
        lists=('//a[contains(concat(" ", normalize-space(@class), " "), " items ")]/..',),
        pdf=("//a[@data-pdf]/@data-pdf",),
    )
    article_landmarks: ClassVar[article.Landmarks] = article.Landmarks(
        kicker=(f"//tr[following-sibling::tr//td[contains(@class, 'font01')]]{_SIDE}",),
        title=(of_class("td", "font01"), "//h1"),
        subtitle=(),
        page=('//*[@id="curbanci"]/..',),
        date=(of_class("*", "riqi"), of_class("*", "date")),
        author=(f"//tr[preceding-sibling::tr//td[contains(@class, 'font01')]]{_SIDE}",),
        body=(of_class("td", "font6"),),
        pictures=(),
    )

    def entry_address(self, prefix: str) -> str:
        """The root of the host, for want of an address that is known to tell."""
        return urljoin(prefix, "/")

    def _role(self, text: str) -> Role | None:
        lower = text.lower()
        if _SCRIPTED.on(text, lower) and _PAGES.search(text):
            return None if is_founder(text) else "layout"
        article_page = _ARTICLE.on(text, lower) and near(text, SHAPE.page, SHAPE.article) and not _LIST.on(text, lower)
        return "article" if article_page and not is_founder(text) else None

    def _prepared(self, root: HtmlElement, address: str) -> None:
        for link in at(root, "//*[@onclick]"):
            shown = opened(link.get("onclick", "")) or ""
            if shown.lower().endswith(".pdf"):
                link.set("data-pdf", fit(shown))
        make_links(root)
        for page in _scripted(root, address):
            root.append(page)


def _scripted(root: HtmlElement, address: str) -> list[HtmlElement]:
    """Links to the pages a script lists, beside the page's own folder."""
    own = _OWN.fullmatch((resolved(address, "") or "").rpartition("/")[2])
    listed = next((found[1] for script in texts(root, "//script/text()") if (found := _PAGES.search(script))), "")
    made = []
    for node in listed.split(",") if own and listed else ():
        link = root.makeelement("a", {"href": f"../{own[1]}_{node}/{own[1]}_{node}{own[2]}"} if own else {})
        link.text = f"第{int(node):02}版" if node.isdigit() else f"第{node}版"
        made.append(link)
    return made


PLATFORM = Banci()
