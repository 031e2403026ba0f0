"""An index of Elasticsearch as an engine."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Self

from articles.errors import GenerationBroken
from indexing.engines.elasticsearch import clauses, order
from indexing.engines.elasticsearch.connection import Connection
from indexing.engines.elasticsearch.lookup import held, ids_behind, lookup
from indexing.engines.elasticsearch.schema import mapping, settings
from indexing.engines.elasticsearch.view import ElasticsearchView, answered
from indexing.engines.elasticsearch.writing import write, write_alias
from indexing.engines.protocol import NOTHING_DELETED, Held, Request, Response, Written
from indexing.schema import Document


class ElasticsearchEngine:
    """An index, or an alias of one, on a cluster. Any number of processes may write it: versions settle who is newer."""

    def __init__(self, connection: Connection, index: str, names: frozenset[str] = frozenset()) -> None:
        self._connection = connection
        self.index = index
        self._names = names

    @classmethod
    def create(cls, connection: Connection, index: str) -> Self:
        """A new, empty index. EngineUnavailable, EngineError."""
        with connection.asking(index):
            options = settings(connection.options)
            aliases = {write_alias(index): {"is_write_index": True}}
            connection.client.indices.create(index=index, mappings=mapping(), settings=options, aliases=aliases)
        return cls.open(connection, index)

    @classmethod
    def open(cls, connection: Connection, index: str) -> Self:
        """An index that is there. GenerationBroken where it is missing or none of ours; EngineUnavailable, EngineError."""
        with connection.asking(index):
            (held,) = connection.client.indices.get_mapping(index=index).body.values()
        names = frozenset(held["mappings"].get("properties", ()))
        if not {"id", "article", "digest"} <= names:
            raise GenerationBroken("engine_torn", path=f"{connection.options.place}/{index}", why="mapping")
        return cls(connection, index, names)

    def write(self, documents: Iterable[Document], deleted: Mapping[str, int] = NOTHING_DELETED) -> Written:
        """See the protocol. What an error cut short is partly in; doing it again completes it."""
        return write(self._connection, self.index, self._names, documents, deleted)

    def ask(self, request: Request) -> Response:
        """See the protocol. QueryError where clauses nest too deep."""
        query = clauses.query(request.clause, request.filter)
        with self._connection.asking(self.index):
            answer, hits = order.ask(self._connection, self.index, query, request)
        return answered(answer, hits, request)

    def view(self) -> ElasticsearchView:
        """See the protocol: a point in time, which the server keeps some minutes after each question."""
        with self._connection.asking(self.index):
            return ElasticsearchView(self._connection, order.open_view(self._connection, self.index))

    def ask_all(self, requests: Sequence[Request]) -> list[Response]:
        """See the protocol. QueryError where clauses nest too deep."""
        queries = [(clauses.query(request.clause, request.filter), request) for request in requests]
        with self._connection.asking(self.index):
            answers = order.ask_all(self._connection, self.index, queries)
            return [answered(answer, answer["hits"]["hits"], request) for request, answer in zip(requests, answers, strict=True)]

    def get(self, id_: str) -> bytes | None:
        """The stored article of an id."""
        found = lookup(self._connection, self.index, [id_], ["article"])
        return next((doc["_source"]["article"].encode() for doc in found), None)

    def revisions(self, ids: Iterable[str]) -> dict[str, int]:
        """The revisions of those ids that are held."""
        return {doc["_id"]: int(doc["_version"]) for doc in lookup(self._connection, self.index, list(ids))}

    def held(self, ids: Iterable[str]) -> dict[str, Held]:
        """Revision and digest of those ids that are held."""
        return held(self._connection, self.index, list(ids))

    def ids(self, after: str, limit: int) -> list[str]:
        """The next ids behind one."""
        return ids_behind(self._connection, self.index, after, limit)

    def count(self) -> int:
        """How many documents there are."""
        with self._connection.asking(self.index):
            return int(self._connection.client.count(index=self.index)["count"])

    def close(self) -> None:
        """Nothing is held per index: the connection is closed by who opened it."""
