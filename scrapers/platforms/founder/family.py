"""What all Founder skins share; a skin adds its landmarks, its addresses and the marks that tell it from its siblings."""

import datetime as dt
import re
from collections.abc import Mapping
from typing import ClassVar

from lxml.html import HtmlElement

from articles.errors import EmptyIssue, LayoutUnknown
from scrapers.platforms.blocks import blocks
from scrapers.platforms.calendar import read_calendar
from scrapers.platforms.forwarding import forwarded
from scrapers.platforms.founder import article, layout
from scrapers.platforms.founder.addresses import Shape
from scrapers.platforms.founder.detect import Family, Role, detect
from scrapers.platforms.founder.property import properties
from scrapers.platforms.labels import printed_date
from scrapers.platforms.markup import parse
from scrapers.platforms.model import ArticlePage, LayoutPage

#: A page without text that a script of its own fills is no empty page: it is one we cannot read.
_SCRIPTED = re.compile(r"<script\b[^>]{0,400}\bsrc\b", re.IGNORECASE)


class Founder:
    """A Founder skin. Pure: text and address in, data out."""

    name: ClassVar[str]
    family: ClassVar[Family]
    shape: ClassVar[Shape]
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
        return forwarded(text, address)

    def recognise(self, text: str) -> Role | None:
        """What the text is to this skin; None for other families, and for siblings whose marks it carries."""
        lower = text.lower()
        found = detect(text, lower, properties(text))
        return found.role if found and found.family == self.family and self._own_skin(text, lower, found.role) else None

    def read_layout(self, text: str, address: str) -> LayoutPage:
        """A layout page of the family. LayoutUnknown, EmptyIssue (nothing in it, or it lists no article), Unreadable."""
        fields = properties(text)
        root = self._root(text, address, "layout", fields)
        page = layout.read(root, address, self.layout_landmarks, self.shape, printed_date(fields.get("date", "")))
        return self._listed(root, address, page)

    def read_article(self, text: str, address: str) -> ArticlePage:
        """An article page of the family. LayoutUnknown, EmptyIssue (nothing in it), Unreadable."""
        fields = properties(text)
        root = self._root(text, address, "article", fields)
        return article.read(root, text, address, self.article_landmarks, self.shape, self._fields(root, fields))

    def _own_skin(self, text: str, lower: str, role: Role) -> bool:
        """Whether a page of the family is one of this skin, or of a sibling it stands in for."""
        return True

    def _listed(self, root: HtmlElement, address: str, page: LayoutPage) -> LayoutPage:
        """The page as the skin lists it."""
        return page

    def _fields(self, root: HtmlElement, fields: Mapping[str, str]) -> Mapping[str, str]:
        """The property block's fields, and what the skin prints instead."""
        return fields

    def _root(self, text: str, address: str, role: Role, fields: Mapping[str, str]) -> HtmlElement:
        root = parse(text, address)
        if next(blocks(root), None) is None and not _SCRIPTED.search(text):
            raise EmptyIssue("layout_blank", address=address)
        if detect(text, text.lower(), fields) != (self.family, role):
            raise LayoutUnknown(f"{role}_unknown", address=address, platform=self.name)
        return root
