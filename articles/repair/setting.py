"""How a column is set: its width, and whether the first lines of paragraphs are shorter because their indent was lost."""

from collections import Counter
from collections.abc import Sequence
from math import log
from typing import NamedTuple

from articles.repair.columns import Width, columns, reaches
from articles.repair.division import Part, Room, divide
from articles.repair.lines import Line
from articles.repair.signs import signs, told

#: Lines that are looked at to learn the setting, in stretches of so many from all over the text.
_STRETCH, _STRETCHES = 50, 3
#: Widths tried as the column's, the likeliest first; indents tried.
_WIDTHS, _INDENTS = 3, (2.0, 0.0)
#: How much more a line must weigh by widths of its neighbourhood than by one width of the whole text, to have a width of its own.
_OWN = 0.5
#: A division that weighs so much a line is not looked for a better one.
_GOOD = -1.0
#: A line this much short ends a paragraph, where it ends a sentence.
_SURE = 3.0
#: What a paragraph costs at least and at most.
_PARAGRAPH = (-0.9, -3.0)
#: Marks that may hang over a line's end.
_HANGING = "，。、；：！？”’）》"


class _Column:
    """Lines, how far they reach, and what their texts tell."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines, self.reach, self.signs = lines, reaches(lines), signs(lines)

    def rooms(self, part: range, widths: Sequence[Width]) -> list[tuple[Room, ...]]:
        """The room of some lines by the widths of their column."""
        return [_rooms(self.lines[at], self.reach[at], widths[at]) for at in part]

    def begins(self, sure: Sequence[bool | None]) -> list[float]:
        """What blank lines and kept indents tell of each line."""
        blank, indent = told([line.blank for line in self.lines], sure), told([line.indent for line in self.lines], sure)
        return [blank[not line.blank] + indent[not line.indent] for line in self.lines]


class Setting:
    """How a column of lines is set: for each line the widths its column may have; the characters first lines are short of it."""

    def __init__(self, column: _Column, widths: Sequence[Width], indent: float) -> None:
        self._column, self.widths, self._indent = column, widths, indent
        ends = [_sure(*one) for one in zip(column.lines, column.reach, widths, strict=True)]
        self._begins = column.begins([None, *ends][:-1])
        self._paragraph = min(_PARAGRAPH[0], max(_PARAGRAPH[1], log((sum(map(bool, ends)) + 1) / (len(ends) + 1))))

    def divided(self, begin: int, end: int) -> list[Part]:
        """The paragraphs and headings of some of the lines, counted from the first of these."""
        column = self._column
        rooms = column.rooms(range(begin, end), self.widths)
        return divide(rooms, column.signs[begin:end], self._begins[begin:end], self._indent, self._paragraph)[1]()


def learned(lines: Sequence[Line]) -> Setting:
    """The setting that makes the lines likeliest; widths of their own for each line where no one width does."""
    column, shown = _Column(lines), _shown(len(lines))
    often = [width for width, _ in Counter(round(column.reach[at]) for part in shown for at in part).most_common(_WIDTHS)]
    tried = sorted({*often, *(width + 2 for width in often[:1])})
    found = max((found for width in tried for found in _weighed(column, shown, [(float(width),) * 2] * len(lines))), default=None)
    if found is None or found.weight < _GOOD:
        own = max(_weighed(column, shown, columns(column.reach)))
        found = own if found is None or own.weight > found.weight + _OWN else found
    return Setting(column, found.widths, found.indent)


def _rooms(line: Line, reach: float, widths: Width) -> tuple[Room, ...]:
    """The room of a line by the widths of its column."""
    hangs = line.width - 1 if line.text[-1] in _HANGING else line.width
    return tuple([Room(max(0.0, width - reach - 0.99), hangs - width, log(max(4.0, width))) for width in dict.fromkeys(widths)])


def _shown(count: int) -> list[range]:
    """Stretches of a text's lines that stand for it."""
    if count <= _STRETCH * _STRETCHES:
        return [range(count)]
    step = (count - _STRETCH) // (_STRETCHES - 1)
    return [range(begin, begin + _STRETCH) for begin in range(0, count - _STRETCH + 1, step)]


class _Weighed(NamedTuple):
    """What the likeliest division of the lines shown weighs, a line, by a setting."""

    weight: float
    indent: float
    widths: Sequence[Width]


def _weighed(column: _Column, shown: Sequence[range], widths: Sequence[Width]) -> list[_Weighed]:
    """Settings of one width, weighed, by each indent."""
    parts = [(column.rooms(part, widths), column.signs[part.start : part.stop], [0.0] * len(part)) for part in shown]
    count = max(1, sum(map(len, shown)))
    return [_Weighed(sum(divide(*part, indent, _PARAGRAPH[0])[0] for part in parts) / count, indent, widths) for indent in _INDENTS]


def _sure(line: Line, reach: float, widths: Width) -> bool | None:
    """Whether a paragraph begins behind a line; None where it may or may not."""
    short = min(widths) - reach
    if line.ended and line.text[-1] not in "：:":
        return True if short > _SURE else None
    return False if short < 1 and line.text[-1] not in "；;：:" else None
