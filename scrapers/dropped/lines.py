"""The rows of a table of articles, with the lines they begin on; what is no row is named by its line and nothing else is lost."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import islice

_MARKS = (",", "\t", ";", "，", "|")
#: Rows that are given up because a quotation mark is never closed; behind so many the file is no table.
_MOST_TORN = 1000


@dataclass
class Rows:
    """Rows with the line each begins on (from 1), and the lines of those whose quotation marks do not pair."""

    rows: list[tuple[int, list[str]]] = field(default_factory=list)
    torn: list[int] = field(default_factory=list)


def head_of(text: str) -> tuple[int, str, list[str]] | None:
    """The first line that holds anything: which it is, the mark that parts most cells, its cells; None for an empty text."""
    for at, line in enumerate(io.StringIO(text[:20_000], newline="")):
        bare = line.strip().strip("\ufeff")
        if bare and not bare.lower().startswith("sep="):
            mark = max(_MARKS, key=bare.count)
            return at, mark, next(csv.reader([bare], delimiter=mark))
    return None


def rows_of(text: str, after: int, mark: str) -> Rows:
    """The rows behind a line. A row whose quotation mark is never closed takes no other row with it."""
    lines, found, at = list(io.StringIO(text, newline="")), Rows(), after + 1
    while at < len(lines) and len(found.torn) < _MOST_TORN:
        at = _read(lines, at, mark, found)
    return found


def _read(lines: Sequence[str], begin: int, mark: str, found: Rows) -> int:
    """Read rows from a line on; where to go on behind a torn one, else the end."""
    reader, row_at = csv.reader(islice(lines, begin, None), delimiter=mark, strict=True), begin
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                found.rows.append((row_at + 1, cells))
            row_at = begin + reader.line_num
    except csv.Error:
        found.torn.append(row_at + 1)
        return row_at + 1
    return len(lines)
