"""A family whose pages are read by landmarks: an address built from date and node, XPaths for what is printed where."""

import datetime as dt
import re
from collections.abc import Mapping
from typing import ClassVar, Literal

from lxml.html import HtmlElement

from articles.errors import EmptyIssue, LayoutUnknown
from scrapers.platforms import article, layout
from scrapers.platforms.addresses import Shape
from scrapers.platforms.blocks import blocks
from scrapers.platforms.calendar import read_calendar
from scrapers.platforms.forwarding import forwarded
from scrapers.platforms.labels import printed_date
from scrapers.platforms.markup import parse
from scrapers.platforms.model import ArticlePage, LayoutPage

Role = Literal["layout", "article"]

#: A page without text that a script of its own fills is no empty page: it is one we cannot read.
_SCRIPTED = re.compile(r"<script\b[^>]{0,400}\bsrc\b", re.IGNORECASE)


def is_blank(root: HtmlElement, text: str) -> bool:
    """Whether a page shows nothing, and no script of its own would."""
    return next(blocks(root), None) is None and not _SCRIPTED.search(text)


class Landmarked:
    """A family, or a skin of one. Pure: text and address in, data out."""

    name: ClassVar[str]
    shape: ClassVar[Shape]
    #: The rest of a layout page's address, filled with the date and the node.
    layout_form: ClassVar[str]
    layout_landmarks: ClassVar[layout.Landmarks]
    article_landmarks: ClassVar[article.Landmarks]
    entry: ClassVar[str]
    #: The rest of the address of a month's list of issues, filled with the month; None where none is known.
    calendar_form: ClassVar[str | None] = None
    within: ClassVar[bool] = False

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
        """What the text is to the family, None where it is not one of its pages."""
        return self._role(text)

    def read_layout(self, text: str, address: str) -> LayoutPage:
        """A layout page of the family. LayoutUnknown, EmptyIssue (nothing in it, or it lists no article), Unreadable."""
        root = self._root(text, address, "layout")
        fields = self._fields(root, text)
        page = layout.read(root, address, self.layout_landmarks, self.shape, printed_date(fields.get("date", "")))
        return self._listed(root, address, page)

    def read_article(self, text: str, address: str) -> ArticlePage:
        """An article page of the family. LayoutUnknown, EmptyIssue (nothing in it), Unreadable."""
        root = self._root(text, address, "article")
        return article.read(root, text, address, self.article_landmarks, self.shape, self._fields(root, text))

    def _role(self, text: str) -> Role | None:
        """What a text is to the family, its skin aside."""
        raise NotImplementedError

    def _prepared(self, root: HtmlElement, address: str) -> None:
        """Make links of what a page's scripts would make links of."""

    def _listed(self, root: HtmlElement, address: str, page: LayoutPage) -> LayoutPage:
        """The page as the skin lists it."""
        return page

    def _fields(self, root: HtmlElement, text: str) -> Mapping[str, str]:
        """What the page says of itself apart from what it prints."""
        return {}

    def _root(self, text: str, address: str, role: Role) -> HtmlElement:
        root = parse(text, address)
        if is_blank(root, text):
            raise EmptyIssue("layout_blank", address=address)
        if self._role(text) != role:
            raise LayoutUnknown(f"{role}_unknown", address=address, platform=self.name)
        self._prepared(root, address)
        return root
