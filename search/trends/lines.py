"""What was counted of articles, and the lines that are made of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from indexing.engines.protocol import Response
from search.trends.groups import chosen, grouped
from search.trends.model import Grouping, Line
from search.trends.years import points, spread


@dataclass(frozen=True, slots=True)
class Counted:
    """Counts of some articles: of all of them by year, place and organ, and of each year that has any by place and organ."""

    whole: Response
    years: Mapping[int, Response]

    def yearly(self) -> dict[int, int]:
        """How many there are of each year."""
        return {year: answer.total for year, answer in self.years.items()}

    def by_group(self, by: Grouping, known: Mapping[str, int]) -> dict[int, dict[str, int]]:
        """How many there are of each year in each group."""
        return {year: grouped(by, answer, known) for year, answer in self.years.items()}


def whole(phrase: str, years: Sequence[int], base: Counted, found: Counted) -> Line:
    """The line of a phrase in all accounts."""
    made, gaps = points(years, found.yearly(), base.yearly())
    places, organs = ({year: dict(answer.facets[name]) for year, answer in found.years.items()} for name in ("place", "organ"))
    return Line(phrase, None, None, found.whole.total, made, gaps, spread=spread(years, places, organs))


def groups(phrase: str, by: Grouping, limit: int, years: Sequence[int], base: Counted, found: Counted) -> tuple[list[Line], int]:
    """The lines of a phrase in the accounts of each group, those with the most articles first, and how many are left out."""
    known = dict(base.whole.facets["organ"])
    some, more = chosen(by, found.whole, known, limit)
    held, holding = base.by_group(by, known), found.by_group(by, known)
    lines = []
    for group, total in some.items():
        counts, of = ({year: table.get(group, 0) for year, table in each.items()} for each in (holding, held))
        lines.append(Line(phrase, group, group, total, *points(years, counts, of)))
    return lines, more
