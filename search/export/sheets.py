"""XLSX: a sheet that says what this is, and one with a row an article. Written row by row: memory does not grow with the rows."""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from typing import IO, Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from articles.errors import QueryError
from search.export.model import Head, Item
from search.export.table import COLUMNS, Cell, row
from search.export.words import WORDS
from search.safe import inert

#: Rows of a sheet and characters of a cell, bounds of the format (ECMA-376; Excel refuses more).
MOST_ROWS, LONGEST_CELL = 1_048_576, 32_767
_WIDTHS = {"title": 48, "citation": 34, "gbt7714": 48, "address": 40, "sentence": 60, "id": 22, "date": 12}


def write_xlsx(head: Head, items: Iterable[Item], out: IO[bytes]) -> None:
    """The file, whole. QueryError where it has more rows than a sheet may have."""
    write_sheets(head, COLUMNS, (row(item) for item in items), out)


def write_sheets(head: Head, columns: Sequence[str], rows: Iterable[Sequence[Cell]], out: IO[bytes]) -> None:
    """Any table behind a head. QueryError as above."""
    book = Workbook(write_only=True)
    try:
        _about(book, head)
        _contents(book, head, columns, rows)
        book.save(out)
    except BaseException:
        _given_up(book)
        raise


def _about(book: Workbook, head: Head) -> None:
    """The sheet that says what this is."""
    sheet = book.create_sheet(WORDS.say("head.about", head.lang))
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 18, 90
    sheet.append([_cell(sheet, head.title, bold=True)])
    for name, value in head.lines:
        sheet.append([_cell(sheet, name), _cell(sheet, value)])


def _contents(book: Workbook, head: Head, columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> None:
    sheet = book.create_sheet(WORDS.say("head.contents", head.lang))
    for at, name in enumerate(columns):
        sheet.column_dimensions[chr(ord("A") + at)].width = _WIDTHS.get(name, 14)
    sheet.freeze_panes = "A2"
    sheet.append([_cell(sheet, WORDS.say(f"column.{name}", head.lang), bold=True) for name in columns])
    for number, cells in enumerate(rows, 2):
        if number > MOST_ROWS:
            raise QueryError("export_rows", expected=MOST_ROWS - 1)
        sheet.append([_cell(sheet, cell) for cell in cells])


def _given_up(book: Any) -> None:  # noqa: ANN401 - openpyxl's sheets
    """Remove the temporary files of a book that is not saved: openpyxl keeps them until the process ends."""
    for sheet in book.worksheets:
        with suppress(Exception):
            sheet.close()
        with suppress(OSError, ValueError):
            sheet._writer.cleanup()


def _cell(sheet: Any, value: Cell, *, bold: bool = False) -> Any:  # noqa: ANN401 - openpyxl's cells
    """A value; text is text whatever it looks like (`#N/A` would be an error, `=1` a formula)."""
    if not isinstance(value, str) or not value:
        return None if value == "" else value
    cell = WriteOnlyCell(sheet, inert(value)[:LONGEST_CELL] if value[0] != "'" else value[:LONGEST_CELL])
    cell.data_type = "s"
    if bold:
        cell.font = Font(bold=True)
    return cell
