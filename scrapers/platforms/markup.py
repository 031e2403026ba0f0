"""Markup into a tree, lines and labels, within bounds: nothing of a page is trusted, not its size, depth or form."""

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
    return next(filter(None, map(line, elements(root, *paths))), None)


def of_class(tag: str, name: str) -> str:
    """The XPath of the elements of a tag and a class."""
    return f'//{tag}[contains(concat(" ", normalize-space(@class), " "), " {name} ")]'
