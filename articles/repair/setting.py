"""How a column is set: its width, and whether the first lines of paragraphs are shorter because their indent was lost."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import log

from articles.repair.columns import Width, columns, reaches
from articles.repair.division import Part, Room, divide
from articles.repair.lines import Line
from articles.repair.signs import signs, told

#: Lines that are looked at to learn the setting, in stretches of so many from all over the text.
_STRETCH, _STRETCHES = 50, 3
#: Widths tried as the column's, the likeliest first; indents tried.
_WIDTHS, _INDENTS = 4, (2.0, 0.0)
#: How much more a line must weigh by widths of its neighbourhood than by one width of the whole text, to have a width of its own.
_OWN = 0.5
#: A line this much short ends a paragraph, where it ends a sentence.
_SURE = 3.0
#: What a paragraph costs at least and at most.
_PARAGRAPH = (-0.9, -3.0)
#: Marks that may hang over a line's end.
_HANGING = "，。、；：！？”’）》"


@dataclass(frozen=True, slots=True)
class Setting:
    """For each line the widths its column may have; the characters first lines are short of it."""

    widths: Sequence[Width]
    indent: float

    def part(self, begin: int, end: int) -> "Setting":
        """The setting of some of the lines."""
        return Setting(self.widths[begin:end], self.indent)


class _Column:
    """Lines, how far they reach, and what their texts tell."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines, self.reach, self.signs = lines, reaches(lines), signs(lines)

    def weight(self, part: range, setting: Setting, begins: Sequence[float], paragraph: float) -> tuple[float, list[Part]]:
        """The likeliest division of some lines, and what it weighs."""
        rooms = [_rooms(self.lines[at], self.reach[at], setting.widths[at]) for at in part]
        return divide(rooms, self.signs[part.start : part.stop], begins, setting.indent, paragraph)

    def begins(self, setting: Setting) -> list[float]:
        """What blank lines and kept indents tell of each line."""
        sure = [None, *(_sure(*one) for one in zip(self.lines, self.reach, setting.widths, strict=True))][:-1]
        blank, indent = told([line.blank for line in self.lines], sure), told([line.indent for line in self.lines], sure)
        return [blank[not line.blank] + indent[not line.indent] for line in self.lines]

    def paragraph(self, setting: Setting) -> float:
        """What a paragraph costs: the fewer there surely are, the more."""
        ends = sum(bool(_sure(*one)) for one in zip(self.lines, self.reach, setting.widths, strict=True))
        return min(_PARAGRAPH[0], max(_PARAGRAPH[1], log((ends + 1) / (len(self.lines) + 1))))


def learned(lines: Sequence[Line]) -> Setting:
    """The setting that makes the lines likeliest; widths of their own for each line where no one width does."""
    column, shown = _Column(lines), _shown(len(lines))
    often = [width for width, _ in Counter(round(column.reach[at]) for part in shown for at in part).most_common(_WIDTHS)]
    tried = sorted({*often, *(width + 2 for width in often[:1])})
    whole = _likeliest(column, shown, [Setting([(float(width),) * 2] * len(lines), indent) for width in tried for indent in _INDENTS])
    local = columns(column.reach)
    own = _likeliest(column, shown, [Setting(local, indent) for indent in _INDENTS])
    return own[1] if own[0] > whole[0] + _OWN else whole[1]


def divided(lines: Sequence[Line], setting: Setting) -> list[Part]:
    """The paragraphs and headings of a column's lines; the setting's widths are those of these lines."""
    column = _Column(lines)
    return column.weight(range(len(lines)), setting, column.begins(setting), column.paragraph(setting))[1]


def _rooms(line: Line, reach: float, widths: Width) -> tuple[Room, ...]:
    """The room of a line by the widths of its column."""
    hangs = line.width - 1 if line.text[-1] in _HANGING else line.width
    return tuple(Room(max(0.0, width - reach - 0.99), hangs - width, width) for width in dict.fromkeys(widths))


def _shown(count: int) -> list[range]:
    """Stretches of a text's lines that stand for it."""
    if count <= _STRETCH * _STRETCHES:
        return [range(count)]
    step = (count - _STRETCH) // (_STRETCHES - 1)
    return [range(begin, begin + _STRETCH) for begin in range(0, count - _STRETCH + 1, step)]


def _likeliest(column: _Column, shown: Sequence[range], settings: Sequence[Setting]) -> tuple[float, Setting]:
    """The setting by which the likeliest division of the lines shown weighs most, and what it weighs a line."""

    def weight(setting: Setting) -> float:
        whole = sum(column.weight(part, setting, [0.0] * len(part), _PARAGRAPH[0])[0] for part in shown)
        return whole / max(1, sum(map(len, shown)))

    best = max(settings, key=weight)
    return weight(best), best


def _sure(line: Line, reach: float, widths: Width) -> bool | None:
    """Whether a paragraph begins behind a line; None where it may or may not."""
    short = min(widths) - reach
    if line.ended and line.text[-1] not in "：:":
        return True if short > _SURE else None
    return False if short < 1 and line.text[-1] not in "；;：:" else None
