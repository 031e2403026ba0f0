"""Writing: what is the same stays, the rest goes in bulk under the article's revision as external version, then one refresh.

A conflict of versions means that something newer is there: that is success. A bulk is no transaction; what an error cut short is done
again from its beginning, and changes nothing twice.
"""

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

from elasticsearch.helpers import streaming_bulk

from articles.errors import DocumentRejected
from indexing.engines.elasticsearch.connection import Connection
from indexing.engines.elasticsearch.faults import item_fault, why
from indexing.engines.elasticsearch.lookup import held
from indexing.engines.elasticsearch.schema import row
from indexing.engines.protocol import Held, Written
from indexing.schema import Document, digest

#: Documents looked up and sent together.
_BATCH = 500
_CHUNK_BYTES = 10 * 1024 * 1024
_RETRIES = 5
#: Seconds before the first retry of what a busy server refused; doubled each time.
_FIRST_WAIT, _LONGEST_WAIT = 0.5, 8.0
_CONFLICT, _ABSENT = 409, 404

Action = dict[str, Any]


def write_alias(index: str) -> str:
    """The alias documents are sent through: where it is gone the server refuses them, and makes no index of its own."""
    return f"{index}-write"


def write(connection: Connection, index: str, names: frozenset[str], documents: Iterable[Document], deleted: Mapping[str, int]) -> Written:
    """Put, delete and refresh; `names` are the fields the index has."""
    actions = _actions(connection, index, names, documents, deleted)
    changed = 0
    rejected: dict[str, DocumentRejected] = {}
    with connection.asking(index):
        for good, answer in _bulk(connection, actions):
            ((operation, item),) = answer.items()
            if good:
                changed += 1
            elif not _settled(operation, item):
                fault = item_fault(item, connection.options.place, index)
                if fault is not None:
                    raise fault
                rejected[item["_id"]] = DocumentRejected("engine_rejected", id=item["_id"], why=why(item))
        connection.client.indices.refresh(index=index)
    return Written(changed, rejected)


def _bulk(connection: Connection, actions: Iterator[Action]) -> Iterable[tuple[bool, dict[str, Any]]]:
    return streaming_bulk(
        connection.client,
        actions,
        chunk_size=_BATCH,
        max_chunk_bytes=_CHUNK_BYTES,
        raise_on_error=False,
        max_retries=_RETRIES,
        initial_backoff=_FIRST_WAIT,
        max_backoff=_LONGEST_WAIT,
    )


def _settled(operation: str, item: Mapping[str, Any]) -> bool:
    """Whether something newer is there, or what should go is gone."""
    missing_index = "error" in item
    return item["status"] == _CONFLICT or (operation == "delete" and item["status"] == _ABSENT and not missing_index)


def _actions(
    connection: Connection, index: str, names: frozenset[str], documents: Iterable[Document], deleted: Mapping[str, int]
) -> Iterator[Action]:
    target = {"_index": write_alias(index), "require_alias": True, "version_type": "external_gte"}
    put: set[str] = set()
    for batch in _batches(documents):
        known = held(connection, index, [str(document["id"]) for document in batch])
        for document in batch:
            id_, revision = str(document["id"]), int(document["revision"])
            if id_ in deleted and revision <= deleted[id_]:
                continue
            if id_ in put or known.get(id_) != Held(revision, digest(document["article"])):
                put.add(id_)
                yield {**target, "_op_type": "index", "_id": id_, "version": revision, "_source": row(document, names)}
    for id_, revision in deleted.items():
        if id_ not in put:
            yield {**target, "_op_type": "delete", "_id": id_, "version": revision}


def _batches(documents: Iterable[Document]) -> Iterator[list[Document]]:
    left = iter(documents)
    while batch := list(islice(left, _BATCH)):
        yield batch
