"""Lines of a column into paragraphs, by the width of the lines and whether their sentences are complete; blank lines alone say little.

A paragraph's first line is two characters shorter than the column where its indent was lost, its last one ends where it ends
(reference: repair).
"""

import re
from collections.abc import Sequence
from itertools import pairwise

from articles.repair.lines import Line, columns, reaches

#: What a line may be short of its column without being a paragraph's last, and what a lost indent takes off its first.
_SHORT = 1.6
_INDENT = (1.3, 2.8)
_POINT = re.compile(
    r"[（(]?[一二三四五六七八九十]{1,3}[、)）]|[一二三四五六七八九十]是|第[一二三四五六七八九十]+[，、]|\d{1,2}[.．、](?!\d)"
)
_LATIN = re.compile(r"[A-Za-z]")
#: Spaces between numbers and Chinese text.
AROUND_NUMBER = re.compile(r"(?<=[\u3000-\u9fff\uff00-\uffef”“]) +(?=\d)|(?<=[\d%％]) +(?=[\u3000-\u9fff\uff00-\uffef”“])")


def paragraphs(lines: Sequence[Line]) -> list[tuple[int, int]]:
    """Which lines make a paragraph: begin and end (excluded) of each."""
    if not lines:
        return []
    wide, reach = columns(lines), reaches(lines)
    indented = sum(line.indent for line in lines) >= 2 and not all(line.indent for line in lines)
    cuts = [
        at
        for at in range(1, len(lines))
        if _parted(lines[at - 1], lines[at], min(wide[at - 1]) - reach[at - 1], max(wide[at]) - reach[at], indented)
    ]
    return list(pairwise([0, *cuts, len(lines)]))


def _parted(line: Line, following: Line, short: float, lost: float, indented: bool) -> bool:
    """Whether a paragraph ends between two lines: the first is `short` of its column, the second has `lost` so much of it."""
    if indented and following.indent:
        return True
    if not line.ended:
        return short > _SHORT and line.text[-1] in "；;" and _POINT.match(following.text) is not None
    if indented:
        return False
    indent = _INDENT[0] <= lost <= _INDENT[1] and not following.ended
    if line.text[-1] in "：:":
        return short > _SHORT
    return following.blank or short > _SHORT or indent


def joiner(text: str, following: str) -> str:
    """What stands between two lines of a paragraph: nothing in Chinese and inside numbers, a space between Latin words."""
    return " " if _LATIN.match(text[-1]) and _LATIN.match(following[0]) else ""


def joined(lines: Sequence[Line]) -> str:
    """The text of a paragraph. A hyphen at a line's end stays: whether it is the word's own, nobody can tell."""
    text = ""
    for line in lines:
        text += (joiner(text, line.text) if text else "") + line.text
    return text


def unspaced(text: str) -> str:
    """A column's text without the spaces its setting put around numbers."""
    return AROUND_NUMBER.sub("", text)
