"""Hits in an exact order: by date, or by score, ties by id."""

from collections.abc import Iterable
from itertools import groupby
from typing import NamedTuple

from tantivy import DocAddress, Order, Query, Searcher

from indexing.engines.protocol import Sort
from indexing.engines.tantivy.schema import ID_BYTES, ID_COLUMNS

#: How many more hits than asked for are fetched at first, and how fast that grows while ties reach over the end.
_AHEAD = 32
_GROWTH = 4
_COLUMN: dict[Sort, str] = {"date": "oldest_first", "-date": "newest_first"}


class Found(NamedTuple):
    """A hit before its article is fetched."""

    score: float
    address: DocAddress


def total(searcher: Searcher, query: Query) -> int:
    """How many documents match."""
    return int(searcher.search(query, limit=1, count=True).count)  # type: ignore[attr-defined]  # tantivy's stubs lack it


def by_column(searcher: Searcher, query: Query, sort: Sort, limit: int, offset: int) -> list[Found]:
    """A page ordered by date, or by id where nothing scores (`relevance`)."""
    column = _COLUMN.get(sort, "id")
    found = searcher.search(query, limit=limit, offset=offset, count=False, order_by_field=column, order=Order.Asc)
    return [Found(0.0, address) for _, address in found.hits]


def by_score(searcher: Searcher, query: Query, limit: int, offset: int) -> list[Found]:
    """A page ordered by score, ties by id.

    tantivy's own ties fall as documents lie in the index. So the page is fetched together with everything that ties with its last hit;
    this costs as much as that tie is long, a tenth of a second at 20,000 equal hits.
    """
    end = offset + limit
    hits: list[tuple[float, DocAddress]] = []
    fetched = end + _AHEAD
    while True:
        hits = searcher.search(query, limit=fetched, count=False).hits
        if len(hits) < fetched or hits[-1][0] < hits[end - 1][0]:
            break
        fetched *= _GROWTH
    if len(hits) <= offset:
        return []
    first, last = hits[offset][0], hits[min(end, len(hits)) - 1][0]
    before = sum(score > first for score, _ in hits)
    reached = [Found(score, address) for score, address in hits if first >= score >= last]
    return _ties_by_id(searcher, reached)[offset - before : end - before]


def _ties_by_id(searcher: Searcher, found: list[Found]) -> list[Found]:
    columns = [searcher.fast_field_values(name, [one.address for one in found]) for name in ID_COLUMNS]
    keyed = sorted(zip((-one.score for one in found), *columns, range(len(found)), strict=True))
    ordered: list[Found] = []
    for _, group in groupby(keyed, key=lambda key: key[:-1]):
        same = [found[key[-1]] for key in group]
        ordered += same if len(same) == 1 else _by_whole_id(searcher, same)
    return ordered


def _by_whole_id(searcher: Searcher, found: Iterable[Found]) -> list[Found]:
    """Documents whose ids agree in their first bytes."""
    return sorted(found, key=lambda one: str(searcher.doc(one.address).get_first("id")).encode()[ID_BYTES:])
