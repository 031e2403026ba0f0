"""Ruled tables: rows between level rules of one length, cells by upright rules or by where the text of all rows leaves white."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from scrapers.pdf.blocks import Measure, Table
from scrapers.pdf.glyphs import Box
from scrapers.pdf.lines import Line

#: Rules of one table begin and end within so many points, and follow each other within so many lines of text.
_EDGE, _ROW = 3.0, 4.5
#: A table has at least so many rules, and most of its rows at least two cells.
_RULES, _ROWS_WITH_CELLS = 3, 0.6


def take_tables(lines: Sequence[Line], rules: Sequence[Box], measure: Measure) -> tuple[list[Table], list[Line]]:
    """The tables of a page, and the lines that stand in none."""
    left = list(lines)
    tables: list[Table] = []
    for group in _groups(rules, measure):
        upright = [rule for rule in rules if rule.height > rule.width and _inside(rule, group)]
        rows = _rows(left, group)
        edges = _edges(rows, upright, group)
        rows = [*_head(left, group, edges, measure), *rows]
        cells = [_cells(row, edges) for row in rows]
        several = sum(sum(map(bool, row)) > 1 for row in cells)
        if len(edges) < 3 or len(rows) < 2 or several < _ROWS_WITH_CELLS * len(rows):
            continue
        taken = {id(line) for row in rows for line in row}
        top = min(line.box.y0 for row in rows for line in row)
        tables.append(Table(cells, Box(group[0].x0, min(top, group[0].y0), group[0].x1, group[-1].y1)))
        left = [line for line in left if id(line) not in taken]
    return tables, left


def _groups(rules: Sequence[Box], measure: Measure) -> Iterator[list[Box]]:
    """Level rules of one length under each other."""
    level = sorted((rule for rule in rules if rule.width > max(rule.height, 8 * measure.size)), key=lambda rule: rule.y0)
    used: set[int] = set()
    for at, first in enumerate(level):
        if at in used:
            continue
        group = [first]
        for other in range(at + 1, len(level)):
            rule, last = level[other], group[-1]
            if rule.y0 - last.y0 > _ROW * measure.leading:
                break
            if abs(rule.x0 - first.x0) <= _EDGE and abs(rule.x1 - first.x1) <= _EDGE:
                if rule.y0 - last.y0 > 0.5 * measure.leading:
                    group.append(rule)
                used.add(other)
        if len(group) >= _RULES:
            yield group


def _inside(rule: Box, group: Sequence[Box]) -> bool:
    first, last = group[0], group[-1]
    return first.x0 - _EDGE <= rule.x0 <= first.x1 + _EDGE and rule.y0 >= first.y0 - _EDGE and rule.y1 <= last.y1 + _EDGE


def _within(lines: Sequence[Line], group: Sequence[Box]) -> list[Line]:
    x0, x1 = group[0].x0 - _EDGE, group[0].x1 + _EDGE
    return [line for line in lines if line.box.x0 >= x0 and line.box.x1 <= x1 and not line.vertical]


def _rows(lines: Sequence[Line], group: Sequence[Box]) -> list[list[Line]]:
    """The lines of each row between two rules."""
    within = _within(lines, group)
    rows = [[line for line in within if top.y0 < line.base <= foot.y0 + 0.5] for top, foot in pairwise(group)]
    return [row for row in rows if row]


def _head(lines: Sequence[Line], group: Sequence[Box], edges: Sequence[float], measure: Measure) -> list[list[Line]]:
    """The row over the first rule, where its lines stand each in a column of the table: its head."""
    above = [line for line in _within(lines, group) if 0 <= group[0].y0 - line.base <= 0.9 * measure.leading]
    columns = list(pairwise(edges))
    places = [next((at for at, (x0, x1) in enumerate(columns) if x0 - 1 <= line.box.x0 and line.box.x1 <= x1 + 1), None) for line in above]
    short = all(line.box.x1 < columns[at][1] - measure.size for line, at in zip(above, places, strict=True) if at is not None)
    return [above] if len(above) > 1 and None not in places and len(set(places)) == len(places) == len(columns) and short else []


def _edges(rows: Sequence[Sequence[Line]], upright: Sequence[Box], group: Sequence[Box]) -> list[float]:
    """Where the columns of a table begin and end."""
    left, right = group[0].x0, group[0].x1
    xs = sorted({round(rule.x0, 1) for rule in upright if left + _EDGE < rule.x0 < right - _EDGE})
    inner = [x for at, x in enumerate(xs) if not at or x - xs[at - 1] > _EDGE]
    if not inner:
        spans = sorted((line.box.x0, line.box.x1) for row in rows for line in row)
        reach = spans[0][1] if spans else right
        for x0, x1 in spans[1:]:
            if x0 > reach:
                inner.append((x0 + reach) / 2)
            reach = max(reach, x1)
    return [left, *inner, right]


def _cells(row: Sequence[Line], edges: Sequence[float]) -> list[str]:
    """The texts of a row's cells; lines of one cell are joined from the top."""
    cells = []
    for left, right in pairwise(edges):
        inside = [line for line in row if left <= (line.box.x0 + line.box.x1) / 2 < right]
        inside.sort(key=lambda line: (round(line.base), line.box.x0))
        cells.append("".join(line.text for line in inside))
    return cells
