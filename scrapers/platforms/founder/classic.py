"""Classic Founder (reference, B.2): the family of 西宁晚报, 科技日报, 中国纪检监察报 and many local papers."""

import re
from collections.abc import Mapping
from typing import ClassVar

from lxml.html import HtmlElement

from articles.reading import bylines
from scrapers.platforms import article, layout
from scrapers.platforms.addresses import CLASSIC, Shape
from scrapers.platforms.founder.detect import Family
from scrapers.platforms.founder.family import Founder
from scrapers.platforms.founder.property import properties
from scrapers.platforms.markup import at, line, of_class

_TITLE = re.compile(r"\bfont0(?:1|8)\b|\bBSHARE_TEXT\b")
_SIDE = re.compile(r"\bfont02\b")
_ROWS = ("introtitle", "title", "subtitle")


def _by_class(root: HtmlElement) -> dict[str, str]:
    """`td.font01`, `td.font08` (西宁晚报) or `p.BSHARE_TEXT` is the title.

    `td.font02` before it is the kicker, after it the subtitle or the byline.
    """
    found: dict[str, str] = {}
    for cell in root.iter("td", "p"):
        kind = cell.get("class", "")
        if not (_TITLE.search(kind) or _SIDE.search(kind)):
            continue
        text = line(cell)
        name = "title" if _TITLE.search(kind) else "subtitle" if "title" in found else "introtitle"
        if name == "subtitle" and ("author" in kind or bylines([text])[0]):
            name = article.PRINTED_AUTHOR
        if text:
            found.setdefault(name, text)
    return found if "title" in found else {}


def _by_rows(root: HtmlElement) -> dict[str, str]:
    """`table.wz`: its rows are kicker, title and subtitle."""
    for table in at(root, of_class("table", "wz")):
        found = {name: line(row) for name, row in zip(_ROWS, table.iter("tr"), strict=False)}
        if found.get("title"):
            return found
    return {}


def _by_elements(root: HtmlElement) -> dict[str, str]:
    """`founder-title` and its kin, as elements of the page."""
    names = {"introtitle": "founder-introtitle", "title": "founder-title", "subtitle": "founder-subtitle"}
    return {name: next(filter(None, map(line, root.iter(tag))), "") for name, tag in names.items()}


class Classic(Founder):
    """The classic skin; its pages differ in small things only, so one reader knows the landmarks of all."""

    name: ClassVar[str] = "founder.classic"
    family: ClassVar[Family] = "classic"
    shape: ClassVar[Shape] = CLASSIC
    layout_form: ClassVar[str] = "html/{date:%Y-%m}/{date:%d}/node_{page}.htm"
    calendar_form: ClassVar[str | None] = "html/{month:%Y-%m}/period.xml"
    layout_landmarks: ClassVar[layout.Landmarks] = layout.Landmarks(
        label=(
            of_class("*", "banci"),
            of_class("td", "bm01"),
            '//td[@width="145"]',
            '//*[@id="currentBM"]//strong',
            '//*[@id="currentBM"]',
            of_class("p", "ban"),
        ),
        date=(of_class("div", "date"), of_class("*", "paperdate"), of_class("p", "rq"), of_class("span", "default")),
        lists=(
            of_class("ul", "list01"),
            of_class("ul", "ul02_l"),
            '//*[@id="main-ed-articlenav-list"]',
            of_class("ul", "main-ed-articlenav-list"),
        ),
        pdf=(f"{of_class('*', 'pdf')}//a/@href", f"{of_class('*', 'paper-bot')}//a/@href", '//td/a[contains(@href, ".pdf")]/@href'),
    )
    article_landmarks: ClassVar[article.Landmarks] = article.Landmarks(
        kicker=(f"{of_class('*', 'article')}/h3",),
        title=(of_class("p", "BSHARE_TEXT"), "//h1"),
        subtitle=(f"{of_class('*', 'article')}/h2",),
        page=('//td[@width="145"]', of_class("*", "banci"), '//*[@id="currentBM"]'),
        date=(of_class("span", "default"), of_class("*", "paperdate"), of_class("div", "date")),
        author=("//founder-author",),
        body=("//founder-content", '//*[@id="articleContent"]', '//*[@id="ozoom"]'),
        pictures=('//table[@id="newspic"]', '//table[@bgcolor="#efefef"]//table'),
    )

    def _fields(self, root: HtmlElement, text: str) -> Mapping[str, str]:
        """The property block's fields, and for what it lacks the title block the page prints; the paper's name is no title."""
        fields = dict(properties(text))
        if fields.get("title") == fields.get("papername"):
            fields.pop("title", None)
        for printed in (_by_class(root), _by_rows(root), _by_elements(root)):
            for name, value in printed.items():
                if value and not fields.get(name) and value != fields.get("papername"):
                    fields[name] = value
        return fields


PLATFORM = Classic()
