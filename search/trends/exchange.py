"""Lines as JSON and as a table."""

import csv
import io
from collections.abc import Iterator
from typing import Any

from pydantic import TypeAdapter

from search.safe import inert
from search.trends.model import Line, TrendAnswer, TrendPoint, TrendsSummary

_LINE: TypeAdapter[Line] = TypeAdapter(Line)
_SUMMARY: TypeAdapter[TrendsSummary] = TypeAdapter(TrendsSummary)
#: The columns of the table; a year of which no account is held is a row with `gap`. Places and organs are those of the phrase's spread.
COLUMNS = ("phrase", "group", "name", "year", "count", "held", "share", "gap", "places", "organs", "places_reached", "organs_reached")


def trend_data(line: Line) -> dict[str, Any]:
    """A line as it is sent."""
    data: dict[str, Any] = _LINE.dump_python(line, mode="json")
    return data


def trends_summary(summary: TrendsSummary) -> dict[str, Any]:
    """What stands beside the lines, as it is sent."""
    data: dict[str, Any] = _SUMMARY.dump_python(summary, mode="json")
    return data


def csv_text(answer: TrendAnswer) -> str:
    """A table that spreadsheets open as it is: with a mark of UTF-8, no cell a formula."""
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for line in answer.lines:
        writer.writerows(_rows(line))
    return "\ufeff" + written.getvalue()


def _rows(line: Line) -> Iterator[tuple[object, ...]]:
    """A row a year."""
    head = (inert(line.phrase), inert(line.group or ""), inert(line.name or ""))
    spread = {one.year: (one.places, one.organs, one.places_reached, one.organs_reached) for one in line.spread}
    years: list[TrendPoint | int] = sorted((*line.points, *line.gaps), key=_year)
    for one in years:
        if isinstance(one, int):
            yield (*head, one, "", 0, "", "no_account")
        else:
            yield (*head, one.year, one.count, one.held, one.share, "", *spread.get(one.year, ()))


def _year(one: TrendPoint | int) -> int:
    return one if isinstance(one, int) else one.year
