"""Glyphs printed more than once at one place (faked bold type, shadows): each kept once."""

from collections import defaultdict
from collections.abc import Iterable

from scrapers.pdf.glyphs import Glyph

#: A copy stands within this of the first, by em or in points, whichever is more; real repeats are at least half an em apart.
#: Figures of the reference (repair, "PDF pages"), checked on the tune half of the made pages.
_NEAR_EM, _NEAR_PT, _SIZE = 0.2, 0.6, 0.15


#: Glyphs are looked for in cells of so many points.
_CELL = 4.0


def once(glyphs: Iterable[Glyph]) -> tuple[list[Glyph], int]:
    """The glyphs without copies of the same character at nearly the same place, fonts not compared, and how many were left out."""
    cells: dict[tuple[str, int, int], list[Glyph]] = defaultdict(list)
    kept: list[Glyph] = []
    dropped = 0
    for glyph in glyphs:
        if any(_same(glyph, other) for key in _around(glyph) for other in cells.get(key, ())):
            dropped += 1
            continue
        cells[glyph.text, int(glyph.x // _CELL), int(glyph.y // _CELL)].append(glyph)
        kept.append(glyph)
    return kept, dropped


def _around(glyph: Glyph) -> list[tuple[str, int, int]]:
    """The cells a copy of a glyph may lie in."""
    near = max(_NEAR_PT, _NEAR_EM * glyph.size)
    columns = range(int((glyph.x - near) // _CELL), int((glyph.x + near) // _CELL) + 1)
    rows = range(int((glyph.y - near) // _CELL), int((glyph.y + near) // _CELL) + 1)
    return [(glyph.text, column, row) for column in columns for row in rows]


def _same(glyph: Glyph, other: Glyph) -> bool:
    near = max(_NEAR_PT, _NEAR_EM * min(glyph.size, other.size))
    return (
        abs(glyph.x - other.x) <= near
        and abs(glyph.y - other.y) <= near
        and abs(glyph.size - other.size) <= _SIZE * max(glyph.size, other.size)
        and glyph.angle == other.angle
    )
