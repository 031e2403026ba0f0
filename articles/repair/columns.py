"""How wide the column is that lines stand in, and whether a text is set in columns at all."""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from articles.repair.lines import Line, measure

#: What a line's end does not part: a number, a word, a character, with the marks that open before it and close behind it.
_FIRST = re.compile(r"[“‘（《〈【「『]*(?:[0-9A-Za-z.%+-]+|.)[，。、；：！？”’）》〉】」』…％%]*")
#: Lines looked at on one side for the width of the column, and how much narrower a line may be that still fills it.
_WINDOW, _TOO_FEW = 7, 2
#: The part of the lines that must have one width to give it to all.
_UNIFORM = 0.5
#: A line that is so much short of its column may still be a paragraph's first, its indent lost.
_LOST = 3.0
#: A column has so many lines at least, of so many characters at most.
_FEWEST, _WIDEST = 5, 60

#: The width of the column by the lines up to one, and by those from it on: they differ where a column ends.
Width = tuple[float, float]


def _full(widths: Sequence[float]) -> float:
    """The width that lines fill: some are wider (a headline, a mark that hangs), some are first or last lines of paragraphs."""
    return sorted(widths)[len(widths) * 3 // 4]


def columns(widths: Sequence[float]) -> list[Width]:
    """For each line, by how far the lines reach, how wide the column is. Where most lines of a text have one width, it is the column's."""
    width, often = Counter(map(round, widths)).most_common(1)[0] if widths else (0, 0)
    if often >= _UNIFORM * len(widths):
        filled = [reach for reach in widths if abs(reach - width) <= 1]
        return [(_full(filled),) * 2] * len(widths)
    before = [widths[max(0, at - _WINDOW + 1) : at + 1] for at in range(len(widths))]
    after = [widths[at : at + _WINDOW] for at in range(len(widths))]
    return [_both(one, other) for one, other in zip(before, after, strict=True)]


def _both(before: Sequence[float], after: Sequence[float]) -> Width:
    """The widths on both sides; a side of too few lines tells nothing."""
    one, other = _full(before), _full(after)
    return (one if len(before) > _TOO_FEW else other, other if len(after) > _TOO_FEW else one)


def reaches(lines: Sequence[Line]) -> list[float]:
    """For each line how wide it is, with what stayed empty at its end because what comes next may not be parted.

    That is a number, a word, or a character with the marks around it.
    """
    return [*(line.width + _unparted(following.text) for line, following in pairwise(lines)), *(line.width for line in lines[-1:])]


def _unparted(text: str) -> float:
    """How much wider than one character the begin of a line is that may not be parted."""
    found = _FIRST.match(text)
    return max(0.0, measure(found[0]) - 1) if found and found.end() > 1 else 0.0


def in_columns(lines: Sequence[Line]) -> bool:
    """Whether a text is set in columns: most lines fill a width of at most 60 characters, and many end inside a sentence.

    Clean texts with a line a paragraph or a sentence have lines of any length, ended by marks.
    """
    if len(lines) < _FEWEST:
        return False
    filled = inside = wide = 0
    reach = reaches(lines)
    for line, far, widths in zip(lines, reach, columns(reach), strict=True):
        full = any(-1.0 <= width - far <= _LOST for width in widths) and 6 <= line.width <= _WIDEST
        filled += full
        inside += full and line.text[-1].isalnum()
        wide += line.width > _WIDEST
    return not wide and filled >= 0.45 * len(lines) and inside >= max(2, 0.25 * len(lines))
