"""Glyphs printed more than once at one place (faked bold type, shadows): each kept once."""

from collections import defaultdict
from collections.abc import Iterable

from scrapers.pdf.glyphs import Glyph

#: A copy stands within this of the first, by em or in points, whichever is more; real repeats are at least half an em apart.
#: Figures of the reference (repair, "PDF pages"), checked on the tune half of the made pages.
_NEAR_EM, _NEAR_PT, _SIZE = 0.2, 0.6, 0.15


def once(glyphs: Iterable[Glyph]) -> tuple[list[Glyph], int]:
    """The glyphs without copies of the same character at nearly the same place, fonts not compared, and how many were left out."""
    cells: dict[tuple[str, int, int], list[Glyph]] = defaultdict(list)
    kept: list[Glyph] = []
    dropped = 0
    for glyph in glyphs:
        step = max(_NEAR_PT, _NEAR_EM * glyph.size) * 2
        column, row = int(glyph.x // step), int(glyph.y // step)
        if any(
            _same(glyph, other) for dx in (-1, 0, 1) for dy in (-1, 0, 1) for other in cells.get((glyph.text, column + dx, row + dy), ())
        ):
            dropped += 1
            continue
        cells[glyph.text, column, row].append(glyph)
        kept.append(glyph)
    return kept, dropped


def _same(glyph: Glyph, other: Glyph) -> bool:
    near = max(_NEAR_PT, _NEAR_EM * min(glyph.size, other.size))
    return (
        abs(glyph.x - other.x) <= near
        and abs(glyph.y - other.y) <= near
        and abs(glyph.size - other.size) <= _SIZE * max(glyph.size, other.size)
        and glyph.angle == other.angle
    )
