"""Readers over pages nobody vouches for: a plain page is read here, any other in a child process with limits.

A page that is neither is refused before anything looks at it. What a page gives is bounded too, because it is read on.
"""

import datetime as dt
import time
from dataclasses import dataclass, field
from typing import Literal

from articles.decode import Decoded, decode
from articles.errors import Gone, PageError, Unreadable
from scrapers.child import Limits, Result, Task
from scrapers.platforms import ArticlePage, LayoutPage, Platform, platform
from scrapers.platforms.addresses import Shape
from scrapers.platforms.markup import LIMIT, is_plain
from scrapers.unlike import NAMES, unlike

#: Bytes of a page; the largest real one we know has 450,000.
LARGEST = 5 * 2**20
#: What one page may take in a child; 4,000,000 characters of plain paragraphs take three seconds and 500 MB.
LIMITS = Limits(seconds=10.0, megabytes=1024, answer=32 * 2**20)
#: Seconds the children of one reader may take together: an issue of nothing but traps ends, too.
_PATIENCE = 40.0
#: Characters of an article, and of a line of its title block; the longest real ones have 40,000 and 120.
_TEXT, _HEAD = 500_000, 2_000


@dataclass(frozen=True, slots=True)
class Told:
    """What a function over a page says in a word, or None."""

    word: str | None


@dataclass(frozen=True, slots=True)
class Days:
    """The days a site's list of issues names."""

    days: tuple[dt.date, ...]


def page_text(payload: bytes, content_type: str | None, address: str) -> Decoded:
    """The text of a fetched page. Unreadable where it is too large, NotText, Undecodable."""
    if len(payload) > LARGEST:
        raise Unreadable("page_too_large", address=address, size=len(payload), limit=LARGEST)
    return decode(payload, content_type)


@dataclass
class Bounded:
    """A platform's reader within bounds; make one for each issue. Beside the reader's own errors: Unreadable."""

    reader: Platform
    name: str = field(init=False)
    within: bool = field(init=False)
    left: float = field(init=False, default=_PATIENCE)

    def __post_init__(self) -> None:
        self.name, self.within = self.reader.name, self.reader.within

    def layout_address(self, prefix: str, date: dt.date, page: str) -> str:
        """As the platform says."""
        return self.reader.layout_address(prefix, date, page)

    def entry_address(self, prefix: str) -> str:
        """As the platform says."""
        return self.reader.entry_address(prefix)

    def calendar_address(self, prefix: str, month: dt.date) -> str | None:
        """As the platform says."""
        return self.reader.calendar_address(prefix, month)

    def knows(self, address: str) -> bool:
        """Whether an address has the form of a page or an article of the platform, as far as it tells."""
        shape = getattr(self.reader, "shape", None)
        return isinstance(shape, Shape) and bool(shape.node(address) or shape.number(address))

    def read_calendar(self, text: str, address: str) -> tuple[dt.date, ...]:
        """The days a site's list names."""
        return self.reader.read_calendar(text, address) if is_plain(text) else self._in_child(_CALENDAR, text, address).days

    def forward(self, text: str, address: str) -> str | None:
        """Where a page that only forwards leads."""
        return self.reader.forward(text, address) if is_plain(text) else self._in_child(_FORWARD, text, address).word

    def recognise(self, text: str) -> Literal["layout", "article"] | None:
        """What the text is to the platform."""
        if is_plain(text):
            return self.reader.recognise(text)
        role = self._in_child(_RECOGNISE, text, "").word
        return "layout" if role == "layout" else "article" if role == "article" else None

    def unlike(self, text: str, address: str) -> PageError | Gone | None:
        """What a page says that is neither layout nor article: nothing, that there is nothing, or that a script will tell; else None."""
        seen = unlike(text) if is_plain(text) else self._in_child(_UNLIKE, text, address).word
        return NAMES[seen](seen, address=address) if seen and seen in NAMES else None

    def read_layout(self, text: str, address: str) -> LayoutPage:
        """A layout page; Unreadable too where an article it holds is longer than one is."""
        page = self.reader.read_layout(text, address) if is_plain(text) else self._in_child(_LAYOUT, text, address)
        for held in page.texts:
            measured(held.read, address)
        return page

    def read_article(self, text: str, address: str) -> ArticlePage:
        """An article page; Unreadable too where it gives more text than an article has."""
        read = self.reader.read_article(text, address) if is_plain(text) else self._in_child(_ARTICLE, text, address)
        return measured(read, address)

    def _in_child(self, task: Task[Result], text: str, address: str) -> Result:
        if len(text) > LIMIT:
            raise Unreadable("layout_too_large", address=address, size=len(text), limit=LIMIT)
        if self.left <= 0:
            raise Unreadable("page_time", name=address, seconds=_PATIENCE)
        limits = Limits(min(LIMITS.seconds, self.left), LIMITS.megabytes, LIMITS.answer)
        began = time.monotonic()
        try:
            return task.run(address, self.name, text, address, limits=limits)
        finally:
            self.left -= time.monotonic() - began


def bounded(name: str) -> Bounded:
    """The reader of a platform. SettingsError where there is none of the name."""
    return Bounded(platform(name))


def measured(read: ArticlePage, address: str) -> ArticlePage:
    """The article, if its text and its title block are no longer than one has. Unreadable."""
    head = max(len(line or "") for line in (read.kicker, read.title, read.subtitle, read.author))
    text = read.paragraphs[-1].end if read.paragraphs else 0
    for size, limit, what in ((head, _HEAD, "article_head_long"), (text, _TEXT, "article_long")):
        if size > limit:
            raise Unreadable(what, address=address, size=size, limit=limit)
    return read


def forward(name: str, text: str, address: str) -> Told:
    """In a child: where a page leads."""
    return Told(platform(name).forward(text, address))


def recognise(name: str, text: str, address: str) -> Told:
    """In a child: what a page is."""
    del address
    return Told(platform(name).recognise(text))


def read_layout(name: str, text: str, address: str) -> LayoutPage:
    """In a child: a layout page."""
    return platform(name).read_layout(text, address)


def read_article(name: str, text: str, address: str) -> ArticlePage:
    """In a child: an article page."""
    return measured(platform(name).read_article(text, address), address)


def read_calendar(name: str, text: str, address: str) -> Days:
    """In a child: a site's list of issues."""
    return Days(platform(name).read_calendar(text, address))


def look(name: str, text: str, address: str) -> Told:
    """In a child: what a page of no platform says."""
    del name, address
    return Told(unlike(text))


_FORWARD = Task("scrapers.bounds:forward", Told, "page")
_RECOGNISE = Task("scrapers.bounds:recognise", Told, "page")
_CALENDAR = Task("scrapers.bounds:read_calendar", Days, "page")
_UNLIKE = Task("scrapers.bounds:look", Told, "page")
_LAYOUT = Task("scrapers.bounds:read_layout", LayoutPage, "page")
_ARTICLE = Task("scrapers.bounds:read_article", ArticlePage, "page")
