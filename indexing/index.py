"""The index as the rest of Zongshu sees it: articles in, requests answered by whichever generation is live."""

import hashlib
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from importlib.metadata import version
from itertools import chain
from pathlib import Path
from typing import TypeVar

from articles.errors import DocumentRejected, GenerationBroken, QueryError, SettingsError
from articles.likeness import RECIPE
from articles.model import Article
from indexing.engines.options import ElasticsearchOptions
from indexing.engines.protocol import NOTHING_DELETED, After, Engine, Everything, Request, Response, View, Written
from indexing.generations import FolderGenerations, Generations
from indexing.schema import SCHEMA_VERSION, Document, document
from indexing.tokens import Tokenizer

Answer = TypeVar("Answer")

#: Views of folders kept open at once, the ones asked last: each holds the segments of one commit.
_VIEWS = 64
#: Articles fetched together where all are.
_PAGE = 1_000


class Index:
    """All generations of an index; any number of threads may use it. Errors are those of the engines' protocol."""

    def __init__(self, generations: Generations, tokenizer: Tokenizer) -> None:
        self.tokenizer = tokenizer
        self.generations = generations
        self._lock = threading.RLock()
        self._engines: dict[str, Engine] = {}
        self._views: dict[str, View] = {}

    @property
    def fingerprint(self) -> str:
        """Of the generations built now: schema, recipe, dictionaries, engine."""
        return self.generations.fingerprint

    @property
    def rebuild_needed(self) -> bool:
        """Whether the live generation is of another fingerprint; it serves on until a new one is built."""
        live = self.generations.live()
        return live is not None and not self.generations.matches(live)

    def ask(self, request: Request) -> Response:
        """Answer from the live generation. GenerationBroken where there is none."""
        return self._on_live(lambda engine: engine.ask(request))

    def ask_all(self, requests: Sequence[Request]) -> list[Response]:
        """Answer many requests at once from the live generation; see the engines' protocol."""
        return self._on_live(lambda engine: engine.ask_all(requests))

    def view(self, name: str | None = None) -> View:
        """The live generation as it is now, or the view of that name. QueryError where that is held no more."""
        if name is None:
            return self._kept(self._on_live(lambda engine: engine.view()))
        with self._lock:
            found = self._views.get(name)
        found = found or self.generations.held(name)
        if found is None:  # another process may have made it, on the commit that is still the last
            found = self.view()
            if found.name != name:
                raise QueryError("query_cursor_gone")
        return self._kept(found)

    def _kept(self, view: View) -> View:
        """The view, kept open; the one that nobody asked for longest is let go of."""
        with self._lock:
            self._views.pop(view.name, None)
            self._views[view.name] = view
            while len(self._views) > _VIEWS:
                del self._views[next(iter(self._views))]
        return view

    def get(self, id_: str) -> bytes | None:
        """The stored article of an id, from the live generation."""
        return self._on_live(lambda engine: engine.get(id_))

    def count(self) -> int:
        """How many articles the live generation holds."""
        return self._on_live(lambda engine: engine.count())

    def create(self) -> str:
        """A new, empty generation; the first one of all is live at once."""
        with self._lock:
            name = self.generations.next_name()
            self._engines[name] = self.generations.create(name)
            if self.generations.live() is None:
                self.generations.swap(name)
            return name

    def write(self, articles: Iterable[Article], deleted: Mapping[str, int] = NOTHING_DELETED, names: Sequence[str] = ()) -> Written:
        """`write_each` in the generations named, in the live one where none is, as one answer."""
        written = self.write_each(articles, deleted, names or [self._live_name()]).values()
        return Written(max(one.changed for one in written), dict(chain(*(one.rejected.items() for one in written))))

    def write_each(self, articles: Iterable[Article], deleted: Mapping[str, int], names: Sequence[str]) -> dict[str, Written]:
        """Put articles and delete ids in each of the generations named; one commit each, durable on return.

        Articles a generation cannot take are left out, older revisions of them too, and named in its answer. Writing the same again
        changes nothing.
        """
        rejected: dict[str, DocumentRejected] = {}
        revisions: dict[str, int] = {}
        documents: Iterable[Document] = self._documents(articles, rejected, revisions)
        if len(names) > 1:
            documents = list(documents)
        written = {}
        for name in names:
            one = self.engine(name).write(documents, deleted)
            written[name] = Written(one.changed, {**rejected, **one.rejected})
            if stale := {id_: revisions[id_] for id_ in written[name].rejected}:
                self.engine(name).write((), stale)
        return written

    def build(self, name: str, batches: Iterable[Sequence[Article]], progress: Callable[[int], None]) -> Written:
        """Fill a generation, a commit a batch; `progress` is told how many articles went in. Killed, it may be run again."""
        changed = 0
        rejected: dict[str, DocumentRejected] = {}
        for batch in batches:
            written = self.write(batch, names=(name,))
            changed, rejected = changed + written.changed, rejected | dict(written.rejected)
            progress(len(batch))
        return Written(changed, rejected)

    def contents(self, name: str) -> Iterator[tuple[str, bytes]]:
        """Every id a generation holds, with its stored article, by id; what is written meanwhile may be there or not."""
        engine, after = self.engine(name), None
        while hits := engine.ask(Request(Everything(), limit=_PAGE, after=after, counted=False)).hits:
            yield from ((hit.id, hit.article) for hit in hits)
            after = After(None, hits[-1].id, _PAGE)

    def engine(self, name: str) -> Engine:
        """A generation's engine. GenerationBroken where it is missing or torn."""
        with self._lock:
            if name not in self._engines:
                self._engines[name] = self.generations.open(name)
            return self._engines[name]

    def drop(self, name: str) -> None:
        """Close and delete a generation that is not live."""
        with self._lock:
            if name in self._engines:
                self._engines.pop(name).close()
            self.generations.drop(name)

    def close(self) -> None:
        """Give up files, the write lock and connections; idempotent."""
        with self._lock:
            self._views.clear()
            for engine in self._engines.values():
                engine.close()
            self._engines.clear()
            self.generations.close()

    def _documents(
        self, articles: Iterable[Article], rejected: dict[str, DocumentRejected], revisions: dict[str, int]
    ) -> Iterator[Document]:
        for article in articles:
            revisions[article.id] = article.revision
            try:
                yield document(article, self.tokenizer)
            except DocumentRejected as error:
                rejected[article.id] = error

    def _live_name(self) -> str:
        live = self.generations.live()
        if live is None:
            raise GenerationBroken("engine_no_generation", path=self.generations.place)
        return live

    def _on_live(self, question: Callable[[Engine], Answer]) -> Answer:
        """Ask the live generation; once more where another one became live, and it was dropped, under the question."""
        try:
            return question(self.generations.searched(self.engine))
        except GenerationBroken:
            return question(self.generations.searched(self.engine))


