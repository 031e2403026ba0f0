"""Which platform a page is of that is not its paper's own: a site was redesigned, or its address is wrong. Pure, within bounds."""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

from articles.errors import PageError, ReadError
from scrapers.child import Limits, Task
from scrapers.platforms import LayoutPage, Platform, platforms
from scrapers.platforms.markup import is_plain

#: What one page may take in a child: every platform looks at it.
_LIMITS = Limits(seconds=20.0, megabytes=1024, answer=2**16)
_NODE = "@"


@dataclass(frozen=True, slots=True)
class Likely:
    """The platform a layout page looks like; prefix and node of the page, where its address is one that platform builds."""

    platform: str
    prefix: str | None = None
    first_page: str | None = None


def likely(text: str, address: str, date: dt.date | None) -> Likely | None:
    """The platform whose layout page a text is; None where it is no platform's. `date` is the issue's, if known."""
    asked = date.isoformat() if date else ""
    try:
        found = look(text, address, asked) if is_plain(text) else _LOOK.run(address, text, address, asked, limits=_LIMITS)
    except (PageError, ReadError):
        return None
    return found if found.platform else None


def look(text: str, address: str, asked: str) -> Likely:
    """The best of the platforms that take the page as a layout page: the one whose address it has, and that reads the most in it."""
    date = dt.date.fromisoformat(asked) if asked else None
    ranked = sorted(_takers(text, address, date), key=lambda one: one[0], reverse=True)
    return ranked[0][1] if ranked else Likely("")


def taken_apart(reader: Platform, address: str, date: dt.date) -> tuple[str, str] | None:
    """The prefix and the node from which a platform builds the address of a page of that date; None where it does not build such."""
    head, _, tail = reader.layout_address("", date, _NODE).partition(_NODE)
    found = re.fullmatch(rf"(https?://[^?#]+?/){re.escape(head)}(\w+){re.escape(tail)}", address) if head else None
    return (found[1], found[2]) if found else None


def _takers(text: str, address: str, date: dt.date | None) -> Iterator[tuple[tuple[bool, int, int, int], Likely]]:
    for reader in platforms().values():
        if reader.recognise(text) != "layout":
            continue
        page = _page(reader, text, address)
        day = date or (page.date if page else None)
        apart = taken_apart(reader, address, day) if day else None
        read = (len(page.articles) + len(page.texts), len(page.pages), bool(page.number) + bool(page.pdf)) if page else (0, 0, 0)
        yield (apart is not None, *read), Likely(reader.name, *(apart or (None, None)))


def _page(reader: Platform, text: str, address: str) -> LayoutPage | None:
    try:
        return reader.read_layout(text, address)
    except (PageError, ReadError):
        return None


_LOOK = Task("scrapers.likely:look", Likely, "page")
