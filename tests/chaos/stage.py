"""Redis, PostgreSQL and Elasticsearch that are there to be killed, each behind a way that can go mute; fresh for each seed."""

import uuid
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import psycopg
import redis
from elasticsearch import Elasticsearch as Client
from servers import Elasticsearch, Postgres, Redis
from tasks.mute import Mute

from worker.runner import open_kit
from worker.settings import Settings
from worker.tasks import Broker, sweep


@dataclass
class Stage:
    """The servers of a seed. `cluster` is None where Elasticsearch is others' too: it is not killed then, only the way to it is."""

    redis: Redis
    postgres: Postgres
    cluster: Elasticsearch | None
    url: str
    ways: dict[str, Mute]
    database: str = ""
    prefix: str = ""
    settings: dict[str, str] = field(default_factory=dict)

    @contextmanager
    def seed(self) -> Iterator["Stage"]:
        """Everything empty, under names of this seed; dropped afterwards."""
        self.database, self.prefix = f"chaos_{uuid.uuid4().hex[:12]}", f"chaos-{uuid.uuid4().hex[:12]}"
        self._database("CREATE DATABASE {}")
        with redis.Redis.from_url(self.redis.url) as client:
            client.flushall()
        ways = {name: f"127.0.0.1:{way.port}" for name, way in self.ways.items()}
        self.settings = {
            "broker": f"redis://{ways['redis']}/0",
            "ledger": f"postgresql://postgres@{ways['postgres']}/{self.database}",
            "index": f"http://{ways['elasticsearch']}",
            "elasticsearch__prefix": self.prefix,
            "elasticsearch__timeout": "10",
        }
        try:
            yield self
        finally:
            self._drop()

    def direct(self) -> dict[str, str]:
        """The settings that lead to the servers without the ways between."""
        ledger = f"{self.postgres.url.rsplit('/', 1)[0]}/{self.database}"
        return {**self.settings, "broker": self.redis.url, "ledger": ledger, "index": self.url}

    def client(self) -> Client:
        """A client of Elasticsearch of our own."""
        return Client(self.url, request_timeout=10)

    def rouse(self, settings: Settings) -> None:
        """A sweep by hand, as commands do after they made something due."""
        with open_kit(settings) as kit:
            broker = Broker(settings)
            broker.stamps.rouse()
            sweep(kit, broker)
            broker.close()

    def _database(self, statement: str) -> None:
        with psycopg.connect(self.postgres.url, autocommit=True) as connection:
            connection.execute(statement.format(self.database).encode())

    def _drop(self) -> None:
        self._database("DROP DATABASE {} WITH (FORCE)")
        with self.client() as client:
            if held := list(client.indices.get_alias(index=f"{self.prefix}-*")):
                client.indices.delete(index=held)


@contextmanager
def stage(elasticsearch: str | None = None) -> Iterator[Stage]:
    """The servers, started; Elasticsearch only where none is given by its URL."""
    with ExitStack() as stack:
        queue, ledger = stack.enter_context(Redis(aof=True)), stack.enter_context(Postgres())
        cluster = None if elasticsearch else stack.enter_context(Elasticsearch())
        url = elasticsearch or (cluster.url if cluster else "")
        ports = {"redis": queue.port, "postgres": ledger.port, "elasticsearch": urlsplit(url).port or 9200}
        ways = {name: stack.enter_context(Mute(port)) for name, port in ports.items()}
        yield Stage(queue, ledger, cluster, url, ways)
