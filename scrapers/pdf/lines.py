"""Glyphs into lines: by baseline, by size, and by the white between them."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from scrapers.pdf.glyphs import Box, Glyph

#: Baselines of one line differ by no more than this part of an em; sizes by no more than this ratio.
_BASELINE, _RATIO = 0.3, 1.35
#: White wider than this part of an em, and than this multiple of the white the line is spread with, parts two columns.
#: The same for lines this much bigger than the body.
_HEADLINE, _BIG = 0.3, 1.6
#: Where the page has a space character, white up to this much is that space, spread.
_GUTTER, _SPREAD, _SPACED = 0.95, 2.0, 1.6
#: White that an upright rule can stand in; a rule through tighter text is drawn over it.
_RULED = 0.35
#: Parts of a line no further apart than this are one where the column's next lines go through (em).
_LOOSE = 8.0
#: White from which a space is printed: between Chinese characters, between Latin words, beside anything else.
_SPACE, _WORD, _WIDE = 0.2, 0.18, 0.45
#: White up to which none is, whatever it stands between.
_NO_SPACE = 0.05


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """Glyphs on one baseline, from left to right (or, `vertical`, from top to bottom): their text, box, em and font."""

    text: str
    box: Box
    base: float
    size: float
    font: int
    vertical: bool = False

    @property
    def bare(self) -> str:
        """The text without white space."""
        return "".join(self.text.split())


def body_size(glyphs: Iterable[Glyph]) -> float:
    """The em of the size most glyphs have, neighbours of half a point included; 0 without glyphs."""
    counts = Counter(round(glyph.size * 2) for glyph in glyphs)
    if not counts:
        return 0.0
    best = max(counts, key=lambda half: (counts[half] + counts.get(half - 1, 0) * 0.9 + counts.get(half + 1, 0) * 0.9, half))
    return best / 2


def lines(glyphs: Sequence[Glyph], rules: Sequence[Box], body: float) -> list[Line]:
    """Upright glyphs in lines, from the top down; upright rules part a line that crosses them.

    Lines of headlines are parted at less white than those of the body: two headlines side by side leave little.
    """
    upright = sorted((rule for rule in rules if rule.height > rule.width), key=lambda rule: rule.x0)
    edges = [rule.x0 for rule in upright]
    found = [made(part) for row in _rows(glyphs) for part in _parts(row, upright, edges, body)]
    return _rejoined(sorted(found, key=lambda line: (line.base, line.box.x0)), upright, edges)


def _rows(glyphs: Sequence[Glyph]) -> Iterator[list[Glyph]]:
    """Glyphs that share a baseline and a size, all over the page's width."""
    open_rows: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda glyph: glyph.y):
        best: list[Glyph] | None = None
        for row in reversed(open_rows):
            last = row[-1]
            if glyph.y - last.y <= _BASELINE * min(glyph.size, last.size) and 1 / _RATIO <= glyph.size / last.size <= _RATIO:
                best = row
                break
        if best is not None:
            best.append(glyph)
            continue
        done = [row for row in open_rows if glyph.y - row[-1].y > 2 * row[-1].size]
        if done:
            open_rows = [row for row in open_rows if glyph.y - row[-1].y <= 2 * row[-1].size]
        open_rows.append([glyph])
        yield from done
    yield from open_rows


def _parts(row: list[Glyph], upright: Sequence[Box], edges: Sequence[float], body: float) -> Iterator[list[Glyph]]:
    """A row cut where columns part: at wide white, at an upright rule."""
    row.sort(key=lambda glyph: glyph.x)
    gaps = [after.x - before.end for before, after in pairwise(row)]
    part = [row[0]]
    start = 0
    for at, gap in enumerate(gaps):
        before, after = row[at], row[at + 1]
        size = min(before.size, after.size)
        gutter = _HEADLINE if size > _BIG * body else _GUTTER
        wide = gap > (_SPACED if after.spaced else gutter) * size and gap > _SPREAD * _usual(gaps[start:at]) + 0.3 * size
        if wide or (gap > _RULED * size and _crossed(before, after, upright, edges)):
            yield part
            part, start = [], at + 1
        part.append(after)
    yield part


def _usual(gaps: Sequence[float]) -> float:
    """The white a line is spread with, so far."""
    return median(gaps[-12:]) if len(gaps) > 3 else 0.0


