"""Series over years as files: a row a value and a row a gap, each value with its sentence and citation."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal

from articles.errors import QueryError
from search.export.delimited import csv_table
from search.export.lines import json_line
from search.export.model import Format, Head
from search.export.sheets import write_sheets
from search.export.table import Cell
from search.export.writing import encoded, whole
from search.safe import inert
from search.series import COLUMNS, Series, csv_rows, series_data

#: The formats that series can be had in; the others are of articles.
SERIES_FORMATS: tuple[Format, ...] = ("csv", "xlsx", "jsonl")
_NUMBERS = frozenset({"years", "first", "year", "sources"})


def series_written(format_: Format, head: Head, series: Sequence[Series], *, bom: bool = False) -> Iterator[bytes]:
    """The file of a format. QueryError for one that is of articles."""
    if format_ == "csv":
        return encoded(csv_table(head, COLUMNS, _rows(series), bom=bom))
    if format_ == "xlsx":
        return whole(lambda out: write_sheets(head, COLUMNS, _rows(series, Decimal), out))
    if format_ == "jsonl":
        return encoded(_lines(head, series))
    raise QueryError("export_series_format", known=", ".join(SERIES_FORMATS))


def _lines(head: Head, series: Iterable[Series]) -> Iterator[str]:
    yield json_line({"export": dict(head.data)})
    yield from (json_line(series_data(one)) for one in series)


def _rows(series: Sequence[Series], value: Callable[[str], Cell] = str) -> Iterator[list[Cell]]:
    """The rows of the table of figures; years and counts are numbers, `value` makes a cell of a value as it is told."""
    for row in csv_rows(series):
        cells = zip(COLUMNS, row, strict=True)
        yield [_cell(text, int if name in _NUMBERS else value if name == "value" else _inert) for name, text in cells]


def _cell(text: str, made: Callable[[str], Cell]) -> Cell:
    return made(text) if text else None


def _inert(text: str) -> str:
    return inert(text.removeprefix("'"))
