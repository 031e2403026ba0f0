"""The text of paragraphs, out of the lines they are made of."""

import re
from collections.abc import Sequence
from itertools import pairwise

from articles.repair.lines import Line

_LATIN = re.compile(r"[A-Za-z]")
#: Spaces between numbers and Chinese text.
AROUND_NUMBER = re.compile(r"(?<=[\u3000-\u9fff\uff00-\uffef”“]) +(?=\d)|(?<=[\d%％]) +(?=[\u3000-\u9fff\uff00-\uffef”“])")


def joiner(text: str, following: str) -> str:
    """What stands between two lines of a paragraph: nothing in Chinese and inside numbers, a space between Latin words."""
    return " " if _LATIN.match(text[-1]) and _LATIN.match(following[0]) else ""


def joined(lines: Sequence[Line]) -> str:
    """The text of a paragraph. A hyphen at a line's end stays: whether it is the word's own, nobody can tell."""
    between = ["", *(joiner(one.text, other.text) for one, other in pairwise(lines))]
    return "".join(part for pair in zip(between, (line.text for line in lines), strict=True) for part in pair)


def unspaced(text: str) -> str:
    """A column's text without the spaces its setting put around numbers."""
    return AROUND_NUMBER.sub("", text)
