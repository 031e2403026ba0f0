"""Exports at 100,000 articles: seconds to the first piece, articles a second, and whether memory grows while they stream.

Memory is what is the process's own (anonymous pages: an index that is mapped is not counted), when a tenth of the articles is written and
at its highest behind that. XLSX and DOCX are made whole, of a twentieth of the articles.
"""

import datetime as dt
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import Any

import httpx
import uvicorn

from bench import Figures
from bench.library import ARTICLES, built
from bench.query import Whole
from search import Holdings, Question, Search
from search.api import WebSettings, create_app
from search.export import Format, Heads, Item, found, written
from storage import Archive
from storage.ledger import Ledger

DAY = dt.date(2024, 3, 1)
_RUNS: tuple[tuple[str, Format, Question, int], ...] = (
    ("csv, by date", "csv", Question(all_=True), 1),
    ("csv, by relevance", "csv", Question("的", all_=True), 1),
    ("xlsx", "xlsx", Question(all_=True), 20),
    ("docx", "docx", Question(all_=True), 20),
)
_LOOK, _HTTP_HITS = 500, 50_000


def main() -> Figures:
    """Build the index and export it."""
    return measured(ARTICLES)


def measured(number: int) -> Figures:
    """The figures at a number of articles."""
    _, index = built(number)
    search = Search(index, Whole(), {}, index.tokenizer)
    runs = {"articles": index.count(), **_over_http(search)}
    return {**runs, **{name: _run(search, form, asked, number // share) for name, form, asked, share in _RUNS}}


def _over_http(search: Search) -> dict[str, Any]:
    """An export of half the articles from a server of its own: seconds to the first byte, and to the last."""
    with tempfile.TemporaryDirectory() as folder, Ledger(f"sqlite:///{folder}/ledger.sqlite3") as ledger:
        app = create_app(search, Holdings(ledger, Archive(Path(folder) / "archive")), WebSettings(seconds=600))
        server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="error", access_log=False, ws="none"))
        thread = threading.Thread(target=server.run, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.01)
        address = f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
        try:
            taken = [_asked(f"{address}/api/v1/export?all=true&most={_HTTP_HITS}&format=csv") for _ in range(3)]
        finally:
            server.should_exit = True
            thread.join()
    return {
        f"csv of {_HTTP_HITS:,} over HTTP": {
            "first byte, s": median(first for first, _ in taken),
            "all, s": median(last for _, last in taken),
        }
    }


def _asked(address: str) -> tuple[float, float]:
    began = time.perf_counter()
    with httpx.stream("GET", address, timeout=600) as answer:
        pieces = answer.iter_raw()
        next(pieces)
        first = time.perf_counter() - began
        for _ in pieces:
            pass
    return first, time.perf_counter() - began


def _run(search: Search, form: Format, asked: Question, most: int) -> dict[str, Any]:
    seen: list[int] = []

    def watched(items: Iterator[Item]) -> Iterator[Item]:
        for count, item in enumerate(items):
            yield item
            if count % _LOOK == 0:
                seen.append(_own())

    began = time.perf_counter()
    head = Heads(search, DAY, "zh").of_question(asked, most)
    pieces = written(form, head, watched(found(search, asked, most)))
    size = len(next(pieces))
    first = time.perf_counter() - began
    size += sum(map(len, pieces))
    seconds, count = time.perf_counter() - began, min(most, int(head.data["total"]))
    at, half, later = seen[len(seen) // 10], seen[len(seen) // 2], max(seen[len(seen) // 10 :])
    return {
        "articles": count,
        "first piece, s": first,
        "articles/s": count / seconds,
        "MB": size / 10**6,
        "MiB at a tenth": at / 2**20,
        "MiB at half": half / 2**20,
        "MiB at the end": seen[-1] / 2**20,
        "MiB at most": later / 2**20,
    }


def _own() -> int:
    """Bytes of anonymous memory."""
    rollup = Path("/proc/self/smaps_rollup").read_text("utf-8")
    return next(int(line.split()[1]) * 1024 for line in rollup.splitlines() if line.startswith("Anonymous:"))
