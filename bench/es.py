"""Elasticsearch beside a bare bulk and beside tantivy; the runner beside Celery workers. Real servers, started as the tests start them."""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from statistics import median
from typing import Any

from bench import Figures, query
from bench.library import filled
from indexing import Document, ElasticsearchOptions, Tokenizer, document, load_words, open_index
from indexing.engines.elasticsearch import Connection, ElasticsearchEngine
from indexing.engines.elasticsearch.schema import mapping, row, settings
from scrapers.sample import articles
from storage.ledger import Ledger

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))
from servers import Elasticsearch, Postgres, Redis, run  # noqa: E402 - the tests' own servers

DOCUMENTS, ROUNDS = 20_000, 5
#: What the tests leave out for a quick start: the whole compiler.
JAVA = "-Xms1g -Xmx1g"
#: A year and a half of the sample's provincial paper, day by day: most days have no issue.
CRAWL = ("crawl", "ljrb", "--from", "2023-07-01", "--to", "2024-12-31")


def main() -> Figures:
    """Bulk, queries, steps."""
    run.begin()
    try:
        with Elasticsearch(java_options=JAVA) as server:
            return {**_bulk(server.url), **_queries(server.url), **_steps(server.url)}
    finally:
        run.end(run.current())


def _bulk(url: str) -> Figures:
    """Documents a second, ours and bare in turn, each into an index of its own; the ratio is the median of the pairs'."""
    tokenizer = Tokenizer(load_words(()))
    documents = [document(article, tokenizer) for article in articles(DOCUMENTS)]
    with closing(Connection(ElasticsearchOptions.of(url))) as connection:
        ways: Sequence[Callable[[Connection, str, Sequence[Document]], float]] = (_ours, _bare)
        pairs = [[way(connection, f"bench-{number}", documents) for way in ways] for number in range(ROUNDS + 1)][1:]
    return {
        "documents": DOCUMENTS,
        "documents/s, ours (median)": round(DOCUMENTS / median(ours for ours, _ in pairs)),
        "documents/s, bare bulk of the same (median)": round(DOCUMENTS / median(bare for _, bare in pairs)),
        "ours / bare, median of the pairs": median(bare / ours for ours, bare in pairs),
    }


def _ours(connection: Connection, index: str, documents: Sequence[Document]) -> float:
    engine = ElasticsearchEngine.create(connection, index)
    start = time.perf_counter()
    engine.write(documents)
    taken = time.perf_counter() - start
    connection.client.indices.delete(index=index)
    return taken


def _bare(connection: Connection, index: str, documents: Sequence[Document]) -> float:
    """The rows as the server takes them, made before the clock starts; one refresh at the end, as ours does."""
    from elasticsearch.helpers import streaming_bulk

    connection.client.indices.create(index=index, mappings=mapping(), settings=settings(connection.options))
    names = frozenset(mapping()["properties"])
    rows = [{"_index": index, "_id": one["id"], "_source": row(one, names)} for one in documents]
    start = time.perf_counter()
    for _ in streaming_bulk(connection.client, rows, chunk_size=500, max_chunk_bytes=10 * 1024 * 1024):
        pass
    connection.client.indices.refresh(index=index)
    taken = time.perf_counter() - start
    connection.client.indices.delete(index=index)
    return taken


def _queries(url: str) -> Figures:
    """The questions of the bench `query` on both engines, with the ratio of the medians."""
    tokenizer = Tokenizer(load_words(()))
    measured: list[Mapping[str, Any]] = []
    with tempfile.TemporaryDirectory() as folder:
        for place in (Path(folder), ElasticsearchOptions.of(url, prefix="bench")):
            with closing(open_index(place, tokenizer)) as index:
                measured.append(query.measured(filled(index, DOCUMENTS)))
    return {
        name: {
            "tantivy p50 ms": tantivy["p50 ms"],
            "Elasticsearch p50 ms": there["p50 ms"],
            "Elasticsearch / tantivy": there["p50 ms"] / tantivy["p50 ms"],
            "Elasticsearch p99 ms": there["p99 ms"],
        }
        for (name, tantivy), there in zip(measured[0].items(), measured[1].values(), strict=True)
    }


def _steps(url: str) -> Figures:
    """Addresses, readings and issues indexed a second, over one crawl: by the runner in one process, by Celery workers."""
    with ExitStack() as stack:
        postgres, redis = stack.enter_context(Postgres()), stack.enter_context(Redis(aof=True))
        port = stack.enter_context(_sites())
        forms: dict[str, dict[str, str]] = {
            "runner, files": {},
            "runner, PostgreSQL and Elasticsearch": {"ledger": postgres.url, "index": url, "elasticsearch__prefix": "runner"},
            "Celery, Redis, PostgreSQL and Elasticsearch": {
                "ledger": f"{postgres.url.rsplit('/', 1)[0]}/celery",
                "index": url,
                "elasticsearch__prefix": "celery",
                "broker": redis.url,
            },
        }
        _second(postgres.url)
        return {f"steps: {name}": _crawled(port, servers) for name, servers in forms.items()}


def _second(url: str) -> None:
    """A second, empty database in the same server."""
    import psycopg

    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("CREATE DATABASE celery")


@contextmanager
def _sites() -> Iterator[str]:
    """The sample's sites in a process of their own; the port."""
    from servers.process import free_port

    port = str(free_port())
    line = [sys.executable, "-m", "zongshu", "sample", "--port", port]
    with subprocess.Popen(line, cwd=ROOT, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL) as process:
        time.sleep(3.0)
        yield port
        process.terminate()


def _crawled(port: str, servers: Mapping[str, str]) -> dict[str, float | int | str]:
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        given = {"home": f"{folder}/home", "sample_port": port, **servers}
        kept = {name: value for name, value in os.environ.items() if not name.startswith("ZONGSHU_")}
        environment = {**kept, **{f"ZONGSHU_{name.upper()}": value for name, value in given.items()}, "PYTHONPATH": str(ROOT)}
        if "broker" in servers:
            for command in ("worker", "beat"):
                stack.enter_context(_running(command, environment))
            time.sleep(6.0)
        start = time.perf_counter()
        subprocess.run([sys.executable, "-m", "zongshu", *CRAWL, "--json"], env=environment, cwd=ROOT, check=True, capture_output=True)
        seconds = time.perf_counter() - start
        with Ledger(servers.get("ledger") or f"sqlite:///{folder}/home/ledger.sqlite3") as ledger:
            now = ledger.reports.progress()
        steps = sum(now.addresses.values()) + 2 * now.outcomes["indexed"]
        return {"steps": steps, "seconds": seconds, "steps/s": steps / seconds}


@contextmanager
def _running(command: str, environment: Mapping[str, str]) -> Iterator[None]:
    line = [sys.executable, "-m", "zongshu", command]
    with subprocess.Popen(line, env=dict(environment), cwd=ROOT, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL) as process:
        yield
        process.terminate()


if __name__ == "__main__":
    print(json.dumps(main(), indent=1))
