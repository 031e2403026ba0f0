"""What a square is worth as evidence of overprint, in nats, and what it costs to believe in a zone of it.

The figures are tuned on the tune half of the fixed set (`tests/broken/fixed.jsonl`) and on clean text: see `docs/repair.md`.
"""

from collections import Counter
from collections.abc import Callable, Mapping

from articles.repair.squares import Square
from articles.repair.stream import Stream

#: A zone's shape and how often it is printed.
State = tuple[str, int]

#: Marks that no clean text doubles; ！ ？ … — and the like are doubled on purpose.
_STRICT = frozenset("，。、；：“”‘’（）《》,;:()「」『』【】")
_CLOSED = frozenset("。！？!?…；;：:”）》")
#: Marks that are two characters as printed once.
_PAIRED = ("—", "…", "─")
_MARKS = frozenset("，。、；：,;")
#: The price of entering a zone: clean text holds squares too, rarely several in a row.
ENTRY: Mapping[str, float] = {"run": 8.0, "glyph": 14.0, "line": 10.0}
#: What the price falls to where the document has a sure zone of the same shape.
ENTRY_KNOWN: Mapping[str, float] = {"run": 4.0, "glyph": 7.0, "line": 6.0}
#: Evidence from which a stretch is doubtful, though too weak to change anything.
ENTRY_DOUBT: Mapping[str, float] = {"run": 2.2, "glyph": 6.0, "line": 2.5}
#: A zone's begin or end inside a line, inside a run; two squares side by side inside a run; a character inside that is printed once.
INSIDE_LINE, INSIDE_RUN, CUT, ONCE = 0.5, 1.5, 2.0, 6.0
#: A space between two squares.
SPACE = 0.5
#: Labels of buttons are shorter.
NO_BUTTON = 4
_HAN = (0.0, 2.0, 3.5, 5.0, 6.0, 7.0)
_MOST = 14.0
_COPIES = {2: 1.0, 3: 1.6, 4: 2.1}


def _run(text: str, kind: str) -> float:
    if kind == "p":
        return 4.7 if all(mark in _STRICT for mark in text) else 0.3
    if kind == "d":
        return (0.3, 0.5)[len(text) - 1] if len(text) < 3 else 2.0
    if len(text) > 1 and len(set(text)) == 1:
        return 1.0
    return _HAN[len(text)] if len(text) < len(_HAN) else min(len(text) + 2.0, _MOST)


def _glyph(text: str, kind: str) -> float:
    return 0.1 if kind == "d" else 1.2 if kind == "c" else 6.0 if text in _STRICT else 0.2


def _mid_sentence(found: Stream, start: int, end: int, both: bool) -> bool:
    """Whether lines begin inside a sentence and end inside one (or do either): no lines an author repeats."""
    text = found.text
    begins, ends = bool(start) and text[start - 1] not in _CLOSED, text[end - 1] not in _CLOSED
    if not (begins and ends if both else begins or ends):
        return False
    line_before = text[max(0, start - 30) : start]
    return not _MARKS.isdisjoint(text[start:end]) or not _MARKS.isdisjoint(line_before)


def _line(found: Stream, square: Square) -> float:
    start, end = square.start, square.start + square.length
    inside = _mid_sentence(found, start, end, both=square.kind == "l")
    if square.kind == "b":
        marks = sum(mark in _MARKS for mark in found.text[start:end])
        long = square.length >= 120 or (square.length >= 20 and inside) or (square.length >= 36 and marks > 1)
        return 12.0 if long else 4.0 if square.length >= 40 else 2.0
    if all(character.isdigit() for character in found.text[start:end]):
        return 0.2
    worth = 5.0 if square.length >= 10 else 3.0 if square.length >= 6 else 1.2 if square.length >= 3 else 0.6
    if square.length >= 10:
        worth += 4.0 if inside else 0.0 if _MARKS.isdisjoint(found.text[start : end - 1]) else 1.0
    return worth


class Weights:
    """The evidence of one document's squares."""

    def __init__(self, found: Stream, prices: Callable[[State], float]) -> None:
        self._found = found
        self.entry = prices
        self._lines = Counter(found.text[start:end] for start, end in found.lines)
        self._line_of = {start: found.text[start:end] for start, end in found.lines}

    def worth(self, square: Square, shape: str) -> float:
        """The evidence of a square as part of a zone of `shape`."""
        start, middle = square.start, square.start + square.length
        inner = self._found.text[start:middle]
        if shape == "line":
            often = square.length > 2 and self._lines[self._line_of[start]] > MOST_LINES
            return 0.0 if often else _line(self._found, square) * _COPIES[square.copies]
        if shape == "run" and inner in _PAIRED and square.copies == 2 and self._alone(square):
            return -1.0
        parted = middle in self._found.breaks
        if shape == "glyph":
            return -1.0 if parted else _glyph(inner, square.kind) * _COPIES[square.copies]
        worth = _run(inner, square.kind) * _COPIES[square.copies]
        return min(worth, 0.5 if square.length > 2 else -1.0) if parted else worth

    def _alone(self, square: Square) -> bool:
        """Whether the same mark stands neither before nor behind."""
        text, mark = self._found.text, self._found.text[square.start]
        return text[square.start - 1 : square.start] != mark and text[square.end : square.end + 1] != mark


#: A line that stands more often than this in a document is decoration.
MOST_LINES = 4
