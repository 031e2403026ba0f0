"""Fixtures over the real servers, and the hooks that end them with the run.

Redis and PostgreSQL are one a worker process (they start in a second), Elasticsearch is one a run, shared by all workers. What a test
kills or fills it starts itself: `start_redis`, `start_postgres`, `start_elasticsearch`.
"""

import json
import os
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, TypeVar

import psycopg
import pytest
import redis
from psycopg import sql

from servers import run
from servers.artefact import EIGHT, NINE
from servers.elasticsearch import Elasticsearch
from servers.missing import Missing
from servers.nursery import leave
from servers.postgres import Postgres
from servers.process import Server
from servers.redis import Redis


@dataclass(frozen=True, slots=True)
class Address:
    """A server that is not ours to kill: shared by the workers of a run, or given by its URL."""

    url: str
    ca: str | None = None


AServer = TypeVar("AServer", bound=Server)


def pytest_configure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        run.begin()


def pytest_unconfigure(config: pytest.Config) -> None:
    leave()
    if not hasattr(config, "workerinput") and run.VARIABLE in os.environ:
        run.end(run.current())
        del os.environ[run.VARIABLE]


def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> None:
    """A test that fails on a server shows the ends of the servers' logs."""
    names = getattr(item, "fixturenames", ())
    if call.excinfo is None or call.excinfo.errisinstance(pytest.skip.Exception) or not any("_server" in n or "start_" in n for n in names):
        return
    for note in run.current().glob("server-*.json"):
        log = Path(json.loads(note.read_text())["folder"]) / "server.log"
        if log.exists():
            item.add_report_section(call.when, note.stem, "\n".join(log.read_text(errors="replace").splitlines()[-8:]))


def had(make: Callable[..., AServer], **options: Any) -> AServer:
    """A server, or the test is left out where there is none to be had; in CI it fails."""
    try:
        return make(**options)
    except Missing as missing:
        if os.environ.get("ZONGSHU_CI"):
            raise
        pytest.skip(str(missing))


def _own(make: Callable[..., AServer]) -> Iterator[Callable[..., AServer]]:
    with ExitStack() as stack:
        yield lambda **options: stack.enter_context(had(make, **options))


def _shared_elasticsearch(name: str, **options: Any) -> Address:
    """The run's server `name`, started by the first worker that asks."""
    with run.locked(name) as kept:
        if not kept.exists():
            server = had(Elasticsearch, **options).start()
            server.leave()
            ca = str(server.ca) if server.secure else None
            kept.write_text(json.dumps(asdict(Address(server.url, ca))))
        return Address(**json.loads(kept.read_text()))


@pytest.fixture
def start_redis() -> Iterator[Callable[..., Redis]]:
    """Starts a Redis of the test's own: `start_redis(aof=True, password=…)`."""
    yield from _own(Redis)


@pytest.fixture
def start_postgres() -> Iterator[Callable[..., Postgres]]:
    """Starts a PostgreSQL of the test's own: `start_postgres(password=…)`."""
    yield from _own(Postgres)


@pytest.fixture
def start_elasticsearch() -> Iterator[Callable[..., Elasticsearch]]:
    """Starts an Elasticsearch of the test's own (eight seconds): `start_elasticsearch(release=EIGHT, settings={…})`."""
    yield from _own(Elasticsearch)


@pytest.fixture(scope="session")
def redis_server() -> Iterator[Address]:
    """A Redis of this worker, or the one at REDIS_URL."""
    if url := os.environ.get("REDIS_URL"):
        yield Address(url)
        return
    with had(Redis) as server:
        yield Address(server.url)


@pytest.fixture
def redis_url(redis_server: Address) -> Iterator[str]:
    """An empty Redis database. One that was given is never emptied: it must be empty."""
    with redis.Redis.from_url(redis_server.url) as client:
        if not os.environ.get("REDIS_URL"):
            client.flushdb()
        elif client.dbsize():
            pytest.fail("the database at REDIS_URL holds keys: give one that is empty")
        yield redis_server.url
        client.flushdb()


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Address]:
    """A PostgreSQL of this worker, or the one at DATABASE_URL."""
    if url := os.environ.get("DATABASE_URL"):
        yield Address(url)
        return
    with had(Postgres) as server:
        yield Address(server.url)


@pytest.fixture
def postgres_url(postgres_server: Address) -> Iterator[str]:
    """A new, empty PostgreSQL database, dropped afterwards."""
    name = f"zongshu_{uuid.uuid4().hex}"
    with psycopg.connect(postgres_server.url, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        yield f"{postgres_server.url.rsplit('/', 1)[0]}/{name}"
        connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


@pytest.fixture(scope="session")
def elasticsearch_server() -> Address:
    """Elasticsearch 9, one for the run, or the one at ELASTICSEARCH_URL."""
    url = os.environ.get("ELASTICSEARCH_URL")
    return Address(url) if url else _shared_elasticsearch("nine", release=NINE)


@pytest.fixture(scope="session")
def elasticsearch8_server() -> Address:
    """Elasticsearch 8.19, one for the run."""
    return _shared_elasticsearch("eight", release=EIGHT)


@pytest.fixture(scope="session")
def elasticsearch_secure_server() -> Address:
    """Elasticsearch 9 with TLS, a CA and the users of `elasticsearch.PASSWORDS`, one for the run."""
    return _shared_elasticsearch("secure", release=NINE, secure=True)


@pytest.fixture
def elasticsearch_name() -> str:
    """A name for indices that no other test has."""
    return f"test-{uuid.uuid4().hex[:12]}"
