"""The timeline of a search: a bar a year covered, each of which narrows the search to its year."""

import csv
import io
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from search.answer import Search
from search.question import Counted, Question
from search.web.address import Address

#: Years a timeline shows at most, the newest ones; about as many of them are labelled.
_MOST, _LABELS = 120, 12
#: The height of a full bar, in units of its view box, and of the least one that is no nothing.
HEIGHT, _LEAST = 48, 1.5


@dataclass(frozen=True, slots=True)
class Bar:
    """A year: how many hits cover it, its height, where it leads, whether the search is narrowed to it, whether it is labelled."""

    year: int
    count: int
    height: float
    address: str
    chosen: bool
    labelled: bool


def by_year(search: Search, asked: Question) -> Sequence[Counted]:
    """The hits of a question by year covered, as if no years were asked for. QueryError, EngineError."""
    return search.ask(replace(asked, years=None, limit=0, offset=0, facets=("years",), nearby=False)).facets["years"]


def bars(counted: Sequence[Counted], asked: Question, here: Address) -> list[Bar]:
    """A bar for every year from the first with hits to the last, those without hits among them; none where one year is all there is."""
    counts = {int(one.value): one.count for one in counted}
    if len(counts) < 2:
        return []
    years = range(max(min(counts), max(counts) - _MOST + 1), max(counts) + 1)
    most, every = max(counts.values()), math.ceil(len(years) / _LABELS)
    return [
        Bar(
            year,
            counts.get(year, 0),
            max(_LEAST, round(HEIGHT * counts[year] / most, 1)) if year in counts else 0.0,
            _leads(year, asked, here),
            asked.years is None or _covers(asked, year),
            labelled=(years[-1] - year) % every == 0,
        )
        for year in years
    ]


def _covers(asked: Question, year: int) -> bool:
    span = asked.years
    return span is not None and (span.first is None or span.first <= year) and (span.last is None or year <= span.last)


def _leads(year: int, asked: Question, here: Address) -> str:
    """To the year alone; from the year alone back to all."""
    alone = asked.years is not None and asked.years.first == asked.years.last == year
    return str(here.removing("years") if alone else here.with_("years", year))


def rows(counted: Sequence[Counted]) -> Iterator[str]:
    """The years as lines of a CSV, rising."""
    for row in [("year", "count"), *sorted((int(one.value), one.count) for one in counted)]:
        out = io.StringIO()
        csv.writer(out).writerow(row)
        yield out.getvalue()
