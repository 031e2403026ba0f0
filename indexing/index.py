"""The index as the rest of Zongshu sees it: articles in, requests answered by whichever generation is live."""

import hashlib
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from importlib.metadata import version
from itertools import chain
from pathlib import Path
from typing import TypeVar

from articles.errors import DocumentRejected, GenerationBroken, SettingsError
from articles.exchange import to_json
from articles.likeness import RECIPE
from articles.model import Article
from indexing.engines.options import ElasticsearchOptions
from indexing.engines.protocol import NOTHING_DELETED, Engine, Request, Response, Written
from indexing.generations import FolderGenerations, Generations
from indexing.schema import SCHEMA_VERSION, Document, document
from indexing.tokens import Tokenizer

Answer = TypeVar("Answer")


class Index:
    """All generations of an index; any number of threads may use it. Errors are those of the engines' protocol."""

    def __init__(self, generations: Generations, tokenizer: Tokenizer) -> None:
        self.tokenizer = tokenizer
        self.generations = generations
        self._lock = threading.RLock()
        self._engines: dict[str, Engine] = {}

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

    def check(self, name: str, expected: int, sample: Iterable[Article]) -> None:
        """GenerationBroken where a generation holds another number of articles, or others of the sample than given."""
        engine = self.engine(name)
        if engine.count() != expected:
            raise GenerationBroken("engine_generation_short", name=name, expected=expected, found=engine.count())
        for article in sample:
            if engine.get(article.id) != to_json(article).encode():
                raise GenerationBroken("engine_generation_differs", name=name, id=article.id)

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
