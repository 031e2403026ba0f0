"""What replies in JSON hold, taken with care: nothing of a reply is trusted, not that it is one, nor the kinds of its values."""

import json
from typing import Any

from scrapers.platforms.blocks import one_line
from scrapers.platforms.markup import LIMIT, line, parse

Fields = dict[str, Any]


def loaded(text: str) -> Fields | None:
    """The object a reply is; None for what is none."""
    text = text.strip("\ufeff \t\r\n\0")
    if not text.startswith("{") or len(text) > LIMIT:
        return None
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return data if isinstance(data, dict) else None


def within(data: Fields, *names: str) -> Fields:
    """The object under names, one below the other; empty where there is none."""
    for name in names:
        below = data.get(name)
        if not isinstance(below, dict):
            return {}
        data = below
    return data


def rows(data: Fields, name: str) -> list[Fields]:
    """The objects of a list; empty where there is none."""
    found = data.get(name)
    return [row for row in found if isinstance(row, dict)] if isinstance(found, list) else []


def raw(data: Fields, name: str) -> str:
    """A text or a number as text; empty where there is neither."""
    value = data.get(name)
    return str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""


def told(data: Fields, name: str) -> str | None:
    """A text as one line, its markup read: a `<br/>` is a space; None where there is none."""
    value = raw(data, name)
    return (line(parse(f"<p>{value}</p>", "")) if "<" in value or "&" in value else one_line(value)).strip("\u3000 ") or None
