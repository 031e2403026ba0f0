"""Series as JSON and as rows of a table."""

import csv
import io
from collections.abc import Iterator, Sequence
from typing import Any

from pydantic import TypeAdapter

from search.safe import inert
from search.series.model import FiguresSummary, Gap, Point, Series

_SERIES: TypeAdapter[Series] = TypeAdapter(Series)
_SUMMARY: TypeAdapter[FiguresSummary] = TypeAdapter(FiguresSummary)
#: The columns of a table of series; a year without a value is a row with `gap`.
COLUMNS = (
    *("organ", "place", "place_code", "what", "unit", "years", "status", "first", "year", "value", "printed", "qualifier", "direction"),
    *("conflict", "sources", "citation", "sentence", "id", "gap", "rule"),
)


def series_data(one: Series) -> dict[str, Any]:
    """A series as it is sent."""
    data: dict[str, Any] = _SERIES.dump_python(one, mode="json", by_alias=True)
    return data


def figures_summary(summary: FiguresSummary) -> dict[str, Any]:
    """What stands beside the series, as it is sent."""
    data: dict[str, Any] = _SUMMARY.dump_python(summary, mode="json", by_alias=True)
    return data


def csv_text(series: Sequence[Series]) -> str:
    """A table that spreadsheets open as it is: with a mark of UTF-8, no cell a formula."""
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows(csv_rows(series))
    return "\ufeff" + written.getvalue()


def csv_rows(series: Sequence[Series]) -> Iterator[tuple[str, ...]]:
    """A row a value and a row a gap, in the order of `COLUMNS`; no cell of text begins a formula."""
    for one in series:
        lines: list[tuple[int, Point | Gap]] = [*((point.year, point) for point in one.points), *((gap.year, gap) for gap in one.gaps)]
        for _, line in sorted(lines, key=lambda pair: pair[0]):
            yield _row(one, line)


def _row(one: Series, line: Point | Gap) -> tuple[str, ...]:
    cells: dict[str, object] = {
        "organ": one.organ,
        "place": one.place.name,
        "place_code": one.place.code,
        "what": one.what,
        "unit": one.unit,
        "years": one.years,
        "year": line.year,
        "rule": one.rule,
    }
    cells |= _point(line) if isinstance(line, Point) else {"gap": line.why}
    return tuple(_cell(name, cells.get(name)) for name in COLUMNS)


def _point(point: Point) -> dict[str, object]:
    first = point.told[0]
    return {
        "status": point.status,
        "first": point.first,
        "value": point.value,
        "printed": point.printed,
        "qualifier": point.qualifier,
        "direction": point.direction,
        "conflict": "1" if point.conflict else None,
        "sources": point.sources,
        "citation": first.citation,
        "sentence": first.sentence,
        "id": first.id,
    }


def _cell(name: str, value: object) -> str:
    text = "" if value is None else str(value)
    return text if name == "value" else inert(text)
