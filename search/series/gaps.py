"""Years a series has no value for, and whether an account of them is held."""

from collections.abc import Mapping, Sequence

from indexing import Request
from indexing.engines.protocol import All, OneOf
from search.index import Index
from search.query import Span
from search.series.model import Gap, Point

#: Years listed at most, as many as an account may cover.
_MOST_YEARS = 200
Body = tuple[str, str]


def accounts(index: Index, bodies: Sequence[Body]) -> dict[Body, Mapping[int, int]]:
    """For each organ and place code how many accounts of each year are held."""
    requests = [
        Request(All((OneOf("organ", (organ,)), OneOf("place", (place,)), OneOf("scope", ("summary",)))), limit=0, facets=("years",))
        for organ, place in bodies
    ]
    answers = index.ask_all(requests) if requests else []
    return {body: {int(year): count for year, count in answer.facets["years"]} for body, answer in zip(bodies, answers, strict=True)}


def gaps(points: Sequence[Point], asked: Span | None, held: Mapping[int, int]) -> tuple[Gap, ...]:
    """Years without an achieved value, from the first asked for (or told) to the last."""
    told = {point.year for point in points if point.status == "achieved"}
    if not told:
        return ()
    first, last = min(told), max(told)
    if asked:
        first = asked.first if asked.first is not None else first
        last = asked.last if asked.last is not None else last
    if last - first >= _MOST_YEARS:
        first, last = min(told), max(told)
    missing = [year for year in range(first, last + 1) if year not in told][:_MOST_YEARS]
    return tuple(Gap(year, "no_figure" if held.get(year) else "no_account", held.get(year, 0)) for year in missing)
