"""Pages behind a place in the order of date or id: a filter on date and id instead of an offset, so that arrivals move nothing."""

from collections.abc import Iterator
from itertools import dropwhile

import tantivy
from tantivy import FieldType, Occur, Query, Searcher

from indexing.engines.protocol import After, Sort
from indexing.engines.tantivy.order import Found, by_column
from indexing.engines.tantivy.schema import ID_COLUMNS, id_key

_LOWEST, _HIGHEST = -(2**63), 2**63 - 1


def behind(searcher: Searcher, schema: tantivy.Schema, query: Query, sort: Sort, limit: int, after: After) -> list[Found]:
    """The page behind a place. Ids that agree in their first bytes pass the filter together: those not behind are dropped here."""
    allowed = _conjunction(query, Query.const_score_query(any_of(_later(schema, sort, after)), 0.0))
    extra = 1  # the document of the place itself
    while True:
        found = by_column(searcher, allowed, sort, limit + extra, 0)
        kept = list(dropwhile(lambda one: _not_behind(searcher, one, sort, after), found))
        if len(kept) >= limit or len(found) < limit + extra:
            return kept[:limit]
        extra += limit


def _later(schema: tantivy.Schema, sort: Sort, after: After) -> Iterator[Query]:
    """The alternatives: another date, or the same one and a later id."""
    ids = any_of(later_ids(schema, after.id))
    if sort == "relevance":  # nothing scores: the order is that of ids
        yield ids
        return
    undated = Query.boolean_query([(Occur.Must, Query.all_query()), (Occur.MustNot, Query.exists_query("date"))])
    if after.key is None:
        yield _conjunction(undated, ids)
        return
    date = int(after.key)
    bounds = (date + 1, _HIGHEST) if sort == "date" else (_LOWEST, date - 1)
    yield Query.range_query(schema, "date", FieldType.Integer, *bounds)
    yield _conjunction(Query.range_query(schema, "date", FieldType.Integer, date, date), ids)
    yield undated


def later_ids(schema: tantivy.Schema, id_: str) -> Iterator[Query]:
    """Ids behind one, by their first bytes; those that agree in all of them are let through."""
    same: list[Query] = []
    for name, number in zip(ID_COLUMNS, id_key(id_), strict=True):
        if number < 2**64 - 1:
            yield _conjunction(*same, Query.range_query(schema, name, FieldType.Unsigned, number + 1, 2**64 - 1))
        same.append(Query.range_query(schema, name, FieldType.Unsigned, number, number))
    yield _conjunction(*same)


def _not_behind(searcher: Searcher, found: Found, sort: Sort, after: After) -> bool:
    """Whether a document the filter lets through stands at or before the place: same date, and an id that is not later."""
    if str(searcher.doc(found.address).get_first("id")).encode() > after.id.encode():
        return False
    return sort == "relevance" or searcher.fast_field_values("date", [found.address])[0] == after.key


def _conjunction(*queries: Query) -> Query:
    return queries[0] if len(queries) == 1 else Query.boolean_query([(Occur.Must, one) for one in queries])


def any_of(queries: Iterator[Query]) -> Query:
    """What one of the queries matches."""
    return Query.boolean_query([(Occur.Should, one) for one in queries])
