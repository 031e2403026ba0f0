"""Years of an answer: which there are, their points, the gaps between, and how far a phrase had spread."""

from collections.abc import Iterable, Mapping, Sequence

from search.query import Span
from search.trends.model import MOST_YEARS, Spread, TrendPoint

Counts = Mapping[str, int]


def axis(held: Iterable[int], span: Span | None) -> list[int]:
    """The years of an answer: those asked for, where the span is open those of which accounts are held; the newest, where they are many."""
    years = sorted(held)
    first = span.first if span and span.first is not None else None
    last = span.last if span and span.last is not None else None
    if not years and (first is None or last is None):
        return []
    first = years[0] if first is None else first
    last = max(years[-1], first) if last is None else last
    return list(range(max(first, last - MOST_YEARS + 1), last + 1))


def points(years: Sequence[int], found: Mapping[int, int], held: Mapping[int, int]) -> tuple[tuple[TrendPoint, ...], tuple[int, ...]]:
    """The points of the years of which accounts are held, and the years of which none is."""
    made = tuple(
        TrendPoint(year, found.get(year, 0), held[year], round(found.get(year, 0) / held[year], 6)) for year in years if held.get(year)
    )
    return made, tuple(year for year in years if not held.get(year))


def spread(years: Sequence[int], places: Mapping[int, Counts], organs: Mapping[int, Counts]) -> tuple[Spread, ...]:
    """In how many places and organs a phrase stands in each year that has it, and in how many by then."""
    reached: tuple[set[str], set[str]] = (set(), set())
    told = []
    for year in years:
        if year in places:
            reached[0].update(places[year])
            reached[1].update(organs[year])
            told.append(Spread(year, len(places[year]), len(organs[year]), len(reached[0]), len(reached[1])))
    return tuple(told)
