"""What is wrong with Elasticsearch while tasks index: it is named, waited for or ended with advice, and nothing is lost."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from elasticsearch import Elasticsearch, helpers
from servers.elasticsearch import PASSWORDS

from storage.ledger import Ledger
from tasks.farm import Farm, wait_for

pytestmark = pytest.mark.slow

FIRST, LAST = "2024-01-01", "2024-01-31"
CRAWL = ("crawl", "ljrb", "--from", FIRST, "--to", LAST)


@pytest.fixture
def client(elasticsearch_server: Any) -> Iterator[Elasticsearch]:
    with Elasticsearch(elasticsearch_server.url) as made:
        yield made


def _outcomes(farm: Farm) -> dict[str, int]:
    with Ledger(farm.servers["ledger"]) as ledger:
        return dict(ledger.reports.progress().outcomes)


def _live(client: Elasticsearch, prefix: str) -> str:
    (name,) = client.indices.get_alias(name=f"{prefix}-live").body
    return str(name)


@contextmanager
def _set(client: Elasticsearch, index: str, name: str, value: object) -> Iterator[None]:
    client.indices.put_settings(index=index, settings={name: value})
    try:
        yield
    finally:
        client.indices.put_settings(index=index, settings={name: None})


def _ready(farm: Farm) -> None:
    """Workers, and a first issue indexed: there is a live generation."""
    farm.start("worker", "--concurrency", "2")
    farm.start("beat")
    assert farm.start("crawl", "cpwb", "--latest").wait(timeout=120) == 0, farm.log


def _mended(farm: Farm) -> None:
    """The same crawl goes through, and everything is there."""
    assert farm.start(*CRAWL).wait(timeout=180) == 0, farm.log
    assert set(_outcomes(farm)) <= {"indexed", "no_issue"}
    held = farm.state()["held"]
    assert sum(outcome == "indexed" for outcome, _, _ in held.values()) >= 3


@pytest.mark.parametrize(
    ("block", "said"),
    [("index.blocks.read_only", "is set to read-only. Remove"), ("index.blocks.read_only_allow_delete", "is nearly full and it locked")],
)
def test_an_index_that_cannot_be_written_ends_the_command_and_loses_nothing(farm, servers, client, block: str, said: str) -> None:
    made = farm(**servers)
    _ready(made)
    with _set(client, _live(client, servers["elasticsearch__prefix"]), block, value=True):
        assert made.start(*CRAWL).wait(timeout=180) == 1
        assert said in made.log
        assert "A worker reports" in made.log
        wait_for(lambda: set(_outcomes(made)) <= {"read", "indexed", "no_issue"}, 60)
        assert _outcomes(made)["read"] >= 3
    _mended(made)


def test_an_elasticsearch_that_is_away_is_waited_for(farm, redis_url, postgres_url, start_elasticsearch) -> None:
    server = start_elasticsearch()
    made = farm(broker=redis_url, ledger=postgres_url, index=server.url)
    _ready(made)
    server.kill9()
    following = made.start(*CRAWL)
    wait_for(lambda: "A worker reports: Elasticsearch" in made.log, 120)
    assert "cannot be reached" in made.log
    assert following.poll() is None
    server.start()
    assert following.wait(timeout=240) == 0, made.log
    _mended(made)


def test_a_wrong_password_is_named_before_anything_is_done_and_never_told(
    farm, redis_url, postgres_url, elasticsearch_secure_server, elasticsearch_name
) -> None:
    secure = elasticsearch_secure_server
    right = {"user": "zongshu", "password": PASSWORDS["zongshu"], "ca_file": secure.ca, "prefix": elasticsearch_name}
    login = {f"elasticsearch__{name}": value for name, value in right.items()}
    made = farm(broker=redis_url, ledger=postgres_url, index=secure.url, **login)
    _ready(made)
    assert made.start("reindex").wait(timeout=120) == 0, made.log
    assert made.start("search", "--all", "政协").wait(timeout=60) == 0
    assert made.start("status").wait(timeout=60) == 0
    for wrong, said in (
        ({"password": "geheim"}, "refuses the login"),
        ({"user": "reader", "password": PASSWORDS["reader"]}, "does not let this user do that"),
        ({"ca_file": ""}, "is not trusted"),
        ({"api_key": "geheim"}, "Keep one of them"),
    ):
        more = {f"ZONGSHU_ELASTICSEARCH__{name.upper()}": value for name, value in wrong.items()}
        lines = [("worker",), ("search", "--all", "x")] if "reader" not in wrong.values() else [("reindex", "--rollback")]
        for line in lines:
            assert made.start(*line, **more).wait(timeout=60) == 1, made.log
            assert said in made.log.splitlines()[-1]
    assert not any(secret in made.log for secret in ("geheim", *PASSWORDS.values()))
    assert "Traceback" not in made.log
    with Elasticsearch(secure.url, basic_auth=("zongshu", PASSWORDS["zongshu"]), ca_certs=secure.ca) as client:
        client.indices.delete(index=list(client.indices.get_alias(index=f"{elasticsearch_name}-*")))


def test_documents_the_index_refuses_are_named_each_and_taken_by_a_better_one(farm, servers, client) -> None:
    """The live generation was made by somebody whose authors are numbers: articles with a byline do not fit."""
    made = farm(**servers)
    _ready(made)
    _narrowed(client, _live(client, servers["elasticsearch__prefix"]))
    assert made.start("crawl", "hcrb", "--from", FIRST, "--to", LAST).wait(timeout=180) == 0, made.log
    assert made.start("failures", "--json").wait(timeout=60) == 0
    assert '"refused": [{"id": "hcrb-2024' in made.log
    assert "The index refuses the article hcrb-2024" in made.log
    assert made.start("search", "--all", "--paper", "hcrb", "--facets", "--json").wait(timeout=60) == 0
    assert '"missing": {"total": 0' not in made.log
    assert made.start("reindex").wait(timeout=180) == 0, made.log
    with Ledger(servers["ledger"]) as ledger:
        assert ledger.reports.failures() == []
        assert ledger.reports.missing().total == 0
    made.state()


def _narrowed(client: Elasticsearch, name: str) -> None:
    """Make an index of that name anew, which takes only numbers for authors."""
    held = client.indices.get(index=name).body[name]
    mappings = held["mappings"]
    mappings["properties"]["author"] = {"type": "short"}
    client.indices.delete(index=name)
    client.indices.create(index=name, mappings=mappings, aliases=held["aliases"])


def test_a_tiny_write_queue_delays_tasks_and_loses_nothing(farm, redis_url, postgres_url, start_elasticsearch) -> None:
    server = start_elasticsearch(settings={"thread_pool.write.queue_size": 1, "thread_pool.write.size": 1})
    made = farm(broker=redis_url, ledger=postgres_url, index=server.url)
    with _crowd(server.url) as client:
        for _ in range(2):
            made.start("worker", "--concurrency", "2")
        made.start("beat")
        assert made.start(*CRAWL).wait(timeout=240) == 0, made.log
        pools = client.nodes.stats(metric="thread_pool", filter_path="nodes.*.thread_pool.write").body["nodes"].values()
        assert sum(pool["thread_pool"]["write"]["rejected"] for pool in pools) > 0
    _mended(made)


@contextmanager
def _crowd(url: str) -> Iterator[Elasticsearch]:
    """Others that write without pause, so that the queue is full most of the time."""
    over = threading.Event()
    with Elasticsearch(url) as client:
        client.indices.create(index="crowd")

        def write() -> None:
            while not over.is_set():
                rows = ({"_index": "crowd", "n": number, "text": "x" * 500} for number in range(500))
                for _ in helpers.streaming_bulk(client, rows, raise_on_error=False, raise_on_exception=False):
                    pass

        crowd = [threading.Thread(target=write) for _ in range(6)]
        for one in crowd:
            one.start()
        try:
            yield client
        finally:
            over.set()
            for one in crowd:
                one.join()
