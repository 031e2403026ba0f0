"""The whole page of results at 100,000 articles, beside the engine's own bare query in the same run.

A page is a request to the app (its gate, query, further hits, facets, years, ten marked hits, HTML), without folding and without a network;
the bare query is the same clause and scope asked for its first ten, without facets. Each question is asked both ways in turn; the ratio is
that of the medians, of time and of processor time. The feed of the same search is measured beside it.
"""

import asyncio
import datetime as dt
import random
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from statistics import median
from urllib.parse import urlencode

import httpx
import sqlalchemy as sa

from bench import Figures
from bench.library import NAMES, built
from bench.query import WORDS, Whole
from indexing import Request
from indexing.engines.protocol import OneOf
from search import Holdings, Question, Search
from search.api import WebSettings, create_app
from search.export import found
from search.query import clause
from storage import Archive
from storage.ledger import Ledger
from storage.ledger.saved_tables import arrivals
from storage.ledger.tables import articles, issues

ROUNDS = 300
NOW = dt.datetime(2024, 1, 1, tzinfo=dt.UTC)


def main() -> Figures:
    """Build the index and ask for pages."""
    return asyncio.run(_measured())


async def _measured() -> Figures:
    _, index = built()
    search = Search(index, Whole(), NAMES, index.tokenizer)
    with tempfile.TemporaryDirectory() as folder, Ledger(f"sqlite:///{folder}/ledger.sqlite3") as ledger:
        _arrived(search, ledger)
        app = create_app(search, Holdings(ledger, Archive(Path(folder) / "archive")), WebSettings())
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://127.0.0.1") as client:
            bare, pages, feeds, size = await _asked(search, client)
    whole, alone = median(taken for taken, _ in pages), median(taken for taken, _ in bare)
    worked = median(taken for _, taken in pages) / median(taken for _, taken in bare)
    return {
        "articles": index.count(),
        "engine: the same query, top 10": _percentiles(bare),
        "page": _percentiles(pages),
        "feed (JSON, 50 entries)": _percentiles(feeds),
        "page / engine's top 10": {"p50 ratio": whole / alone, "p50 ratio of processor time": worked},
        "page, KiB": size / 1024,
    }


def _arrived(search: Search, ledger: Ledger) -> None:
    """Every article came in, one a second, in the order of printing: what feeds are made of."""
    ids = [item.article.id for item in found(search, Question(all_=True))]
    came = [NOW + dt.timedelta(seconds=number) for number in range(len(ids))]
    issue = {"key": "files-0", "paper": "files", "outcome": "indexed", "updated": NOW}
    row = {"issue": "files-0", "ordinal": 0, "revision": 1, "digest": "", "source": ""}
    with ledger.database.write() as connection:
        connection.execute(sa.insert(issues).values(issue))
        connection.execute(sa.insert(articles), [{**row, "id": id_} for id_ in ids])
        rows = [{"id": id_, "issue": "files-0", "revision": 1, "first": at, "at": at} for id_, at in zip(ids, came, strict=True)]
        connection.execute(sa.insert(arrivals), rows)


Taken = list[tuple[float, float]]


async def _asked(search: Search, client: httpx.AsyncClient) -> tuple[Taken, Taken, Taken, int]:
    """Milliseconds of time and of processor time: the engine alone, pages, feeds; and the bytes of a page."""
    dice, bare, pages, feeds, size = random.Random(13), Taken(), Taken(), Taken(), 0
    for number in range(ROUNDS + ROUNDS // 10):
        query = f"{dice.choice(WORDS)} {dice.choice(WORDS)}"
        asked = Request(clause(search.tree(query), search.tokens, {}), OneOf("scope", ("summary",)))
        alone = await _timed(lambda asked=asked: asyncio.to_thread(search.index.ask, asked))  # type: ignore[misc]
        page = await _timed(lambda query=query: _got(client, f"/?{urlencode({'q': query, 'unfold': '1'})}"))  # type: ignore[misc]
        size = len((await client.get(f"/?{urlencode({'q': query, 'unfold': '1'})}")).content) if not number else size
        if number >= ROUNDS // 10:
            bare.append(alone)
            pages.append(page)
        if number % 10 == 0:
            feeds.append(await _timed(lambda query=query: _got(client, f"/feed.json?{urlencode({'q': query})}")))  # type: ignore[misc]
    return bare, pages, feeds, size


async def _got(client: httpx.AsyncClient, address: str) -> None:
    answer = await client.get(address, headers={"Accept": "text/html"})
    answer.raise_for_status()


async def _timed(ask: Callable[[], Awaitable[object]]) -> tuple[float, float]:
    began, worked = time.perf_counter(), time.process_time()
    await ask()
    return (time.perf_counter() - began) * 1e3, (time.process_time() - worked) * 1e3


def _percentiles(taken: Taken) -> dict[str, float | int | str]:
    ordered = sorted(one for one, _ in taken)
    return {"p50 ms": median(ordered), "p99 ms": ordered[int(len(ordered) * 0.99)]}
