"""The `enpproperty` comment of a Founder page: the best source of what an article is, and dropped by parsers that drop comments."""

import html
import re
from collections.abc import Iterator, Mapping

from scrapers.platforms.blocks import one_line

_OPEN, _CLOSE = "<!--enpproperty", "-->"
_FIELD = re.compile(r"<(?:founder-)?([a-z]+)>(.{0,4000}?)</(?:founder-)?\1>", re.DOTALL | re.IGNORECASE)
_TAG = re.compile(r"<[^<>]{0,400}>")
#: A block is some hundred characters; a longer one is no property block.
_LIMIT = 20_000
#: Real pages have one or two.
_MOST = 5


def _blocks(text: str) -> Iterator[str]:
    at = text.find(_OPEN)
    for _ in range(_MOST):
        end = text.find(_CLOSE, at, at + _LIMIT) if at >= 0 else -1
        if end >= 0:
            yield text[at + len(_OPEN) : end]
        at = text.find(_OPEN, at + 1) if at >= 0 else -1


def _value(raw: str) -> str:
    """A field's value as a line: marks of CDATA and tags are spaces, entities are what they stand for."""
    plain = raw.replace("<![CDATA[", "").replace("]]>", "")
    return one_line(html.unescape(_TAG.sub(" ", plain)))


def properties(text: str) -> Mapping[str, str]:
    """The fields of the page's blocks by name (lower case, without `founder-`), the first non-empty value of each."""
    found: dict[str, str] = {}
    for block in _blocks(text):
        for name, raw in _FIELD.findall(block):
            if (value := _value(raw)) and name.lower() not in found:
                found[name.lower()] = value
    return found
