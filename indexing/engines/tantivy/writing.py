"""Writing an index: what is newer goes in, what is the same stays, and one commit makes it durable."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path

import tantivy
from tantivy import Order, Query, Searcher

from articles.errors import DocumentRejected
from indexing.engines.protocol import Written
from indexing.engines.tantivy.faults import writing
from indexing.engines.tantivy.schema import field_names, row
from indexing.schema import Document
from storage import flush_folder

#: Memory for documents not yet on disk; one thread, because cutting text in Python is slower than it.
_HEAP = 64_000_000
_THREADS = 1
#: Documents whose revisions are looked up together.
_BATCH = 500


class Writing:
    """The write lock of an index and the one writer behind it. EngineUnavailable where another process has it."""

    def __init__(self, path: Path, index: tantivy.Index) -> None:
        self._path = path
        self._schema = index.schema
        self._fields = field_names(path)
        with writing(path):
            self._writer = index.writer(_HEAP, _THREADS)

    def write(self, searcher: Searcher, documents: Iterable[Document], deleted: Mapping[str, int]) -> Written:
        """Put, delete and commit. Nothing is changed where an error is raised, and the lock is let go."""
        batch = _Batch(self._writer, self._schema, self._fields, searcher, deleted)
        try:
            for some in _batches(documents):
                with writing(self._path):
                    batch.put(some)
            with writing(self._path):
                batch.bury()
                if batch.changed:
                    self._writer.commit()
                    flush_folder(self._path)  # tantivy flushes its files, and not the name that makes them the index
        except BaseException:
            self.close()
            raise
        return Written(batch.changed, batch.rejected)

    def close(self) -> None:
        """Let go of the lock; what was not committed is forgotten. Nothing may follow."""
        del self._writer


class _Batch:
    """What one commit changes: `put` holds the revisions of what was put so far."""

    def __init__(
        self, writer: tantivy.IndexWriter, schema_: tantivy.Schema, fields: frozenset[str], searcher: Searcher, deleted: Mapping[str, int]
    ) -> None:
        self._writer = writer
        self._schema = schema_
        self._fields = fields
        self._searcher = searcher
        self._deleted = deleted
        self._put: dict[str, int] = {}
        self.changed = 0
        self.rejected: dict[str, DocumentRejected] = {}

    def put(self, documents: Sequence[Document]) -> None:
        """Put those that are newer than what is held."""
        held = revisions(self._searcher, self._schema, [document["id"] for document in documents])
        for document in documents:
            if self._is_news(document, held):
                self._add(document)

    def bury(self) -> None:
        """Delete what is held and no newer than its tombstone."""
        held = revisions(self._searcher, self._schema, [id_ for id_ in self._deleted if id_ not in self._put])
        for id_, revision in held.items():
            if revision <= self._deleted[id_]:
                self._writer.delete_documents_by_term("id", id_)
                self.changed += 1

    def _is_news(self, document: Document, held: Mapping[str, int]) -> bool:
        id_, revision = str(document["id"]), int(document["revision"])
        known = max(held.get(id_, revision), self._put.get(id_, revision))
        if revision < known or (id_ in self._deleted and revision <= self._deleted[id_]):
            return False
        return id_ in self._put or held.get(id_) != revision or not self._is_held(document)

    def _is_held(self, document: Document) -> bool:
        hits = self._searcher.search(Query.term_query(self._schema, "id", document["id"]), limit=1, count=False).hits
        return any(self._searcher.doc(address).get_first("article") == document["article"] for _, address in hits)

    def _add(self, document: Document) -> None:
        id_ = str(document["id"])
        try:
            made = row(document, self._fields)
        except (ValueError, TypeError, OverflowError) as error:
            self.rejected[id_] = DocumentRejected("engine_rejected", id=id_, why=str(error)[:200])
            return
        self._writer.delete_documents_by_term("id", id_)
        self._writer.add_document(made)
        self._put[id_] = int(document["revision"])
        self.changed += 1


def revisions(searcher: Searcher, schema_: tantivy.Schema, ids: list[str]) -> dict[str, int]:
    """The revisions of those ids that the searcher sees."""
    if not ids or not searcher.num_docs:
        return {}
    query = Query.term_set_query(schema_, "id", ids)
    hits = searcher.search(query, limit=len(ids), count=False, order_by_field="id", order=Order.Asc).hits
    found = searcher.fast_field_values("revision", [address for _, address in hits])
    return {str(id_): int(revision or 0) for (id_, _), revision in zip(hits, found, strict=True)}


def _batches(documents: Iterable[Document]) -> Iterator[list[Document]]:
    left = iter(documents)
    while batch := list(islice(left, _BATCH)):
        yield batch
