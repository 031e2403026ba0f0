"""Feeds (RSS, RDF, Atom) and sitemaps (of pages, of news, of sitemaps). One that declares a document type is refused: nothing expands."""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from articles.errors import LayoutUnknown
from scrapers.platforms.addresses import resolved
from scrapers.platforms.blocks import one_line
from scrapers.platforms.column.days import day_of_address, day_of_instant
from scrapers.platforms.markup import LIMIT
from scrapers.platforms.sealed import root_of

#: Entries that are looked at; a sitemap may hold 50,000 (sitemaps.org).
MOST = 50_000
_ROOT = re.compile(r"<([\w:]{1,20})")
#: What may stand before the outermost element, and how much of it is passed over.
_BEFORE = (("<?", "?>"), ("<!--", "-->"))
_PASSED = 9
_ENTRIES = {"rss": "item", "rdf": "item", "feed": "entry", "urlset": "url", "sitemapindex": "sitemap"}
#: What an entry calls the day it was published, and the day it was changed.
_PUBLISHED, _CHANGED = ("pubdate", "published", "publication_date", "date", "issued"), ("updated", "lastmod", "modified")


@dataclass(frozen=True, slots=True)
class Entry:
    """What a feed or a sitemap says of an article, or of a sitemap below it."""

    address: str
    title: str | None
    date: dt.date | None


@dataclass(frozen=True, slots=True)
class Feed:
    """The entries of a feed or a sitemap in its order; `kind` is the name of its outermost element."""

    entries: tuple[Entry, ...]
    kind: str


def is_feed(text: str) -> bool:
    """Whether a text is a feed or a sitemap, by its outermost element."""
    found = _ROOT.match(text, _root_at(text))
    return found is not None and found[1].rpartition(":")[2].lower() in _ENTRIES


def _root_at(text: str) -> int:
    """Where the outermost element begins: behind the declaration and a few comments."""
    at = _blank(text, 0)
    for _ in range(_PASSED):
        end = next((end for begin, end in _BEFORE if text.startswith(begin, at)), None)
        closed = text.find(end, at) if end else -1
        if end is None or closed < 0:
            break
        at = _blank(text, closed + len(end))
    return at


def _blank(text: str, at: int) -> int:
    """The place behind white space, marks of byte order and zero bytes."""
    while at < len(text) and text[at] in "\ufeff \t\r\n\0":
        at += 1
    return at


def read_feed(text: str, address: str) -> Feed:
    """A feed or sitemap. Unreadable where it is too large, damaged or declares a document type; LayoutUnknown where it is none."""
    root = root_of(text, address, LIMIT, "column_feed")
    kind = _name(root)
    if kind not in _ENTRIES:
        raise LayoutUnknown("layout_unknown", address=address, platform="column")
    found = [entry for _, entry in zip(range(MOST), _entries(root, address, _ENTRIES[kind]), strict=False)]
    return Feed(tuple(found), kind)


def _entries(root: etree._Element, base: str, name: str) -> Iterator[Entry]:
    for element in root.iter():
        if _name(element) == name and (made := _entry(element, base)):
            yield made


def _entry(element: etree._Element, base: str) -> Entry | None:
    said: dict[str, str] = {}
    for field in element.iter():
        if field is not element and (value := _value(field)):
            said.setdefault(_name(field), value)
    where = said.get("loc") or said.get("link") or said.get("guid")
    address = resolved(base, where, query=True) if where else None
    if address is None:
        return None
    published = next((day for name in _PUBLISHED if (day := day_of_instant(said.get(name)))), None)
    changed = next((day for name in _CHANGED if (day := day_of_instant(said.get(name)))), None)
    title = one_line(said.get("title", "")) or None
    return Entry(address, title, published or day_of_address(address) or changed)


def _value(field: etree._Element) -> str:
    """The text of a field; of a link of Atom its address, where it leads to the article itself."""
    if _name(field) == "link" and field.get("href"):
        return str(field.get("href")) if field.get("rel", "alternate") == "alternate" else ""
    return "".join(map(str, field.itertext())).strip() if isinstance(field.tag, str) else ""


def _name(element: etree._Element) -> str:
    return etree.QName(element).localname.lower() if isinstance(element.tag, str) else ""
