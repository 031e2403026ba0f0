"""The lines of a printed text that are left after copies were removed, and how wide the column is that they stand in."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from articles.repair.log import Edit

_LINE = re.compile(r"[^\n\r\f\v\x85\u2028\u2029]*")
_WHITE = " \t\xa0\u3000\u2002\u2003\u2005\u200b\ufeff"
#: Sentence ends, with the quotes and brackets that may close behind them.
_ENDED = re.compile(r"[。！？!?…：:][”’」』）)》\"]*$")
_NARROW = re.compile(r"[\x00-\xb6\xb8-\u200f]+")
_FIRST = re.compile(r"(?:[0-9A-Za-z.%+-]+|.)[，。、；：！？”’）》〉】…％%]*")
#: Lines looked at on one side for the width of the column, and how much narrower a line may be that still fills it.
_WINDOW, _TOO_FEW = 7, 2
#: The part of the lines that must have one width to give it to all.
_UNIFORM = 0.5
#: A column has so many lines at least, of so many characters at most.
_FEWEST, _WIDEST = 5, 60


@dataclass(frozen=True, slots=True)
class Line:
    """What is left of a printed line, white space at its ends aside; `start:end` is its span in the printed text."""

    text: str
    start: int
    end: int
    blank: bool
    indent: bool

    @property
    def ended(self) -> bool:
        """Whether a sentence ends with it."""
        return bool(_ENDED.search(self.text))

    @property
    def width(self) -> float:
        """In characters of full width; spaces beside numbers are the setting's, not the text's."""
        return measure(self.text)


def measure(text: str) -> float:
    """How wide a text is, in characters of full width."""
    spaces = text.count(" ")
    full = len(_NARROW.sub("", text))
    return full + 0.5 * (len(text) - full - spaces) + 0.25 * spaces


def kept_lines(printed: str, edits: Sequence[Edit] = ()) -> list[Line]:
    """The lines of a printed text without what the edits removed; a line of which nothing is left is gone, a blank one is remembered."""
    kept = bytearray(b"\x01") * len(printed)
    for step in edits:
        if step.action == "removed":
            kept[step.start : step.end] = bytes(step.end - step.start)
    made: list[Line] = []
    blank, behind = False, 0
    for found in _LINE.finditer(printed):
        start, end = found.span()
        raw = found[0]
        text = raw if kept.find(b"\x00", start, end) < 0 else "".join(printed[at] for at in range(start, end) if kept[at])
        bare = text.strip(_WHITE)
        if bare:
            first = next(at for at in range(start, end) if kept[at] and printed[at] not in _WHITE)
            last = next(at for at in range(end - 1, start - 1, -1) if kept[at] and printed[at] not in _WHITE)
            made.append(Line(bare, first, last + 1, blank, text.startswith(("\u3000\u3000", "    ", "  "))))
            blank = False
        elif not raw.strip(_WHITE) and made and start > behind:
            blank = True
        behind = end if raw else behind
    return made


def _full(widths: Sequence[float]) -> float:
    """The width that lines fill: some are wider (a headline, a mark that hangs), some are first or last lines of paragraphs."""
    return sorted(widths)[len(widths) * 3 // 4]


def columns(lines: Sequence[Line]) -> list[tuple[float, float]]:
    """For each line how wide the column is, by the lines up to it and by those from it on: they differ where a column ends.

    Where most lines of a text have one width, that is the column's.
    """
    widths = reaches(lines)
    width, often = Counter(map(round, widths)).most_common(1)[0] if widths else (0, 0)
    if often >= _UNIFORM * len(lines):
        filled = [reach for reach in widths if abs(reach - width) <= 1]
        return [(_full(filled),) * 2] * len(lines)
    before = [widths[max(0, at - _WINDOW + 1) : at + 1] for at in range(len(lines))]
    after = [widths[at : at + _WINDOW] for at in range(len(lines))]
    return [_both(one, other) for one, other in zip(before, after, strict=True)]


def _both(before: Sequence[float], after: Sequence[float]) -> tuple[float, float]:
    """The widths on both sides; a side of too few lines tells nothing."""
    one, other = _full(before), _full(after)
    return (one if len(before) > _TOO_FEW else other, other if len(after) > _TOO_FEW else one)


def reaches(lines: Sequence[Line]) -> list[float]:
    """For each line how wide it is, with what stayed empty at its end because what comes next may not be parted.

    That is a number, a word, or a character with the mark behind it.
    """
    first = [_FIRST.match(line.text) for line in lines]
    more = [measure(found[0]) - 1 if found else 0.0 for found in first[1:]]
    return [line.width + max(0.0, extra) for line, extra in zip(lines, [*more, 0.0], strict=True)]


def in_columns(lines: Sequence[Line]) -> bool:
    """Whether a text is set in columns: most lines fill a width of at most 60 characters, and many end inside a sentence.

    Clean texts with a line a paragraph or a sentence have lines of any length, ended by marks.
    """
    if len(lines) < _FEWEST:
        return False
    filled = inside = wide = 0
    for line, (before, after) in zip(lines, columns(lines), strict=True):
        full = min(abs(before - line.width), abs(after - line.width)) <= 1.0 and 6 <= line.width <= _WIDEST
        filled += full
        inside += full and line.text[-1].isalnum()
        wide += line.width > _WIDEST
    return not wide and filled >= 0.45 * len(lines) and inside >= max(2, 0.25 * len(lines))
