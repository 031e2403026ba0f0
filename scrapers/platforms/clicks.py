"""Links that a click would open (`onclick="window.open('70638.shtml')"`, `location.href='…'`): read, never run (reference, B.5 D and E)."""

import re

from lxml.html import HtmlElement

from scrapers.platforms.markup import at, fit

_OPENED = re.compile(
    r"""(?:\bwindow\.open\s{0,9}\(|\blocation(?:\.href)?\s{0,9}=|\blocation\.(?:replace|assign)\s{0,9}\()\s{0,9}["']([^"'\s<>]{1,300})["']"""
)
#: A click that opens an address is short.
_LIMIT = 1000


def opened(script: str) -> str | None:
    """The address a script opens; None where it opens none it spells out."""
    found = _OPENED.search(script[:_LIMIT])
    return found[1] if found else None


def make_links(root: HtmlElement) -> None:
    """Make a link of every element that a click on opens an address."""
    for element in at(root, "//*[@onclick]"):
        address = opened(element.get("onclick", ""))
        if address and (element.tag != "a" or element.get("href", "#").strip().lower().startswith(("#", "javascript:"))):
            element.tag = "a"
            element.set("href", fit(address))
