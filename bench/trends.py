"""Phrases over the years at 100,000 articles: seconds of whole answers, and of the page with its chart and table."""

import asyncio
import tempfile
import time
from pathlib import Path
from statistics import median
from urllib.parse import urlencode

import httpx

from bench import Figures
from bench.library import NAMES, built
from bench.query import Whole
from search import Holdings, Search
from search.api import WebSettings, create_app
from search.trends import TrendQuestion, Trends
from storage import Archive
from storage.ledger import Ledger

_ROUNDS = 5
_ASKED: dict[str, TrendQuestion] = {
    "one phrase": TrendQuestion(("提案",)),
    "one phrase, by place": TrendQuestion(("提案",), by="place"),
    "ten phrases, by organ, all articles": TrendQuestion(
        ("政协", "提案", "协商", "委员", "民生", "监督", "调研", "乡村", "医疗", "教育"), by="organ", all_=True
    ),
}


def main() -> Figures:
    """Build the index and ask."""
    _, index = built()
    search = Search(index, Whole(), NAMES, index.tokenizer)
    figures: Figures = {"articles": index.count()}
    for name, question in _ASKED.items():
        taken = []
        for _ in range(_ROUNDS):
            began = time.perf_counter()
            Trends(search).ask(question)
            taken.append(time.perf_counter() - began)
        figures = {**figures, f"{name}, s": median(taken)}
    return {**figures, "page of one phrase, by place, s": asyncio.run(_page(search))}


async def _page(search: Search) -> float:
    with tempfile.TemporaryDirectory() as folder, Ledger(f"sqlite:///{folder}/ledger.sqlite3") as ledger:
        app = create_app(search, Holdings(ledger, Archive(Path(folder) / "archive")), WebSettings())
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://127.0.0.1", timeout=60) as client:
            taken = []
            for _ in range(_ROUNDS):
                began = time.perf_counter()
                (await client.get(f"/trends?{urlencode({'q': '提案', 'by': 'place'})}")).raise_for_status()
                taken.append(time.perf_counter() - began)
    return median(taken)
