"""A page of hits in an exact order: by score or date, ties by id; deep pages by search_after on a point in time."""

from collections.abc import Iterator, Sequence
from typing import Any

from indexing.engines.elasticsearch.clauses import Query
from indexing.engines.elasticsearch.connection import Connection
from indexing.engines.elasticsearch.faults import search_fault
from indexing.engines.protocol import Request, Sort

Answer = dict[str, Any]

#: The most hits the server gives at once, and the deepest it goes without a point in time (index.max_result_window).
_WINDOW = 10_000
#: How long the server keeps a point in time between two questions on it.
_KEEP = "1m"
#: Searches sent at once.
_TOGETHER = 100
#: More values than any facet has.
_MOST_VALUES = 65_000
#: Scores by the statistics of all shards.
_BY_ALL_SHARDS = "dfs_query_then_fetch"
_ORDER: dict[Sort, list[Any]] = {
    "relevance": [{"_score": "desc"}, {"id": "asc"}],
    "date": [{"date": {"order": "asc", "missing": "_last"}}, {"id": "asc"}],
    "-date": [{"date": {"order": "desc", "missing": "_last"}}, {"id": "asc"}],
}


def ask(connection: Connection, index: str, query: Query, request: Request) -> tuple[Answer, list[Answer]]:
    """The server's answer with total and facets, and the hits of the page."""
    body = {**_body(query, request), "search_type": _BY_ALL_SHARDS}
    client = connection.client
    if not request.limit or request.offset + request.limit <= _WINDOW:
        answer = client.search(
            index=index,
            **body,
            from_=request.offset if request.limit else 0,
            size=request.limit,
            source_includes=["article"],
            track_total_hits=True,
            allow_partial_search_results=False,
        ).body
        return answer, answer["hits"]["hits"]
    head = client.search(index=index, **body, size=0, track_total_hits=True, allow_partial_search_results=False).body
    limit = min(request.limit, head["hits"]["total"]["value"] - request.offset)
    return head, list(_deep(connection, index, body, request.offset, limit)) if limit > 0 else []


def ask_all(connection: Connection, index: str, queries: Sequence[tuple[Query, Request]]) -> Iterator[Answer]:
    """The server's answers, hits and all, to many requests."""
    for start in range(0, len(queries), _TOGETHER):
        searches: list[dict[str, Any]] = []
        for query, request in queries[start : start + _TOGETHER]:
            page = {"from": request.offset if request.limit else 0, "size": request.limit, "track_total_hits": request.counted}
            searches.append({"index": index, "search_type": _BY_ALL_SHARDS, "allow_partial_search_results": False})
            searches.append({**_body(query, request), **page, "_source": ["article"]})
        for answer in connection.client.msearch(searches=searches).body["responses"]:
            if "error" in answer:
                raise search_fault(answer, connection.options.place, index)
            yield answer


def _body(query: Query, request: Request) -> dict[str, Any]:
    aggs = {name: {"terms": {"field": name, "size": _MOST_VALUES}} for name in request.facets}
    return {"query": query, "sort": _ORDER[request.sort], "aggs": aggs}


def _deep(connection: Connection, index: str, body: dict[str, Any], offset: int, limit: int) -> Iterator[Answer]:
    """Hits `offset` to `offset + limit` of one point in time; articles are fetched for these only."""
    client = connection.client
    point = client.open_point_in_time(index=index, keep_alive=_KEEP).body["id"]
    after: dict[str, Any] = {}
    try:
        while limit > 0:
            size = min(_WINDOW, offset or limit)
            answer = client.search(
                pit={"id": point, "keep_alive": _KEEP},
                query=body["query"],
                sort=body["sort"],
                search_type=body["search_type"],
                size=size,
                source={"includes": [] if offset else ["article"]},
                track_total_hits=False,
                allow_partial_search_results=False,
                **after,
            ).body
            hits = answer["hits"]["hits"]
            if not offset:
                yield from hits
            if len(hits) < size:
                return
            offset, limit = max(offset - size, 0), limit if offset else limit - size
            point, after = answer["pit_id"], {"search_after": hits[-1]["sort"]}
    finally:
        client.close_point_in_time(id=point)
