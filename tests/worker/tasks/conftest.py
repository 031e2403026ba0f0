"""The sample's sites, and what one process makes of them."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from elasticsearch import Elasticsearch

from scrapers.sample import Running, serve
from tasks.farm import Farm, undisturbed

#: Issues of the sample that are crawled.
COUNT = 30


@pytest.fixture(scope="session")
def site() -> Iterator[Running]:
    with serve() as running:
        yield running


@pytest.fixture(scope="session")
def expected(tmp_path_factory: pytest.TempPathFactory, site: Running) -> dict[str, object]:
    """What an undisturbed, embedded run makes of the issues."""
    return undisturbed(tmp_path_factory.mktemp("embedded") / "home", site.port, COUNT)


@pytest.fixture
def cluster(elasticsearch_server: Any, elasticsearch_name: str) -> Iterator[dict[str, str]]:
    """Settings of an index on Elasticsearch that is this test's own; dropped afterwards."""
    yield {"index": elasticsearch_server.url, "elasticsearch__prefix": elasticsearch_name}
    with Elasticsearch(elasticsearch_server.url) as client:
        if held := list(client.indices.get_alias(index=f"{elasticsearch_name}-*")):
            client.indices.delete(index=held)


@pytest.fixture
def servers(cluster: dict[str, str], redis_url: str, postgres_url: str) -> dict[str, str]:
    """The main form: Redis, PostgreSQL, Elasticsearch."""
    return {"broker": redis_url, "ledger": postgres_url, **cluster}


@pytest.fixture
def farm(tmp_path: Path, site: Running) -> Iterator[Callable[..., Farm]]:
    """`farm(broker=…, ledger=…)`: a home with its servers."""
    with ExitStack() as stack:
        yield lambda **servers: stack.enter_context(Farm(tmp_path / "home", site.port, **servers))
