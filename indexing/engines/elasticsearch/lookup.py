"""Documents by their ids, as they are now, searched or not; and the ids there are."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from indexing.engines.elasticsearch.connection import Connection
from indexing.engines.elasticsearch.faults import lookup_fault
from indexing.engines.protocol import Held

#: Ids asked for at once.
_BATCH = 2_000


def lookup(connection: Connection, index: str, ids: Sequence[str], fields: Sequence[str] = ()) -> Iterator[Mapping[str, Any]]:
    """Those documents that are held, with `_id`, `_version` and, in `_source`, the fields named. GenerationBroken, EngineUnavailable."""
    ids = [id_ for id_ in ids if id_]  # the server takes no empty id, and nothing has one
    for start in range(0, len(ids), _BATCH):
        with connection.asking(index):
            answer = connection.client.mget(index=index, ids=ids[start : start + _BATCH], source=list(fields) or False)
        for doc in answer["docs"]:
            if "error" in doc:
                raise lookup_fault(doc, connection.options.place, index)
            if doc["found"]:
                yield doc


def held(connection: Connection, index: str, ids: Sequence[str]) -> dict[str, Held]:
    """Revision and digest of those ids that are held."""
    return {doc["_id"]: Held(int(doc["_version"]), doc["_source"]["digest"]) for doc in lookup(connection, index, ids, ["digest"])}


def ids_behind(connection: Connection, index: str, after: str, limit: int) -> list[str]:
    """The next ids that can be found, behind one."""
    behind = {"range": {"id": {"gt": after}}} if after else {"match_all": {}}
    page: dict[str, Any] = {"sort": [{"id": "asc"}], "size": limit, "source": False, "track_total_hits": False}
    with connection.asking(index):
        answer = connection.client.search(index=index, query=behind, allow_partial_search_results=False, **page)
    return [str(hit["_id"]) for hit in answer["hits"]["hits"]]
