"""The timeline of a search: a bar a year covered, each of which narrows the search to its year."""

import csv
import io
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from search.answer import Search
from search.question import Question
from search.timeline import Year, timeline
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


def by_year(search: Search, asked: Question) -> Sequence[Year]:
    """The hits of a question by year covered, as if no years were asked for. QueryError, EngineError."""
    answer = search.ask(replace(asked, years=None, limit=0, offset=0, facets=("years",), nearby=False))
    return timeline(answer.facets).covered


def bars(years: Sequence[Year], asked: Question, here: Address) -> list[Bar]:
    """A bar for every year of a timeline; none where one year is all there is."""
    shown = years[-_MOST:]
    if len(shown) < 2:
        return []
    most, every = max(one.count for one in shown), math.ceil(len(shown) / _LABELS)
    return [
        Bar(
            one.year,
            one.count,
            max(_LEAST, round(HEIGHT * one.count / most, 1)) if one.count else 0.0,
            _leads(one.year, asked, here),
            asked.years is None or _covers(asked, one.year),
            labelled=(shown[-1].year - one.year) % every == 0,
        )
        for one in shown
    ]


def _covers(asked: Question, year: int) -> bool:
    span = asked.years
    return span is not None and (span.first is None or span.first <= year) and (span.last is None or year <= span.last)


def _leads(year: int, asked: Question, here: Address) -> str:
    """To the year alone; from the year alone back to all."""
    alone = asked.years is not None and asked.years.first == asked.years.last == year
    return str(here.removing("years") if alone else here.with_("years", year))


def rows(years: Sequence[Year]) -> Iterator[str]:
    """The years as lines of a CSV, rising."""
    for row in [("year", "count"), *((one.year, one.count) for one in years)]:
        out = io.StringIO()
        csv.writer(out).writerow(row)
        yield out.getvalue()
