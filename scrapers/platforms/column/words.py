"""A little of an element's text, and a little of what is around it: a page made to be slow has thousands of links inside each other."""

from collections.abc import Iterator
from itertools import islice

from lxml import etree
from lxml.html import HtmlElement

from scrapers.platforms.blocks import one_line

#: Steps of a walk through an element, and elements around one, that are looked at. A line of a list has some twenty.
_STEPS, _AROUND = 200, 40
_SILENT = frozenset(["script", "style"])


def words(element: HtmlElement, most: int) -> str:
    """The first characters of an element's text, as one line."""
    parts: list[str] = []
    walk = etree.iterwalk(element, events=("start", "end", "comment", "pi"))
    for event, node in islice(walk, _STEPS):
        inner = event == "start" and node.tag not in _SILENT
        text = node.text if inner else node.tail if event != "start" and node is not element else None
        parts.append(text or "")
        if event != "start" and isinstance(node.tag, str) and node.tag not in ("b", "em", "font", "i", "strong"):
            parts.append(" ")
    return one_line("".join(parts))[:most]


def above(element: HtmlElement) -> Iterator[HtmlElement]:
    """The elements around one, the nearest first, as far as a page of people goes."""
    return islice(element.iterancestors(), _AROUND)
