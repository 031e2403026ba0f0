"""What a platform's reader returns, and the protocol every platform keeps. Pure: text and address in, data out."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Literal, Protocol

from articles.model import Paragraph, Repair

#: `ad`: advertisements; `listed`: the page that was read lists that page's articles too.
Skip = Literal["ad", "listed"]


@dataclass(frozen=True, slots=True)
class PageLink:
    """A page of the issue as a layout page lists it; `skip` says why its articles are not wanted.

    `until` is the newest day a list of a column holds, where that is told.
    """

    address: str
    number: str
    name: str | None
    skip: Skip | None = None
    until: dt.date | None = None


@dataclass(frozen=True, slots=True)
class ArticleLink:
    """An article a layout page links; `areas` are polygons (x, y, x, y …) in pixels of the picture the map lies on, decimals kept.

    `page` is the printed number of the page it stands on, where a page lists a whole issue; None for the page's own articles. `date` is
    its day, where a page lists those of many.
    """

    address: str
    title: str | None
    areas: tuple[tuple[float, ...], ...] = ()
    skip: Skip | None = None
    page: str | None = None
    date: dt.date | None = None


@dataclass(frozen=True, slots=True)
class ArticlePage:
    """An article as its page gives it.

    `number` is the platform's own; `continues` and `continued` are printed page numbers (上接 … and 下转 …); `paragraphs` carry offsets
    into their texts joined by line feeds.
    """

    number: str | None
    date: dt.date | None
    page_number: str | None
    page_name: str | None
    kicker: str | None
    title: str | None
    subtitle: str | None
    author: str | None
    paragraphs: tuple[Paragraph, ...]
    address: str | None = None
    continues: str | None = None
    continued: str | None = None
    flags: tuple[str, ...] = field(default=())
    repairs: tuple[Repair, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class HeldArticle:
    """An article that a layout page holds itself: `digest` is the SHA-256 of its part of the page, so that an edit of one is no other's."""

    digest: str
    read: ArticlePage


@dataclass(frozen=True, slots=True)
class LayoutPage:
    """A page of an issue: what it is, the issue's pages in printed order and this page's articles in the order of the list.

    `image` is the page's large picture, where the site has one beside the small picture of the map. `texts` are articles the page holds
    itself, each with the printed number of its page: they are asked for nowhere else.

    A list of a column holds the articles of many days, each with its `date`: it `reaches` back to a day, and may go on at `further`
    (`of_day` picks out one day's).
    """

    date: dt.date | None
    number: str | None
    name: str | None
    pages: tuple[PageLink, ...]
    articles: tuple[ArticleLink, ...]
    image: str | None = None
    pdf: str | None = None
    skip: Skip | None = None
    texts: tuple[HeldArticle, ...] = ()
    reaches: dt.date | None = None
    further: str | None = None


class Platform(Protocol):
    """A family of e-paper sites. A module of this folder is one, or offers one as `PLATFORM`."""

    #: The name a paper's file uses, e.g. `founder.pad`.
    name: str
    #: Whether the pages hold the texts of their articles, so that none is asked for by itself.
    within: bool

    def layout_address(self, prefix: str, date: dt.date, page: str) -> str:
        """The address of a page (`page` is the platform's node, e.g. `01`, `A01`, `2`) of the issue of `date`."""
        ...

    def entry_address(self, prefix: str) -> str:
        """The address that leads to the newest issue."""
        ...

    def forward(self, text: str, address: str) -> str | None:
        """Where a page that only forwards (meta refresh) leads; None for a page that is what it is."""
        ...

    def calendar_address(self, prefix: str, month: dt.date) -> str | None:
        """The address of the site's list of the issues of a month (any day of it); None where the family has none that we know."""
        ...

    def read_calendar(self, text: str, address: str) -> tuple[dt.date, ...]:
        """The days of the month on which the site has an issue, ascending. Unreadable for what is no such list."""
        ...

    def recognise(self, text: str) -> Literal["layout", "article"] | None:
        """What the text is to this platform, None where it is not one of its pages."""
        ...

    def read_layout(self, text: str, address: str) -> LayoutPage:
        """A layout page. LayoutUnknown, EmptyIssue."""
        ...

    def read_article(self, text: str, address: str) -> ArticlePage:
        """An article page. LayoutUnknown."""
        ...
