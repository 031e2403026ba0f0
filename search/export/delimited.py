"""CSV (RFC 4180): the head as comment lines, a line of names, a row an article."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from search.export.model import Head, Item
from search.export.table import COLUMNS, Cell, row
from search.safe import comment

#: What tells Excel that a file is UTF-8.
MARK = "\ufeff"


def csv_lines(head: Head, items: Iterable[Item], *, bom: bool = False) -> Iterator[str]:
    """The file, piece by piece; with `bom` Excel opens it as UTF-8."""
    return csv_table(head, COLUMNS, (row(item) for item in items), bom=bom)


def csv_table(head: Head, columns: Sequence[str], rows: Iterable[Sequence[Cell]], *, bom: bool = False) -> Iterator[str]:
    """Any table behind a head."""
    yield (MARK if bom else "") + "".join(f"# {comment(text)}\r\n" for text in (head.title, *map(": ".join, head.lines)))
    yield _written(columns)
    for cells in rows:
        yield _written(cells)


def _written(cells: Sequence[Cell]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerow(cells)
    return out.getvalue()
