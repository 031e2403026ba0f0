"""Sites that tell day and article in the query (reference, B.5 E): 新疆日报.

`index.aspx?date=YYYY-MM-DD&paperType=xjrb` is a page (further ones have a further field), `….aspx?id=…` an article. Their declared encoding
may be wrong: that is the decoder's matter. Which landmarks a layout page has is not known: links and labels tell.
"""

import datetime as dt
import re
from dataclasses import replace
from typing import ClassVar
from urllib.parse import parse_qs, urlsplit

from lxml.html import HtmlElement

from scrapers.platforms import article, layout
from scrapers.platforms.addresses import Shape
from scrapers.platforms.clicks import make_links
from scrapers.platforms.founder.detect import is_founder
from scrapers.platforms.labels import printed_date
from scrapers.platforms.landmarked import Landmarked, Role
from scrapers.platforms.marks import Marks
from scrapers.platforms.markup import of_class
from scrapers.platforms.model import LayoutPage

_FILE, _FIELD = r"[A-Za-z]{1,20}\.aspx?\?", r"[A-Za-z]{1,20}=[\w-]{1,40}"
_BEFORE, _BEHIND = rf"(?:{_FIELD}&){{0,4}}", rf"(?:&{_FIELD}){{0,4}}"
_SHAPE = Shape(
    page=re.compile(rf"{_FILE}({_BEFORE}date=\d{{4}}-\d{{1,2}}-\d{{1,2}}{_BEHIND})", re.IGNORECASE),
    article=re.compile(rf"{_FILE}{_BEFORE}id=(\d{{1,18}}){_BEHIND}", re.IGNORECASE),
    query=True,
)
_LINK = re.compile(rf"""(?:href\s{{0,9}}=|window\.open\s{{0,9}}\()\s{{0,9}}["']?\s{{0,9}}\.?/?({_FILE}[^"'>\s]{{1,300}})""", re.IGNORECASE)
_ARTICLE = Marks(ids=("leadTitle", "title1"))
#: Links of a page that are looked at.
_MOST = 300


class Asp(Landmarked):
    """The family."""

    name: ClassVar[str] = "asp"
    shape: ClassVar[Shape] = _SHAPE
    entry: ClassVar[str] = "index.aspx"
    layout_form: ClassVar[str] = "index.aspx?date={date}&paperType={page}"
    layout_landmarks: ClassVar[layout.Landmarks] = layout.Landmarks(
        label=('//*[@id="banci"]', of_class("*", "banci")), date=('//*[@id="date"]', of_class("*", "date")), lists=(), pdf=()
    )
    article_landmarks: ClassVar[article.Landmarks] = article.Landmarks(
        kicker=('//*[@id="leadTitle"]',),
        title=('//*[@id="title"]',),
        subtitle=('//*[@id="title1"]',),
        page=('//*[@id="banci"]', of_class("*", "banci")),
        date=('//*[@id="date"]', of_class("*", "date")),
        author=('//*[@id="author"]',),
        body=('//*[@id="content"]',),
        pictures=(),
    )

    def _role(self, text: str) -> Role | None:
        linked = [found[1].replace("&amp;", "&") for found, _ in zip(_LINK.finditer(text), range(_MOST), strict=False)]
        if not any(_SHAPE.page.fullmatch(file) or _SHAPE.article.fullmatch(file) for file in linked) or is_founder(text):
            return None
        return "article" if _ARTICLE.on(text, text.lower()) else "layout"

    def _prepared(self, root: HtmlElement, address: str) -> None:
        make_links(root)

    def _listed(self, root: HtmlElement, address: str, page: LayoutPage) -> LayoutPage:
        """The page without links to pages of other days, which have the same form; its day is the one it prints, else that of its pages."""
        day = _day(address) or page.date
        pages = tuple(link for link in page.pages if day is None or _day(link.address) == day)
        return replace(page, pages=pages)


def _day(address: str) -> dt.date | None:
    """The day an address names in its query; None where it names none."""
    return printed_date(next(iter(parse_qs(urlsplit(address).query).get("date", [])), ""))


PLATFORM = Asp()
