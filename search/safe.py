"""Texts made safe for the format they are written to: what a format cannot hold is removed and counted, what would run is made inert."""

import re

#: What a spreadsheet would take for a formula at the beginning of a cell.
_SIGNS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
_FORMULAS = (*_SIGNS, "\t", "\r", "\n")
#: Characters that XML 1.0 cannot hold (section 2.2), lone surrogates among them, and those that turn the direction of what follows.
_UNFIT = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_BREAKS = re.compile(r"(?<!\s)\s*[\r\n\x85\u2028\u2029]+\s*")
_SEPARATOR = re.compile(r"([,;\t])")


def clean(text: str) -> str:
    """A text without control characters, characters that turn the direction of writing, and those that XML cannot hold."""
    return _UNFIT.sub("", text)


def unfit(*texts: str | None) -> int:
    """How many characters `clean` takes out of these texts."""
    return sum(len(_UNFIT.findall(text)) for text in texts if text)


def line(text: str) -> str:
    """A clean text on one line."""
    return _BREAKS.sub(" ", clean(text)).strip()


def inert(text: str) -> str:
    """A clean text that is no formula as a cell: an apostrophe stands before what a spreadsheet would take for one."""
    found = clean(text)
    return f"'{found}" if found.lstrip(" \u3000\xa0").startswith(_FORMULAS) else found


def comment(text: str) -> str:
    """A line for a comment in CSV, inert in every cell a spreadsheet may cut it into."""
    first, *later = _SEPARATOR.split(line(text))
    return first + "".join(_inert_cell(part) for part in later)


def _inert_cell(text: str) -> str:
    """A cell of a comment that is no formula, were the line cut at its separators; white space before it stays."""
    bare = text.lstrip()
    return f"{text[: len(text) - len(bare)]}'{bare}" if bare.startswith(_SIGNS) else text
