"""A folder of tantivy as an engine."""

import os
import threading
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Self

import tantivy
from tantivy import Query, Searcher

from articles.errors import GenerationBroken
from indexing.engines.protocol import NOTHING_DELETED, FacetField, Held, Hit, Request, Response, Written
from indexing.engines.tantivy.clauses import Translator, scores
from indexing.engines.tantivy.faults import opening, searching
from indexing.engines.tantivy.order import Found, by_column, by_score, total
from indexing.engines.tantivy.places import behind
from indexing.engines.tantivy.schema import field_names, schema
from indexing.engines.tantivy.walking import held, ids_behind
from indexing.engines.tantivy.writing import Writing, revisions
from indexing.schema import Document
from storage import flush_folder

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
        self._lock = threading.Lock()  # of the one writer, held while documents are cut
        self._reading = threading.RLock()
        self._seen: Signature | None = None
        self._writing: Writing | None = None

    @classmethod
    def create(cls, path: Path) -> Self:
        """A new, empty index; the folder is made. StorageFull, GenerationBroken."""
        with opening(path):
            path.mkdir(parents=True, exist_ok=True)
            made = cls(path, tantivy.Index(schema(), path=str(path), reuse=True))
            for folder in (path, path.parent, path.parent.parent):
                flush_folder(folder)
            return made

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
            return self.ask_on(self._searcher(), request)

    def ask_on(self, searcher: Searcher, request: Request) -> Response:
        """Answer on a searcher of ours. QueryError."""
        query = Translator(self._schema, self._names).query(request.clause, request.filter)
        found = _page(searcher, self._schema, query, request)
        if request.facets:
            count, facets = _counts(searcher, query, request.facets)
        else:
            count, facets = total(searcher, query) if request.counted else len(found), {}
        return Response(count, tuple(_hit(searcher, one) for one in found), facets)

    def view(self) -> "TantivyView":
        """See the protocol. Its name is that of the folder and of the commit: a process that sees the same commit knows it too."""
        with searching(self._path), self._reading:
            searcher = self._searcher()
            state = "-".join(f"{number:x}" for number in self._seen or ())
            return TantivyView(self, self._path, f"{self._path.name}.{state}", searcher)

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

    def held(self, ids: Iterable[str]) -> dict[str, Held]:
        """Revision and digest of those ids that are held."""
        with searching(self._path):
            return held(self._searcher(), self._schema, list(ids))

    def ids(self, after: str, limit: int) -> list[str]:
        """The next ids behind one."""
        with searching(self._path):
            return ids_behind(self._searcher(), self._schema, after, limit)

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
        with self._reading:
            now = _signature(self._path / "meta.json")
            if now != self._seen:
                self._index.reload()
                self._seen = now
            return self._index.searcher()


class TantivyView:
    """A searcher kept: its segments stay readable, though merges and other generations take their place on the disk."""

    def __init__(self, engine: TantivyEngine, path: Path, name: str, searcher: Searcher) -> None:
        self._engine = engine
        self._path = path
        self._searcher = searcher
        self.name = name

    def ask(self, request: Request) -> Response:
        """See the protocol."""
        with searching(self._path):
            return self._engine.ask_on(self._searcher, request)

    def close(self) -> None:
        """Nothing to give up: the view is shared by all who ask on this commit."""


def _signature(path: Path) -> Signature:
    status = os.stat(path)  # noqa: PTH116 - half the price of Path.stat, on every question
    return status.st_mtime_ns, status.st_ino, status.st_size


def _page(searcher: Searcher, schema: tantivy.Schema, query: Query, request: Request) -> list[Found]:
    scored = request.sort == "relevance" and scores(request.clause)
    offset, after = request.offset, request.after
    if after:
        offset = after.rank if scored else 0
    limit = min(request.limit, searcher.num_docs - offset)
    if limit <= 0:
        return []
    if scored:
        return by_score(searcher, query, limit, offset)
    if after:
        return behind(searcher, schema, query, request.sort, limit, after)
    return by_column(searcher, query, request.sort, limit, offset)


def _counts(searcher: Searcher, query: Query, names: Sequence[FacetField]) -> tuple[int, dict[str, list[tuple[str, int]]]]:
    """The total and all facets, in one pass over the hits. Every document has one `revision`."""
    wanted: dict[str, Any] = {name: {"terms": {"field": name, "size": _MOST_VALUES}} for name in names}
    answer = searcher.aggregate(query, wanted | {"total": {"value_count": {"field": "revision"}}})
    return int(answer["total"]["value"]), {str(name): _ordered(answer[name]["buckets"]) for name in names}


def _ordered(buckets: Iterable[Mapping[str, Any]]) -> list[tuple[str, int]]:
    counts = ((str(bucket["key"]), int(bucket["doc_count"])) for bucket in buckets)
    return sorted(((value, count) for value, count in counts if count), key=lambda pair: (-pair[1], pair[0]))


def _hit(searcher: Searcher, found: Found) -> Hit:
    stored = searcher.doc(found.address).to_dict()
    return Hit(stored["id"][0], found.score, stored["article"][0])
