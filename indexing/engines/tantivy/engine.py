"""A folder of tantivy as an engine."""

import os
import threading
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Self

import tantivy
from tantivy import Query, Searcher

from articles.errors import GenerationBroken
from indexing.engines.protocol import NOTHING_DELETED, FacetField, Hit, Request, Response, Written
from indexing.engines.tantivy.clauses import Translator, scores
from indexing.engines.tantivy.faults import opening, searching
from indexing.engines.tantivy.order import Found, by_column, by_score, total
from indexing.engines.tantivy.schema import field_names, schema
from indexing.engines.tantivy.writing import Writing, revisions
from indexing.schema import Document

#: More values than any facet has: counts of a facet that is cut short would not be exact.
_MOST_VALUES = 65_000
_LONGEST_PAGE = 10_000
Signature = tuple[int, int, int]


class TantivyEngine:
    """An index in a folder. Only the process that writes holds a lock; readers see each commit at their next question."""

    def __init__(self, path: Path, index: tantivy.Index) -> None:
        self._path = path
        self._index = index
        self._index.config_reader("manual")
        self._names = field_names(path)
        self._schema = index.schema  # of the folder: field numbers differ between versions of ours
        self._lock = threading.RLock()
        self._seen: Signature | None = None
        self._writing: Writing | None = None

    @classmethod
    def create(cls, path: Path) -> Self:
        """A new, empty index; the folder is made. StorageFull, GenerationBroken."""
        with opening(path):
            path.mkdir(parents=True, exist_ok=True)
            return cls(path, tantivy.Index(schema(), path=str(path), reuse=True))

    @classmethod
    def open(cls, path: Path) -> Self:
        """An index that is there. GenerationBroken where it is missing, torn, or of another version of tantivy."""
        if not (path / "meta.json").is_file():
            raise GenerationBroken("engine_missing", path=str(path))
        with opening(path):
            return cls(path, tantivy.Index.open(str(path)))

    def write(self, documents: Iterable[Document], deleted: Mapping[str, int] = NOTHING_DELETED) -> Written:
        """See the protocol. EngineUnavailable where another process writes."""
        with self._lock:
            writing = self._writing or Writing(self._path, self._index)
            self._writing = None  # a writer that failed is of no more use: it is put back only where all went well
            done = writing.write(self._searcher(), documents, deleted)
            self._writing = writing
            return done

    def ask(self, request: Request) -> Response:
        """See the protocol. GenerationBroken, QueryError."""
        with searching(self._path):
            searcher = self._searcher()
            query = Translator(self._schema, self._names).query(request.clause, request.filter)
            found = _page(searcher, query, request)
            facets = {str(name): _facet(searcher, query, name) for name in request.facets}
            count = total(searcher, query) if request.counted else len(found)
            return Response(count, tuple(_hit(searcher, one) for one in found), facets)

    def ask_all(self, requests: Sequence[Request]) -> list[Response]:
        """See the protocol."""
        return [self.ask(request) for request in requests]

    def get(self, id_: str) -> bytes | None:
        """The stored article of an id."""
        with searching(self._path):
            searcher = self._searcher()
            hits = searcher.search(Query.term_query(self._schema, "id", id_), limit=1, count=False).hits
            return _hit(searcher, Found(0.0, hits[0][1])).article if hits else None

    def revisions(self, ids: Iterable[str]) -> dict[str, int]:
        """The revisions of those ids that are held."""
        with searching(self._path):
            return revisions(self._searcher(), self._schema, list(ids))

    def count(self) -> int:
        """How many documents there are."""
        with searching(self._path):
            return self._searcher().num_docs

    def close(self) -> None:
        """Give the write lock up; merges still running are left for the next writer."""
        with self._lock:
            if self._writing:
                self._writing.close()
            self._writing = None

    def _searcher(self) -> Searcher:
        """A searcher on the last commit of any process: reloading costs milliseconds, so a look at the file comes first."""
        with self._lock:
            now = _signature(self._path / "meta.json")
            if now != self._seen:
                self._index.reload()
                self._seen = now
            return self._index.searcher()


def _signature(path: Path) -> Signature:
    status = os.stat(path)  # noqa: PTH116 - half the price of Path.stat, on every question
    return status.st_mtime_ns, status.st_ino, status.st_size


def _page(searcher: Searcher, query: Query, request: Request) -> list[Found]:
    limit = min(request.limit, searcher.num_docs - request.offset)
    if limit <= 0:
        return []
    if request.sort == "relevance" and scores(request.clause):
        return by_score(searcher, query, limit, request.offset)
    return by_column(searcher, query, request.sort, limit, request.offset)


def _facet(searcher: Searcher, query: Query, name: FacetField) -> list[tuple[str, int]]:
    answer = searcher.aggregate(query, {"values": {"terms": {"field": name, "size": _MOST_VALUES}}})
    counts = ((str(bucket["key"]), bucket["doc_count"]) for bucket in answer["values"]["buckets"])
    return sorted(((value, count) for value, count in counts if count), key=lambda pair: (-pair[1], pair[0]))


def _hit(searcher: Searcher, found: Found) -> Hit:
    stored = searcher.doc(found.address).to_dict()
    return Hit(stored["id"][0], found.score, stored["article"][0])
