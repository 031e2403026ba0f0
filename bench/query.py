"""Queries at 100,000 articles: milliseconds at the median and the 99th percentile, the engine alone and whole answers; and under load.

The engine's bare query is the same clause and scope asked for its first ten, without facets; whole answers are asked in turn with it. The
load (bench.load) is 20 requests a second for a minute, whole answers over HTTP, sent when they are due whatever became of those before.
"""

import datetime as dt
import random
import time
from collections.abc import Callable, Sequence
from statistics import median

from articles.exchange import from_json
from bench import Figures, load
from bench.library import built
from indexing import Index, Request
from indexing.engines.protocol import Everything, OneOf, Token
from search import FACETS, Question, Search, Span
from search.query import clause
from storage.ledger import Missing

ROUNDS = 300
WORDS = ("政协", "提案", "协商", "委员", "民生", "监督", "调研", "乡村", "医疗", "教育", "产业", "生态", "社区", "法治", "就业", "养老")


class Whole:
    """A ledger without gaps: the bench is of the search."""

    def missing(self, papers: Sequence[str] | None = None, first: dt.date | None = None, last: dt.date | None = None) -> Missing:
        """Nothing is."""
        del papers, first, last
        return Missing(0)


def main() -> Figures:
    """Build the index and ask it."""
    folder, index = built()
    timed = {**measured(index), **_beside_bare(index)}
    return {"articles": index.count(), **timed, **load.measured(folder, WORDS)}


def measured(index: Index) -> dict[str, dict[str, float | int | str]]:
    """Milliseconds by kind of question."""
    search = Search(index, Whole(), {"ljrb": "岚江日报", "cpwb": "澄浦晚报", "hcrb": "禾川日报"}, index.tokenizer)
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


def _beside_bare(index: Index) -> dict[str, dict[str, float | int | str]]:
    """Whole answers and the engine's bare query, each question asked both ways in turn; the ratio of the medians."""
    search, dice = Search(index, Whole(), {}, index.tokenizer), random.Random(12)
    whole, bare, worked = list[float](), list[float](), list[tuple[float, float]]()
    for number in range(ROUNDS + ROUNDS // 10):
        question = Question(f"{dice.choice(WORDS)} {dice.choice(WORDS)}", facets=(*FACETS, "printed_month"))
        asked = Request(clause(search.tree(question.query), index.tokenizer, {}), OneOf("scope", ("summary",)))
        start = time.thread_time()
        pair = [_once(lambda asked=asked: index.ask(asked))]  # type: ignore[misc]
        between = time.thread_time()
        pair.append(_once(lambda question=question: search.ask(question)))  # type: ignore[misc]
        worked.append((between - start, time.thread_time() - between))
        if number >= ROUNDS // 10:
            bare.append(pair[0])
            whole.append(pair[1])
    ratio = median(taken for _, taken in worked) / median(taken for taken, _ in worked)
    figures = {
        "engine: the same query, top 10": _percentiles(bare),
        "whole answer: query, facets, timeline, 10 marked": _percentiles(whole),
    }
    return {**figures, "whole answer / engine's top 10": {"p50 ratio": median(whole) / median(bare), "p50 ratio of processor time": ratio}}


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
    return _percentiles([_once(ask) for _ in range(ROUNDS)])


def _once(ask: Callable[[], object]) -> float:
    start = time.perf_counter()
    ask()
    return (time.perf_counter() - start) * 1e3


def _percentiles(taken: Sequence[float]) -> dict[str, float | int | str]:
    ordered = sorted(taken)
    return {"p50 ms": median(ordered), "p99 ms": ordered[int(len(ordered) * 0.99)]}
