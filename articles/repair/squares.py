"""Squares: stretches printed two to four times in a row, the candidates of overprint. Linear for bounded length."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from operator import eq

from articles.repair.stream import Run, Stream

#: The longest run of one class that is looked for; a column of a newspaper is no wider.
LONGEST = 48
#: Above so many repetitions a stretch is decoration (dots, dashes, `ABAB…`), not overprint.
_REPEATED = 16
#: The same for a single character that is no digit: 常常 glyph by glyph, four times, are eight.
_ONE_REPEATED = 8
MOST_COPIES = 4
#: Squares a character that glyphs printed four times have at most, with room; random digits have more.
_DENSEST, _DENSE_FROM = 4, 64
#: No text goes on so long without a mark, a number or a space.
_LONGEST_RUN = 4096


@dataclass(frozen=True, slots=True)
class Square:
    """`length` characters of the stream from `start`, printed `copies` times; `shape` is how: `run`, `glyph` or `line`."""

    start: int
    length: int
    copies: int
    shape: str
    kind: str

    @property
    def end(self) -> int:
        """Behind the last copy."""
        return self.start + self.length * self.copies


def _equal(text: str, distance: int) -> Iterator[tuple[int, int]]:
    """Longest stretches, at least `distance` long, that recur at `distance`."""
    same = bytes(map(eq, text, text[distance:]))
    if b"\x01" * distance in same:
        for found in re.finditer(b"\x01{%d,}" % distance, same):
            yield found.span()


def in_run(text: str, run: Run) -> list[Square]:
    """The squares inside a run of one class; none where there are so many that the run is decoration."""
    inner = text[run.start : run.end]
    if not 2 <= len(inner) <= _LONGEST_RUN or len(set(inner)) == len(inner):
        return []
    most = _DENSEST * len(inner) + _DENSE_FROM
    found = list(islice(_all(inner, run), most + 1))
    return [] if len(found) > most else found


def _all(inner: str, run: Run) -> Iterator[Square]:
    for length in range(1, min(LONGEST, len(inner) // 2) + 1):
        for start, end in _equal(inner, length):
            if end - start > _REPEATED * length or (length == 1 and end - start >= _ONE_REPEATED and run.kind != "d"):
                continue
            for at in range(start, end - length + 1):
                most = min((end - at) // length + 1, MOST_COPIES)
                for copies in range(2, most + 1):
                    yield Square(run.start + at, length, copies, "run", run.kind)


def _in_line(text: str, start: int, end: int) -> Iterator[Square]:
    """A line that is one text of several classes several times, and that text no repetition itself."""
    line = text[start:end]
    length = (line + line).find(line, 1) if line.find(line[:4], 1) > 0 else len(line)
    copies, rest = divmod(len(line), length)
    if not rest and 2 <= copies <= MOST_COPIES and length > 1:
        yield Square(start, length, copies, "line", "l")


def lines(found: Stream) -> Iterator[Square]:
    """Whole lines and blocks of lines repeated at once, and lines that are one text several times."""
    for start, end in found.lines:
        if end - start > 3:
            yield from _in_line(found.text, start, end)
    texts = [found.text[start:end] for start, end in found.lines]
    for first, length, copies in blocks(texts):
        start, after = found.lines[first][0], found.lines[first + length - 1][1]
        yield Square(start, after - start, copies, "line", "l" if length == 1 else "b")


def blocks(texts: Sequence[str]) -> Iterator[tuple[int, int, int]]:
    """Where lines repeat at once: the first line, how many lines, how many copies."""
    seen: dict[str, int] = {}
    run: dict[int, int] = {}
    for at, text in enumerate(texts):
        distance = at - seen[text] if text in seen else 0
        run = {distance: run.get(distance, 0) + 1} if distance else {}
        if distance and run[distance] % distance == 0:
            copies = run[distance] // distance + 1
            if copies <= MOST_COPIES:
                yield at + 1 - copies * distance, distance, copies
        seen[text] = at
