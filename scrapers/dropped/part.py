"""A part of a file that is an article."""

from collections.abc import Callable
from dataclasses import dataclass

from articles.errors import Unreadable, ZongshuError
from articles.model import Area, Source
from scrapers.dropped.beside import NOTHING, Beside
from scrapers.platforms import ArticlePage

#: Takes what is wrong with a part of a file whose rest is read.
Trouble = Callable[[ZongshuError], None]


def ignore(_: ZongshuError) -> None:
    """The trouble of who asks for articles only."""


@dataclass(frozen=True, slots=True)
class Part:
    """An article as it was read, what is known of it beside that, and where it comes from where that is not the file as a whole."""

    read: ArticlePage
    beside: Beside = NOTHING
    areas: tuple[Area, ...] = ()
    flags: tuple[str, ...] = ()
    source: Source | None = None


def filled(read: ArticlePage, name: str) -> ArticlePage:
    """The article, if there is anything in it. Unreadable."""
    if not read.paragraphs and not read.title:
        raise Unreadable("dropped_empty", name=name)
    return read
