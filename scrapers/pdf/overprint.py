"""Glyphs printed more than once at one place (faked bold type, shadows): each kept once."""

from collections.abc import Iterable, Mapping, Sequence

from scrapers.pdf.glyphs import Glyph

#: A copy stands within this of the first, by em or in points, whichever is more; real repeats are at least half an em apart.
#: Figures of the reference (repair, "PDF pages"), checked on the tune half of the made pages.
_NEAR_EM, _NEAR_PT, _SIZE = 0.2, 0.6, 0.15
#: And never farther than this, in points: a damaged page has glyphs a mile high, whose neighbourhood would be all there is.
_FARTHEST = 64.0

#: Glyphs are looked for in cells of so many points: wide enough that a glyph's neighbourhood mostly lies in one.
_CELL = 32.0

_Cell = tuple[str, int, int]


def once(glyphs: Iterable[Glyph]) -> tuple[list[Glyph], int]:
    """The glyphs without copies of the same character at nearly the same place, fonts not compared, and how many were left out."""
    cells: dict[_Cell, list[Glyph]] = {}
    kept: list[Glyph] = []
    dropped = 0
    for glyph in glyphs:
        home, others = _near(glyph, cells)
        if others and any(_same(glyph, other) for other in others):
            dropped += 1
            continue
        cells.setdefault(home, []).append(glyph)
        kept.append(glyph)
    return kept, dropped


def _near(glyph: Glyph, cells: Mapping[_Cell, list[Glyph]]) -> tuple[_Cell, Sequence[Glyph]]:
    """A glyph's cell, and the glyphs of its character in the cells a copy of it may lie in."""
    text, x, y, _, size, *_ = glyph
    near = min(_NEAR_EM * size, _FARTHEST) if size > _NEAR_PT / _NEAR_EM else _NEAR_PT
    column, row = int(x // _CELL), int(y // _CELL)
    home = text, column, row
    if near <= x - column * _CELL < _CELL - near and near <= y - row * _CELL < _CELL - near:
        return home, cells.get(home, ())
    columns = range(int((x - near) // _CELL), int((x + near) // _CELL) + 1)
    rows = range(int((y - near) // _CELL), int((y + near) // _CELL) + 1)
    return home, [other for one in columns for two in rows for other in cells.get((text, one, two), ())]


def _same(glyph: Glyph, other: Glyph) -> bool:
    near = min(max(_NEAR_PT, _NEAR_EM * min(glyph.size, other.size)), _FARTHEST)
    return (
        abs(glyph.x - other.x) <= near
        and abs(glyph.y - other.y) <= near
        and abs(glyph.size - other.size) <= _SIZE * max(glyph.size, other.size)
        and glyph.angle == other.angle
    )
