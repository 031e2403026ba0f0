"""Documents by their ids, as they are now, searched or not."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from indexing.engines.elasticsearch.connection import Connection
from indexing.engines.elasticsearch.faults import lookup_fault

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
