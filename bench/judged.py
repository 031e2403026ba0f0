"""nDCG@10 on the judged queries (docs/judging.md) of what a first page shows, by relevance and by date; by half and kind of query."""

import importlib
import os
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bench import Figures
from bench.query import Whole
from indexing import Index, Tokenizer, load_words, open_index
from indexing.engines.protocol import Sort
from search import Question, Search
from worker.lexicon import lexicon

ROOT = Path(__file__).resolve().parent.parent
CORPUS = Path(os.environ.get("ZONGSHU_CORPUS", ROOT.parent / "shared" / "data"))
sys.path.insert(0, str(ROOT / "tests" / "search"))
#: The tests' own set.
library, sets = (importlib.import_module(f"judged.{name}") for name in ("library", "sets"))

Ranking = Callable[[Any], Sequence[str]]


def ranking(index: Index, sort: Sort = "relevance") -> Ranking:
    """The ids that a first page shows for a query: its hits, and where they leave room what comes near."""
    search = Search(index, Whole(), {}, index.tokenizer, lexicon())

    def ranked(query: Any) -> Sequence[str]:  # noqa: ANN401 - a query of the set
        answer = search.ask(Question(query.query, all_=query.scope == "all", sort=sort, limit=sets.DEPTH))
        return [hit.id for hit in (*answer.hits, *(one.hit for one in answer.nearby))]

    return ranked


@contextmanager
def filled() -> Iterator[dict[str, Index]]:
    """An index of each collection, in a temporary folder."""
    tokenizer = Tokenizer(load_words(()))
    with tempfile.TemporaryDirectory() as folder:
        indices = {over: open_index(Path(folder) / over, tokenizer) for over in ("sample", "corpus")}
        for over, articles in (("sample", library.sample()), ("corpus", library.corpus(CORPUS))):
            indices[over].create()
            indices[over].write(list(articles))
        yield indices
        for index in indices.values():
            index.close()


def measured(indices: dict[str, Index], half: str, sort: Sort = "relevance") -> dict[str, float]:
    """nDCG@10 of a half by kind of query, both collections together."""
    rankings = {over: ranking(index, sort=sort) for over, index in indices.items()}
    reached: dict[str, float] = sets.quality(sets.queries(half=half), lambda query: rankings[query.over](query))
    return reached


def main() -> Figures:
    """Both halves by relevance, and newest first for comparison."""
    with filled() as indices:
        asked: tuple[tuple[str, Sort], ...] = (("by relevance", "relevance"), ("newest first", "-date"))
        rows = {f"{name}, {half}": measured(indices, half, sort) for name, sort in asked for half in ("tune", "test")}
    return {"queries": len(sets.queries()), **rows}