def _crossed(before: Glyph, after: Glyph, upright: Sequence[Box], edges: Sequence[float]) -> bool:
    """Whether an upright rule stands between two glyphs."""
    at = bisect_left(edges, before.end - 0.3 * before.size)
    middle = before.y - 0.35 * before.size
    while at < len(upright) and edges[at] <= after.x + 0.3 * after.size:
        if upright[at].y0 <= middle <= upright[at].y1:
            return True
        at += 1
    return False


def _rejoined(found: list[Line], upright: Sequence[Box], edges: Sequence[float]) -> list[Line]:
    """Parts of loosely set lines put together again: the lines over and under them go through the white between."""
    made_lines: list[Line] = []
    for start, row in _level_rows(found):
        parts: list[Line] = []
        for line in row:
            if parts and _same_line(parts[-1], line, found, start, upright, edges):
                parts[-1] = _put_together(parts[-1], line)
            else:
                parts.append(line)
        made_lines += parts
    return made_lines


def _level_rows(found: Sequence[Line]) -> Iterator[tuple[int, list[Line]]]:
    """Lines on (nearly) one baseline from left to right, and where they begin among all."""
    start = 0
    while start < len(found):
        end = start + 1
        while end < len(found) and found[end].base - found[start].base < _BASELINE * min(found[start].size, found[end].size):
            end += 1
        yield start, sorted(found[start:end], key=lambda line: line.box.x0)
        start = end


def _same_line(last: Line, line: Line, found: Sequence[Line], at: int, upright: Sequence[Box], edges: Sequence[float]) -> bool:
    size = min(last.size, line.size)
    white = Box(last.box.x1, last.box.y0, line.box.x0, last.box.y1)
    if not 0 < white.width <= _LOOSE * size or max(last.size, line.size) > 1.06 * size:
        return False
    first = bisect_left(edges, white.x0 - 0.3 * size)
    if any(rule.y0 <= last.base - 0.3 * size <= rule.y1 for rule in upright[first:] if rule.x0 <= white.x1 + 0.3 * size):
        return False
    through, ends, begins = 0, 0, 0
    for other in (*found[max(0, at - 24) : at], *found[at + 1 : at + 24]):
        if 0.6 * size < abs(other.base - line.base) < 1.9 * size and abs(other.size - size) < 0.06 * size:
            if other.box.x0 < white.x0 - 0.3 * size and other.box.x1 > white.x1 + 0.3 * size:
                through += 1
            ends += abs(other.box.x1 - white.x0) < 0.7 * size
            begins += abs(other.box.x0 - white.x1) < 0.7 * size
    return through > min(ends, begins)


def _put_together(line: Line, more: Line) -> Line:
    box = Box(line.box.x0, min(line.box.y0, more.box.y0), more.box.x1, max(line.box.y1, more.box.y1))
    return Line(f"{line.text} {more.text}", box, line.base, line.size, line.font)


def made(glyphs: Sequence[Glyph]) -> Line:
    """Glyphs from left to right as a line; white becomes a space where one is printed."""
    gaps = [after.x - before.end for before, after in pairwise(glyphs)]
    spread = max(0.0, median(gaps)) if len(gaps) > 2 else 0.0
    parts = [glyphs[0].text]
    for gap, (before, after) in zip(gaps, pairwise(glyphs), strict=True):
        if gap - spread > _NO_SPACE * before.size and _space(before, after, gap - spread):
            parts.append(" ")
        parts.append(after.text)
    size, base = median([glyph.size for glyph in glyphs]), median([glyph.y for glyph in glyphs])
    box = Box(glyphs[0].x, base - 0.88 * size, max([glyph.end for glyph in glyphs]), base + 0.12 * size)
    fonts = [glyph.font for glyph in glyphs]
    font = fonts[0] if fonts.count(fonts[0]) > len(fonts) / 2 else Counter(fonts).most_common(1)[0][0]
    return Line("".join(parts), box, base, size, font)


def _space(before: Glyph, after: Glyph, white: float) -> bool:
    """Whether a space is printed in the white between two glyphs, that of the line's spreading left out.

    Between a Chinese character and a number papers leave a quarter of an em: no space. Stops bring their own white.
    """
    em = white / min(before.size, after.size)
    latin = before.text.isascii(), after.text.isascii()
    if all(latin):
        return em > (_WORD if not after.spaced else 0.1)
    if any(latin):
        return em > _WIDE
    return em > (_SPACE if before.text.isalnum() and after.text.isalnum() else _WIDE)
