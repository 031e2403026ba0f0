"""Markup into a tree, lines and labels, within bounds: nothing of a page is trusted, not its size, depth or form."""

import contextlib
import re
from collections.abc import Iterator
from functools import cache
from typing import cast

import lxml.html
from lxml import etree
from lxml.html import HtmlElement

from articles.errors import Unreadable
from scrapers.platforms.blocks import blocks, one_line

#: Code points of a page; the largest real one we know has 150,000.
LIMIT = 4_000_000
#: libxml2's usual bound: a page nested deeper is read, and flagged.
DEEP = 255
#: What a page may have to be read without more ado: characters, and tags. The largest real ones have 150,000 and 1,400. Within these the
#: dearest page we could make took one second to read (docs/decisions/0160).
_PLAIN, _TAGS = 200_000, 3_000
_UNFIT = re.compile("[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\ud800-\\udfff\\ufffe\\uffff]")
#: So few tags are cheap however they are nested.
_FEW = 500


def is_plain(text: str) -> bool:
    """Whether a page is small and shallow enough to be read in this process: by counting, and where there are many tags, by one parse."""
    tags = text.count("<")
    return len(text) <= _PLAIN and tags <= _TAGS and (tags <= _FEW or _shallow(text))


def _shallow(text: str) -> bool:
    """Whether libxml2 takes the page within its usual bound of depth."""
    parser = lxml.html.HTMLParser(encoding="utf-8")
    with contextlib.suppress(etree.ParserError):
        lxml.html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    return not any("depth" in entry.message for entry in parser.error_log)


def parse(text: str, address: str) -> HtmlElement:
    """The tree of a page. Unreadable where it is too large, or nested beyond what the parser takes."""
    if len(text) > LIMIT:
        raise Unreadable("layout_too_large", address=address, size=len(text), limit=LIMIT)
    # Bytes and a named encoding: what the page declares has no say any more.
    parser = lxml.html.HTMLParser(encoding="utf-8", huge_tree=True)
    try:
        root = lxml.html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except etree.ParserError:  # nothing in it but white space
        return lxml.html.document_fromstring("<html></html>")
    if any("depth" in entry.message for entry in parser.error_log):
        raise Unreadable("layout_too_deep", address=address)
    return root


def flags(root: HtmlElement) -> tuple[str, ...]:
    """`deep_markup` where the tree is nested deeper than any honest page."""
    depth = deepest = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        deepest = max(deepest, depth)
    return ("deep_markup",) if deepest > DEEP else ()


def fit(value: str) -> str:
    """A value without what a tree takes from a page and refuses from us: control characters, and what is no character."""
    return _UNFIT.sub("", value)


def line(element: HtmlElement) -> str:
    """All text of an element as one line; a `<br>` is a space."""
    return one_line(" ".join(text for text, _ in blocks(element)))


@cache
def _compiled(path: str) -> etree.XPath:
    return etree.XPath(path, smart_strings=False)


def at(root: HtmlElement, path: str, **variables: str) -> list[HtmlElement]:
    """The elements an XPath of ours finds; each is compiled once."""
    return cast("list[HtmlElement]", _compiled(path)(root, **variables))


def texts(root: HtmlElement, path: str, **variables: str) -> list[str]:
    """The attributes or the text an XPath of ours finds."""
    found = cast("str | list[str]", _compiled(path)(root, **variables))
    return [found] if isinstance(found, str) else found


def elements(root: HtmlElement, *paths: str) -> list[HtmlElement]:
    """The elements of the paths, path by path, each in the order of the page."""
    return [element for path in paths for element in at(root, path)]


def first_line(root: HtmlElement, *paths: str) -> str | None:
    """The first line that holds text, in the order of the paths."""
    for path in paths:
        if text := next(filter(None, map(line, _worth_reading(at(root, path)))), None):
            return text
    return None


def _worth_reading(found: list[HtmlElement]) -> Iterator[HtmlElement]:
    """Elements without those inside one that came before and (so the caller asked for more) holds no text: each is walked once."""
    barren: HtmlElement | None = None
    for element in found:
        if barren is None or barren not in element.iterancestors():
            barren = element
            yield element


def of_class(tag: str, name: str) -> str:
    """The XPath of the elements of a tag and a class."""
    return f'//{tag}[contains(concat(" ", normalize-space(@class), " "), " {name} ")]'
