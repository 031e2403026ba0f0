"""The mobile edition of 北京日报 and its sisters (reference, B.5 F): `mobile/YYYY/YYYYMMDD/YYYYMMDD_m.html` lists the whole issue.

`.nav-items` is a page, its `.nav-panel-heading` the label, `a[data-href]` its articles, in a folder of each page. The entry is a script
that leads on: it is read, never run.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import ClassVar

from lxml.html import HtmlElement

from scrapers.platforms import article, layout, whole
from scrapers.platforms.addresses import Issue, Shape, resolved
from scrapers.platforms.founder.detect import is_founder
from scrapers.platforms.labels import is_ad, page_label, printed_date
from scrapers.platforms.landmarked import Landmarked, Role
from scrapers.platforms.linked import links
from scrapers.platforms.marks import Marks
from scrapers.platforms.markup import at, fit, line, of_class
from scrapers.platforms.model import LayoutPage, PageLink

_SHAPE = Shape(
    page=re.compile(r"\d{8}_(m)\.html?"),
    article=re.compile(r"content_\d{8}_([A-Za-z0-9]{2,4}_\d{1,3})\.html?"),
    part=re.compile(r"\d{8}_[A-Za-z0-9]{2,4}/"),
)
_LAYOUT = Marks(classes=("nav-panel-heading",))
_ARTICLE = Marks(ids=("guide",))
_TITLE = Marks(ids=("main-title",))
_FOLDER = re.compile(r"(\d{4})(\d\d)(\d\d)_[A-Za-z0-9]{2,4}\Z")


class Mobile(Landmarked):
    """The family."""

    name: ClassVar[str] = "mobile"
    shape: ClassVar[Shape] = _SHAPE
    entry: ClassVar[str] = "paperindex.htm"
    layout_form: ClassVar[str] = "mobile/{date:%Y}/{date:%Y%m%d}/{date:%Y%m%d}_{page}.html"
    layout_landmarks: ClassVar[layout.Landmarks] = layout.Landmarks(
        label=(of_class("*", "nav-panel-heading"),), date=(), lists=(of_class("*", "nav-items"),), pdf=()
    )
    article_landmarks: ClassVar[article.Landmarks] = article.Landmarks(
        kicker=('//*[@id="guide"]',),
        title=('//*[@id="main-title"]',),
        subtitle=('//*[@id="sub-title"]',),
        page=('//*[@id="nowLayout"]',),
        date=('//*[@id="date"]',),
        author=('//*[@id="author"]',),
        body=('//*[@id="content"]',),
        pictures=(),
    )

    def _role(self, text: str) -> Role | None:
        lower = text.lower()
        if _ARTICLE.on(text, lower) and _TITLE.on(text, lower) and not is_founder(text):
            return "article"
        listed = _LAYOUT.on(text, lower) and any(_SHAPE.article.fullmatch(file) for _, _, file in links(text))
        return "layout" if listed and not is_founder(text) else None

    def _prepared(self, root: HtmlElement, address: str) -> None:
        for link in at(root, "//a[@data-href]"):
            link.set("href", fit(link.get("data-href", "")))

    def _fields(self, root: HtmlElement, text: str) -> Mapping[str, str]:
        """The day of the folders the articles lie in."""
        folders = (folder.rpartition("/")[2] for _, folder, file in links(text) if _SHAPE.article.fullmatch(file))
        found = next(filter(None, map(_FOLDER.fullmatch, folders)), None)
        return {"date": "-".join(found.groups())} if found and printed_date("-".join(found.groups())) else {}

    def _listed(self, root: HtmlElement, address: str, page: LayoutPage) -> LayoutPage:
        own = resolved(address, "") or address
        groups = list(_groups(root))
        pages = tuple(_page(own, place, number, name) for place, (number, name, _) in enumerate(groups))
        return whole.listed(replace(page, pages=pages), Issue(own, self.shape), groups)


def _page(own: str, place: int, number: str, name: str | None) -> PageLink:
    """A page: all are in this file, the first under its address."""
    return PageLink(f"{own}#{number}", number, name, is_ad(name) or "listed") if place else PageLink(own, number, name)


def _groups(root: HtmlElement) -> Iterator[whole.Group]:
    """Each page of the issue: its label and its links."""
    for box in at(root, of_class("*", "nav-items")):
        heads = (line(head) for head in box.iter() if "nav-panel-heading" in (head.get("class") or "").split())
        label = next((label for head in heads if (label := page_label(head))), None)
        if label:
            yield *label, list(box.iter("a"))


PLATFORM = Mobile()
