"""What a feed holds: its head, and an entry for each article."""

import datetime as dt
from dataclasses import dataclass

from search.export import Item

#: What names stand under that never change, whatever address the page is served at.
URN = "urn:zongshu:"
#: The instant of a feed in which nothing is.
NEVER = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


@dataclass(frozen=True, slots=True)
class Entry:
    """An article: when it came in, when there was last something new about it, the piece where the search stands in it.

    `gone`: it was withdrawn at its source.
    """

    item: Item
    first: dt.datetime
    updated: dt.datetime
    snippet: str
    gone: bool

    @property
    def name(self) -> str:
        """Its permanent name."""
        return f"{URN}article:{self.item.article.id}"


@dataclass(frozen=True, slots=True)
class Head:
    """What a feed is called and where it is: permanent name, title, its own address, the page's, and the one that paths begin behind."""

    name: str
    title: str
    itself: str
    page: str
    root: str
    lang: str
    updated: dt.datetime


def stamp(instant: dt.datetime) -> str:
    """An instant to the second (RFC 3339)."""
    return f"{instant.astimezone(dt.UTC):%Y-%m-%dT%H:%M:%SZ}"