def fingerprint(tokenizer: Tokenizer, engine: str) -> str:
    """Twelve hex digits of all that a generation's content depends on: schema, recipes with dictionaries, engine and its version."""
    return hashlib.sha256(f"{SCHEMA_VERSION} {RECIPE} {tokenizer.fingerprint} {engine}".encode()).hexdigest()[:12]


def open_index(place: Path | ElasticsearchOptions, tokenizer: Tokenizer) -> Index:
    """The index in a folder, or on a cluster, which need not be there yet: `create` makes its first generation.

    SettingsError where a cluster is asked for and its client is not installed.
    """
    if isinstance(place, ElasticsearchOptions):
        return _on_cluster(place, tokenizer)
    tantivy = ".".join(version("tantivy").split(".")[:2])
    return Index(FolderGenerations(place, fingerprint(tokenizer, f"tantivy {tantivy}")), tokenizer)


def _on_cluster(options: ElasticsearchOptions, tokenizer: Tokenizer) -> Index:
    return Index(_generations(options, lambda version: fingerprint(tokenizer, f"elasticsearch {version}")), tokenizer)


def live_on(options: ElasticsearchOptions) -> str | None:
    """The live generation on a cluster, None where there is none yet; cheap, for whoever only wants to know whether it lets us in.

    SettingsError, EngineUnavailable, EngineError.
    """
    with closing(_generations(options, str)) as generations:
        return generations.live()


def _generations(options: ElasticsearchOptions, mark: Callable[[int], str]) -> Generations:
    """Generations on a cluster, `mark` giving their fingerprint by the mapping's version; the client is of the extra `servers`."""
    try:
        from indexing.engines.elasticsearch import MAPPING_VERSION, Connection, ElasticsearchGenerations
    except ImportError as error:
        raise SettingsError("engine_no_client") from error
    return ElasticsearchGenerations(Connection(options), mark(MAPPING_VERSION))
