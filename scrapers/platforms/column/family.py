"""The family of columns: what a list shows of each day, followed back page by page within a bound (docs/decisions/0145)."""

import datetime as dt
from dataclasses import dataclass, field

from articles.errors import EmptyIssue, LayoutUnknown, Unreadable
from scrapers.platforms.addresses import resolved
from scrapers.platforms.calendar import read_calendar
from scrapers.platforms.column import article, feeds, lists
from scrapers.platforms.column.looks import seen
from scrapers.platforms.column.spec import Column
from scrapers.platforms.forwarding import forwarded
from scrapers.platforms.landmarked import Role, is_blank
from scrapers.platforms.markup import parse
from scrapers.platforms.model import ArticleLink, ArticlePage, LayoutPage, PageLink

#: The name a paper's file uses.
NAME = "column"
#: Sitemaps of one index that are asked for, the newest first.
_SITEMAPS = 40


@dataclass
class Columns:
    """A site's columns; `column` says where they are. Pure: text and address in, data out."""

    column: Column = field(default_factory=Column)
    name: str = field(default=NAME, init=False)
    within: bool = field(default=False, init=False)

    def layout_address(self, prefix: str, date: dt.date, page: str) -> str:
        """The first list of the column: it holds every day's articles."""
        del date, page
        return next(iter(self.column.listed()), prefix)

    def entry_address(self, prefix: str) -> str:
        """The first list: its newest article tells the newest day."""
        return next(iter(self.column.listed()), prefix)

    def calendar_address(self, prefix: str, month: dt.date) -> str | None:
        """None: the lists themselves tell on which days there was something."""
        del prefix, month
        return None

    def read_calendar(self, text: str, address: str) -> tuple[dt.date, ...]:
        """The days of the month on which the site has an issue, ascending. Unreadable for what is no such list."""
        return read_calendar(text, address)

    def forward(self, text: str, address: str) -> str | None:
        """Where a page that only forwards leads; None for a page that is what it is, and for a feed."""
        return None if feeds.is_feed(text) else forwarded(text, address)

    def recognise(self, text: str) -> Role | None:
        """A feed, a sitemap, a page that lists dated articles, or an article, where no family of e-papers takes the text."""
        if feeds.is_feed(text):
            return "layout"
        try:
            role = seen(parse(text, ""))
        except Unreadable:
            return None
        return role if role and not _taken(text) else None

    def read_layout(self, text: str, address: str) -> LayoutPage:
        """What a list shows, each article with its day. LayoutUnknown (it links no dated article), EmptyIssue, Unreadable."""
        if feeds.is_feed(text):
            return self._fed(feeds.read_feed(text, address), address)
        root = parse(text, address)
        if is_blank(root, text):
            raise EmptyIssue("layout_blank", address=address)
        found = lists.listed(root, address, self.column.is_article)
        if not found:
            raise LayoutUnknown("column_no_list", address=address)
        articles = tuple(ArticleLink(one.address, one.title, date=one.date) for one in found)
        return self._page(articles, (), lists.reaches(found), address)

    def read_article(self, text: str, address: str) -> ArticlePage:
        """An article page. LayoutUnknown (a list), EmptyIssue (it holds no text), Unreadable."""
        if feeds.is_feed(text):
            raise LayoutUnknown("article_unknown", address=address, platform=self.name)
        root = parse(text, address)
        if is_blank(root, text):
            raise EmptyIssue("layout_blank", address=address)
        return article.read(root, text, address)

    def _fed(self, feed: feeds.Feed, address: str) -> LayoutPage:
        if feed.kind == "sitemapindex":
            return self._index(feed, address)
        dated = [one for one in feed.entries if one.date and self._is_own(one.address, address)]
        if not dated:
            raise LayoutUnknown("column_no_list", address=address)
        articles = tuple(ArticleLink(one.address, one.title, date=one.date) for one in dated)
        # Of an index: what it lists, its sitemaps list together.
        below = feed.kind == "urlset" and bool(self.column.lists) and not self.column.is_list(address)
        return self._page(articles, (), dt.date.min if below else min(one.date for one in dated if one.date), address)

    def _index(self, feed: feeds.Feed, address: str) -> LayoutPage:
        """The sitemaps of an index that a paper's file names; an index below an index is not followed."""
        if self.column.lists and not self.column.is_list(address):
            raise LayoutUnknown("column_index_below", address=address)
        own = [one for one in feed.entries if self._is_near(one.address, address)]
        newest = sorted(own, key=lambda one: one.date or dt.date.max, reverse=True)
        if not newest:
            raise LayoutUnknown("column_no_list", address=address)
        pages = tuple(PageLink(one.address, "", None, until=one.date) for one in newest[:_SITEMAPS])
        rest = [one.date for one in newest[_SITEMAPS:] if one.date]
        return self._page((), pages, max(rest, default=dt.date.min), address)

    def _page(self, articles: tuple[ArticleLink, ...], pages: tuple[PageLink, ...], reaches: dt.date, address: str) -> LayoutPage:
        listed = self.column.listed()
        first = Column(self.column.prefix, self.column.lists[:1]).is_list(address)
        others = tuple(PageLink(other, "", None) for other in listed[1:]) if first else ()
        return LayoutPage(None, None, None, pages + others, articles, reaches=reaches, further=self.column.further(address))

    def _is_own(self, address: str, base: str) -> bool:
        return self._is_near(address, base) and self.column.is_article(address)

    def _is_near(self, address: str, base: str) -> bool:
        """Whether an address is on the host of the list that names it."""
        near = resolved(base, "/") or ""
        return (address if "://" in address else "").startswith(near)


def _taken(text: str) -> bool:
    """Whether a family of e-papers takes the page: columns are for what has none."""
    from scrapers.platforms import epapers

    return any(reader.recognise(text) for reader in epapers().values())


PLATFORM = Columns()
