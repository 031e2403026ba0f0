"""Homes that hold a few issues of the sample, over whatever servers, and what the doctor says of them."""

import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from elasticsearch import Elasticsearch
from tasks.farm import planned

from scrapers.sample import Running, serve
from worker.home import Home
from worker.runner import drive, open_kit, settled
from worker.settings import Settings, load

Filled = Callable[..., Settings]

COUNT = 4


@pytest.fixture(scope="session")
def site() -> Iterator[Running]:
    with serve() as running:
        yield running


@pytest.fixture
def filled(tmp_path: Path, site: Running) -> Filled:
    """`filled(ledger=…, index=…)`: the settings of a home that has crawled, read and indexed by these servers."""

    def made(**given: Any) -> Settings:
        settings = load(home=tmp_path / "home", sample_port=site.port, contact="https://example.org/", read={"processes": 1}, **given)
        with open_kit(settings) as kit:
            drive(Home(settings.home), kit, 1, settled(kit, planned(kit, COUNT)))
            assert kit.index.count()
        return settings

    return made


@pytest.fixture
def cluster(elasticsearch_server: Any, elasticsearch_name: str) -> Iterator[dict[str, Any]]:
    """The settings of an index on Elasticsearch; whatever is made of it is removed."""
    yield {"index": elasticsearch_server.url, "elasticsearch": {"prefix": elasticsearch_name}}
    with Elasticsearch(elasticsearch_server.url) as client:
        for name in client.indices.get(index=f"{elasticsearch_name}-*", ignore_unavailable=True).body:
            client.indices.put_settings(
                index=name,
                settings={"index.blocks.read_only": None, "index.blocks.read_only_allow_delete": None, "index.blocks.write": None},
            )
            client.indices.delete(index=name)


@pytest.fixture
def hanging() -> Iterator[int]:
    """The port of a server that takes connections and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield int(listener.getsockname()[1])
