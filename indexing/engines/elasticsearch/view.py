"""An index as it was at one moment: a point in time on the server, found by its id from any process."""

from collections.abc import Iterable, Mapping
from typing import Any

from articles.errors import GenerationBroken, QueryError
from indexing.engines.elasticsearch import clauses, order
from indexing.engines.elasticsearch.connection import Connection
from indexing.engines.protocol import FacetField, Hit, Request, Response


class ElasticsearchView:
    """A point in time; its name is the id the server last gave it."""

    def __init__(self, connection: Connection, name: str) -> None:
        self._connection = connection
        self.name = name

    def ask(self, request: Request) -> Response:
        """See the protocol. QueryError where the server let the point go."""
        query = clauses.query(request.clause, request.filter)
        try:
            with self._connection.asking():
                answer, hits = order.ask_view(self._connection, self.name, query, request)
        except GenerationBroken as error:  # the server knows no such point (404)
            raise QueryError("query_cursor_gone") from error
        self.name = answer["pit_id"]
        return answered(answer, hits, request)

    def close(self) -> None:
        """Let the point go; one that is gone already is no fault."""
        try:
            with self._connection.asking():
                self._connection.client.close_point_in_time(id=self.name)
        except GenerationBroken:
            return


def answered(answer: Mapping[str, Any], hits: Iterable[Mapping[str, Any]], request: Request) -> Response:
    """The server's answer as ours."""
    facets = {str(name): _facet(answer, name) for name in request.facets}
    found = tuple(map(_hit, hits))
    return Response(answer["hits"]["total"]["value"] if request.counted else len(found), found, facets)


def _facet(answer: Mapping[str, Any], name: FacetField) -> list[tuple[str, int]]:
    counts = ((str(bucket["key"]), int(bucket["doc_count"])) for bucket in answer["aggregations"][name]["buckets"])
    return sorted(counts, key=lambda pair: (-pair[1], pair[0]))


def _hit(hit: Mapping[str, Any]) -> Hit:
    return Hit(hit["_id"], hit["_score"] or 0.0, hit["_source"]["article"].encode())
