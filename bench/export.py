"""Exports at 100,000 articles: seconds to the first piece, articles a second, and whether memory grows while they stream.

Memory is what is the process's own (anonymous pages: an index that is mapped is not counted), when a tenth of the articles is written and
at its highest behind that. XLSX and DOCX are made whole, of a twentieth of the articles.
"""

import datetime as dt
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from bench import Figures
from bench.query import ARTICLES, Whole, filled
from indexing import Tokenizer, load_words, open_index
from search import Question, Search
from search.export import Format, Heads, Item, found, written

DAY = dt.date(2024, 3, 1)
_RUNS: tuple[tuple[str, Format, Question, int], ...] = (
    ("csv, by date", "csv", Question(all_=True), 1),
    ("csv, by relevance", "csv", Question("的", all_=True), 1),
    ("xlsx", "xlsx", Question(all_=True), 20),
    ("docx", "docx", Question(all_=True), 20),
)
_LOOK = 500


def main() -> Figures:
    """Build the index in a temporary folder and export it."""
    return measured(ARTICLES)


def measured(number: int) -> Figures:
    """The figures at a number of articles."""
    with tempfile.TemporaryDirectory() as folder, closing(open_index(Path(folder), Tokenizer(load_words(())))) as index:
        search = Search(filled(index, number), Whole(), {}, index.tokenizer)
        return {"articles": index.count(), **{name: _run(search, form, asked, number // share) for name, form, asked, share in _RUNS}}


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
    at, later = seen[len(seen) // 10], max(seen[len(seen) // 10 :])
    return {
        "articles": count,
        "first piece, s": first,
        "articles/s": count / seconds,
        "MB": size / 10**6,
        "MiB at a tenth": at / 2**20,
        "MiB at most": later / 2**20,
    }


def _own() -> int:
    """Bytes of anonymous memory."""
    rollup = Path("/proc/self/smaps_rollup").read_text("utf-8")
    return next(int(line.split()[1]) * 1024 for line in rollup.splitlines() if line.startswith("Anonymous:"))
