"""Text files and saved web pages, each read here where it is an honest one, else in a child."""

import re
from dataclasses import dataclass, replace
from typing import Literal

from articles.errors import Unreadable
from scrapers.bounds import measured
from scrapers.child import Limits, Task
from scrapers.plain import read_text
from scrapers.platforms import ArticlePage, epapers
from scrapers.platforms.column import article
from scrapers.platforms.markup import is_plain, parse

#: What a file may take in a child.
LIMITS = Limits(seconds=60.0)
#: Characters a text is read with here; the longest real account has 40,000, and repairing 100,000 took a second at the most.
_SHORT = 100_000
#: Where platforms disagree, the page is an article.
_ROLES: tuple[Literal["layout", "article"], ...] = ("article", "layout")


#: What browsers write into a page they save: where it came from.
_SAVED_FROM = re.compile(r"<!--\s{0,4}saved from url=\(\d{1,5}\)(\S{1,2000})\s{0,4}-->")
_HEAD = 4000


@dataclass(frozen=True, slots=True)
class Known:
    """What a page is to the platforms that know it: skins of one template know each other's."""

    role: Literal["layout", "article"]
    platforms: tuple[str, ...]


def known_by(text: str) -> Known | None:
    """The platforms that know a page, and what it is to them; None for other pages and those that are not plain."""
    if not is_plain(text):
        return None
    roles = [(name, reader.recognise(text)) for name, reader in epapers().items()]
    for role in _ROLES:
        if of := tuple(name for name, one in roles if one == role):
            return Known(role, of)
    return None


def came_from(text: str) -> str | None:
    """The address a browser saved a page from, where it wrote that down."""
    found = _SAVED_FROM.search(text[:_HEAD])
    return found[1] if found else None


def read_html(text: str, name: str, address: str) -> ArticlePage:
    """A page of a family we know, else any page. Unreadable for a page that only lists articles."""
    roles = {known: reader.recognise(text) for known, reader in epapers().items()}
    for known, role in roles.items():
        if role == "article":
            return epapers()[known].read_article(text, address)
    if "layout" in roles.values():
        raise Unreadable("dropped_layout", name=name)
    return _of_no_family(text, address)


def _of_no_family(text: str, address: str) -> ArticlePage:
    """A page as columns read it, but all of its text where none is an article's; it has no number, so that its id is the file's."""
    read = article.read(parse(text, address), text, address, whole=True)
    return replace(read, number=None, flags=(*read.flags, "generic_page"))


_HTML = Task("scrapers.dropped.pages:read_html", ArticlePage, "file")
_TEXT = Task("scrapers.plain:read_text", ArticlePage, "file")


def markup(text: str, name: str, address: str | None = None) -> ArticlePage:
    """A web page; `address` is where it was, where that is known."""
    was = address or came_from(text) or name
    read = read_html(text, name, was) if is_plain(text) else _HTML.run(name, text, name, was, limits=LIMITS)
    return measured(read, name)


def written(text: str, name: str) -> ArticlePage:
    """A text."""
    return read_text(text, name) if len(text) <= _SHORT else _TEXT.run(name, text, name, limits=LIMITS)
