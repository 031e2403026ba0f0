"""Elasticsearch killed and overrun: what was acknowledged stays, what was not is named and may be sent again."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from servers import Elasticsearch

from articles.errors import EngineUnavailable
from indexing import Document, ElasticsearchOptions, Request
from indexing.engines.elasticsearch import Connection, ElasticsearchEngine
from indexing.engines.protocol import Everything

pytestmark = pytest.mark.slow


def test_kill_9_loses_nothing_acknowledged(start_elasticsearch: Callable[..., Elasticsearch], library: list[Document]) -> None:
    server = start_elasticsearch()
    engine = ElasticsearchEngine.create(Connection(ElasticsearchOptions.of(server.url)), "papers")
    acknowledged = set()
    for start in range(0, 300, 100):
        engine.write(library[start : start + 100])
        acknowledged |= {one["id"] for one in library[start : start + 100]}
    server.kill9()
    for question in (lambda: engine.write(library[300:]), engine.count, lambda: engine.get("a"), lambda: engine.ask(Request(Everything()))):
        with pytest.raises(EngineUnavailable):
            question()
    server.start()
    assert {hit.id for hit in engine.ask(Request(Everything(), limit=1000)).hits} == acknowledged
    assert engine.write(library).changed == 100
    assert engine.count() == len(library)


def test_a_tiny_write_queue_delays_and_loses_nothing(start_elasticsearch: Callable[..., Elasticsearch], library: list[Document]) -> None:
    server = start_elasticsearch(settings={"thread_pool.write.queue_size": 1, "thread_pool.write.size": 1})
    connection = Connection(ElasticsearchOptions.of(server.url))
    engine = ElasticsearchEngine.create(connection, "papers")

    def write(writer: int) -> int:
        try:
            return engine.write([{**one, "id": f"{writer}-{one['id']}"} for one in library]).changed
        except EngineUnavailable:
            return 0

    with ThreadPoolExecutor(12) as pool:
        changed = list(pool.map(write, range(12)))
    pools = connection.client.nodes.stats(metric="thread_pool", filter_path="nodes.*.thread_pool.write").body["nodes"].values()
    assert sum(pool["thread_pool"]["write"]["rejected"] for pool in pools) > 0
    for writer, done in enumerate(changed):
        if done < len(library):
            write(writer)
    assert engine.count() == 12 * len(library)
