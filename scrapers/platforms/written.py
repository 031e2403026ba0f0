"""Titles that a page's script writes (`document.write(view("…"))`, reference B.4). The string is read; nothing is executed."""

import html
import re

from lxml.html import HtmlElement

from scrapers.platforms.blocks import one_line

_WRITE = re.compile(r"""document\.write(?:ln)?\s*\(\s*(?:view\s*\(\s*)?(["'])((?:\\.|(?!\1)[^\\\r\n]){0,2000})\1""")
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(.))")
_TAG = re.compile(r"<[^<>]{0,400}>")
#: A script that writes a title is short.
_LIMIT = 4000


def _character(found: re.Match[str]) -> str:
    code = found[1] or found[2]
    return chr(int(code, 16)) if code else {"n": " ", "t": " ", "r": " "}.get(found[3], found[3])


def written(element: HtmlElement) -> str | None:
    """The line that scripts below an element write; None where they write none."""
    parts = [
        _TAG.sub(" ", _ESCAPE.sub(_character, found[2]))
        for script in element.iter("script")
        for found in _WRITE.finditer((script.text or "")[:_LIMIT])
    ]
    return one_line(html.unescape(" ".join(parts))) or None
