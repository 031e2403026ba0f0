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
_GUTTER, _SPREAD = 0.95, 2.0
#: White from which a space is printed: between Chinese characters, between Latin words, beside anything else.
_SPACE, _WORD, _WIDE = 0.2, 0.18, 0.45


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


def lines(glyphs: Sequence[Glyph], rules: Sequence[Box]) -> list[Line]:
    """Upright glyphs in lines, from the top down; upright rules part a line that crosses them."""
    upright = sorted((rule for rule in rules if rule.height > rule.width), key=lambda rule: rule.x0)
    edges = [rule.x0 for rule in upright]
    found = [made(part) for row in _rows(glyphs) for part in _parts(row, upright, edges)]
    return sorted(found, key=lambda line: (line.base, line.box.x0))


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
            yield from done
            open_rows = [row for row in open_rows if glyph.y - row[-1].y <= 2 * row[-1].size]
        open_rows.append([glyph])
    yield from open_rows


def _parts(row: list[Glyph], upright: Sequence[Box], edges: Sequence[float]) -> Iterator[list[Glyph]]:
    """A row cut where columns part: at wide white, at an upright rule."""
    row.sort(key=lambda glyph: glyph.x)
    gaps = [after.x - before.end for before, after in pairwise(row)]
    part = [row[0]]
    start = 0
    for at, gap in enumerate(gaps):
        before, after = row[at], row[at + 1]
        size = min(before.size, after.size)
        wide = gap > _GUTTER * size and gap > _SPREAD * _usual(gaps[start:at]) + 0.3 * size
        if wide or (gap > 0 and _crossed(before, after, upright, edges)):
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


def made(glyphs: Sequence[Glyph]) -> Line:
    """Glyphs from left to right as a line; white becomes a space where one is printed."""
    gaps = [after.x - before.end for before, after in pairwise(glyphs)]
    spread = max(0.0, median(gaps)) if len(gaps) > 2 else 0.0
    text = glyphs[0].text
    for gap, (before, after) in zip(gaps, pairwise(glyphs), strict=True):
        text += (" " if _space(before, after, gap - spread) else "") + after.text
    size = median(glyph.size for glyph in glyphs)
    base = median(glyph.y for glyph in glyphs)
    box = Box(glyphs[0].x, base - 0.88 * size, max(glyph.end for glyph in glyphs), base + 0.12 * size)
    return Line(text, box, base, size, Counter(glyph.font for glyph in glyphs).most_common(1)[0][0])


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
