"""Counts of places and organs put together as a search for them would: a place with all that lies in it, an organ with its other names."""

from collections.abc import Mapping

from articles.reading.divisions import NATION
from indexing.engines.protocol import Response
from indexing.schema import divisions
from search.query import organs
from search.trends.model import Grouping


def grouped(by: Grouping, answer: Response, known: Mapping[str, int]) -> dict[str, int]:
    """How many articles each group has in an answer, exactly; `known` are the organs there are."""
    if by == "organ":
        counts = dict(answer.facets["organ"])
        found = {organ: sum(counts.get(name, 0) for name in organs(organ)) for organ in known}
        return {organ: count for organ, count in found.items() if count}
    found = {}
    for code, count in answer.facets["place"]:
        for above in divisions(code):
            if by == "place" or level(above) == by:
                found[above] = found.get(above, 0) + count
    return found


def level(code: str) -> str:
    """The level of a division by its code of six digits; `other` for the whole country and what lies below counties."""
    if code == NATION or len(code) != 6:
        return "other"
    if code.endswith("0000"):
        return "province"
    return "prefecture" if code.endswith("00") else "county"


def chosen(by: Grouping, answer: Response, known: Mapping[str, int], limit: int) -> tuple[dict[str, int], int]:
    """The groups with the most articles and how many they have, and how many groups are left out.

    Of places those that have articles of their own.
    """
    groups = grouped(by, answer, known)
    own = dict(answer.facets["place"]) if by == "place" else groups
    every = sorted((one for one in groups if one in own), key=lambda one: (-groups[one], one))
    return {one: groups[one] for one in every[:limit]}, max(0, len(every) - limit)
