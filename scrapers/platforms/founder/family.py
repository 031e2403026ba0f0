"""What all Founder skins share; a skin adds its landmarks and its addresses."""

import datetime as dt
import re
from collections.abc import Mapping
from typing import ClassVar, Literal

from lxml.html import HtmlElement

from articles.errors import EmptyIssue, LayoutUnknown
from scrapers.platforms.calendar import read_calendar
from scrapers.platforms.founder import article, layout
from scrapers.platforms.founder.addresses import resolved
from scrapers.platforms.founder.property import properties
from scrapers.platforms.labels import printed_date
from scrapers.platforms.markup import line, parse
from scrapers.platforms.model import ArticlePage, LayoutPage

Role = Literal["layout", "article"]

_REFRESH = re.compile(r"<meta[^>]{0,200}http-equiv\s*=\s*[\"']?refresh[^>]{0,400}>", re.IGNORECASE)
_TARGET = re.compile(r"url\s*=\s*[\"']?([^\"'>\s]+)", re.IGNORECASE)
_SCRIPT = re.compile(r"(?:window\.|document\.)?location(?:\.href)?\s*=\s*[\"']([^\"']+)[\"']")
#: The property block's kinds of page.
_TYPES: Mapping[str, Role] = {"1": "article", "2": "layout"}
#: A page without text that a script of its own fills is no empty page: it is one we cannot read.
_SCRIPTED = re.compile(r"<script\b[^>]{0,400}\bsrc\b", re.IGNORECASE)
#: A page that only forwards is short; a script that mentions an address on a real page is no forwarding.
_SHORT = 2000


class Founder:
    """A Founder skin. Pure: text and address in, data out."""

    name: ClassVar[str]
    #: What the skin's article pages hold beside the marks all of the family have.
    article_marks: ClassVar[re.Pattern[str]]
    #: What no article page of the skin holds, but one of a sibling does.
    foreign_marks: ClassVar[re.Pattern[str] | None] = None
    #: The shape of the links of a layout page.
    layout_marks: ClassVar[re.Pattern[str]]
    #: The rest of a layout page's address, filled with the date and the node.
    layout_form: ClassVar[str]
    layout_landmarks: ClassVar[layout.Landmarks]
    article_landmarks: ClassVar[article.Landmarks]
    entry: ClassVar[str] = "paperindex.htm"
    #: The rest of the address of a month's list of issues, filled with the month; None where none is known.
    calendar_form: ClassVar[str | None] = None

    def layout_address(self, prefix: str, date: dt.date, page: str) -> str:
        """The address of a page of the issue of `date`; `page` is its node."""
        return prefix + self.layout_form.format(date=date, page=page)

    def entry_address(self, prefix: str) -> str:
        """The address that leads to the newest issue."""
        return prefix + self.entry

    def calendar_address(self, prefix: str, month: dt.date) -> str | None:
        """The address of the site's list of the issues of a month; None where the skin has none that we know."""
        return prefix + self.calendar_form.format(month=month) if self.calendar_form else None

    def read_calendar(self, text: str, address: str) -> tuple[dt.date, ...]:
        """The days of the month on which the site has an issue, ascending. Unreadable for what is no such list."""
        return read_calendar(text, address)

    def forward(self, text: str, address: str) -> str | None:
        """Where a page that only forwards (meta refresh, a bare script) leads; None for a page that is what it is."""
        refresh = _REFRESH.search(text)
        target = _TARGET.search(refresh[0]) if refresh else _SCRIPT.search(text) if len(text) < _SHORT else None
        leads = resolved(address, target[1]) if target else None
        return None if leads == resolved(address, "") else leads

    def recognise(self, text: str) -> Role | None:
        """What the text is to this skin: the property block says it, else the marks of an article, else the shape of the links."""
        role = _TYPES.get(properties(text).get("type", ""))
        if role == "layout":
            return role if self.layout_marks.search(text) else None
        if self.article_marks.search(text):
            return None if self.foreign_marks and self.foreign_marks.search(text) else "article"
        return "layout" if not role and self.layout_marks.search(text) else None

    def read_layout(self, text: str, address: str) -> LayoutPage:
        """A layout page. LayoutUnknown, EmptyIssue (nothing in it, or it lists no article), Unreadable."""
        root = self._root(text, address, "layout")
        return layout.read(root, address, self.layout_landmarks, printed_date(properties(text).get("date", "")))

    def read_article(self, text: str, address: str) -> ArticlePage:
        """An article page. LayoutUnknown, EmptyIssue (nothing in it), Unreadable."""
        root = self._root(text, address, "article")
        return article.read(root, text, address, self.article_landmarks, self._fields(root, text))

    def _fields(self, root: HtmlElement, text: str) -> Mapping[str, str]:
        return properties(text)

    def _root(self, text: str, address: str, role: Role) -> HtmlElement:
        root = parse(text, address)
        if not line(root) and not _SCRIPTED.search(text):
            raise EmptyIssue("layout_blank", address=address)
        if self.recognise(text) != role:
            raise LayoutUnknown(f"{role}_unknown", address=address, platform=self.name)
        return root
