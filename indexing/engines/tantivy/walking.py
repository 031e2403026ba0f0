"""What an index holds, id by id: for who compares it with what it should hold."""

import tantivy
from tantivy import Order, Query, Searcher

from indexing.engines.protocol import Held
from indexing.engines.tantivy.places import any_of, later_ids
from indexing.schema import digest


def held(searcher: Searcher, schema: tantivy.Schema, ids: list[str]) -> dict[str, Held]:
    """Revision and digest of those ids that the searcher sees; the stored articles are unpacked for it."""
    if not ids or not searcher.num_docs:
        return {}
    query = Query.term_set_query(schema, "id", ids)
    hits = searcher.search(query, limit=len(ids), count=False, order_by_field="id", order=Order.Asc).hits
    revisions = searcher.fast_field_values("revision", [address for _, address in hits])
    found = zip(hits, revisions, strict=True)
    return {str(id_): Held(int(revision or 0), digest(searcher.doc(at).get_first("article") or b"")) for (id_, at), revision in found}


def ids_behind(searcher: Searcher, schema: tantivy.Schema, after: str, limit: int) -> list[str]:
    """The next ids behind one. Ids that agree with it in their first bytes pass the filter together, so more are asked for then."""
    if not searcher.num_docs:
        return []
    query = any_of(later_ids(schema, after)) if after else Query.all_query()
    more = limit
    while True:
        hits = searcher.search(query, limit=more, count=False, order_by_field="id", order=Order.Asc).hits
        found = [str(id_) for id_, _ in hits if str(id_).encode() > after.encode()]
        if len(found) >= limit or len(hits) < more:
            return found[:limit]
        more += limit
