"""Queries at 20,000 articles: milliseconds at the median and the 99th percentile, the engine alone and whole answers."""

import datetime as dt
import itertools
import random
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path

from articles.exchange import from_json
from bench import Figures
from indexing import Index, Request, Tokenizer, load_words, open_index
from indexing.engines.protocol import Everything, Token
from scrapers.sample import articles
from search import FACETS, Question, Search, Span
from storage.ledger import Missing

ARTICLES, BATCH, ROUNDS = 20_000, 2_000, 300
WORDS = ("政协", "提案", "协商", "委员", "民生", "监督", "调研", "乡村", "医疗", "教育", "产业", "生态", "社区", "法治", "就业", "养老")


class _Whole:
    """A ledger without gaps: the bench is of the search."""

    def missing(self, papers: Sequence[str] | None = None, first: dt.date | None = None, last: dt.date | None = None) -> Missing:
        """Nothing is."""
        del papers, first, last
        return Missing(0)


def main() -> Figures:
    """Build the index in a temporary folder and ask it."""
    with tempfile.TemporaryDirectory() as folder, closing(open_index(Path(folder), Tokenizer(load_words(())))) as index:
        return {"articles": filled(index).count(), **measured(index)}


def filled(index: Index) -> Index:
    """An index with its first generation, which holds the sample's articles."""
    index.create()
    row = articles(ARTICLES)
    while batch := list(itertools.islice(row, BATCH)):
        index.write(batch)
    return index


def measured(index: Index) -> dict[str, dict[str, float | int | str]]:
    """Milliseconds by kind of question."""
    search = Search(index, _Whole(), {"ljrb": "岚江日报", "cpwb": "澄浦晚报", "hcrb": "禾川日报"}, index.tokenizer)
    dice = random.Random(11)
    phrases = _phrases(index, dice)

    def word() -> str:
        return dice.choice(WORDS)

    def ask(make: Callable[[], Question]) -> Callable[[], object]:
        return lambda: search.ask(make())

    return {
        "engine: one token, top 10": _timed(lambda: index.ask(Request(Token("text_words", word())))),
        "word": _timed(ask(lambda: Question(word(), all_=True))),
        "word, no hits shown": _timed(ask(lambda: Question(word(), all_=True, limit=0))),
        "phrase": _timed(ask(lambda: Question(f'"{dice.choice(phrases)}"', all_=True))),
        "AND": _timed(ask(lambda: Question(f"{word()} AND {word()}", all_=True))),
        "filter + facets": _timed(ask(lambda: Question(word(), all_=True, years=Span(2018, 2020), paper=("ljrb",), facets=FACETS))),
        "deep page (after 10,000)": _timed(ask(lambda: Question(all_=True, offset=10_000))),
        "whole answer: scope, further, facets, 10 marked": _timed(ask(lambda: Question(f"{word()} {word()}", facets=FACETS))),
    }


def _phrases(index: Index, dice: random.Random) -> list[str]:
    """Pieces of four to twelve characters out of the articles indexed."""
    hits = index.ask(Request(Everything(), limit=500, offset=5_000)).hits
    texts = [from_json(hit.article).text.replace('"', "") for hit in hits]
    starts = [(text, dice.randrange(len(text) - 20)) for text in texts if len(text) > 40]
    return [text[start : start + dice.randrange(4, 13)] for text, start in starts]


def _timed(ask: Callable[[], object]) -> dict[str, float | int | str]:
    """Milliseconds of ROUNDS questions, after a tenth as many to warm up."""
    for _ in range(ROUNDS // 10):
        ask()
    taken = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        ask()
        taken.append((time.perf_counter() - start) * 1e3)
    taken.sort()
    return {"p50 ms": taken[len(taken) // 2], "p99 ms": taken[int(len(taken) * 0.99)]}
