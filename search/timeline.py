"""How many hits there are of each year, in the order of years."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from search.question import Counted


@dataclass(frozen=True, slots=True)
class Year:
    """A year and how many hits it has."""

    year: int
    count: int


@dataclass(frozen=True, slots=True)
class Timeline:
    """Hits by the years they cover (one that covers several counts in each) and by the year of printing; years between without any too."""

    covered: tuple[Year, ...] = ()
    printed: tuple[Year, ...] = ()


def timeline(facets: Mapping[str, Sequence[Counted]]) -> Timeline:
    """The timeline of an answer, from its facets: the same counts, so that they cannot disagree."""
    return Timeline(_years(facets.get("years", ())), _years(facets.get("printed_year", ())))


def _years(values: Sequence[Counted]) -> tuple[Year, ...]:
    counts = {int(one.value): one.count for one in values}
    return tuple(Year(year, counts.get(year, 0)) for year in range(min(counts), max(counts) + 1)) if counts else ()
