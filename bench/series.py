"""Series of figures over the sample's accounts, whose quantities are known: what falls together wrongly or apart; and what an answer costs.

A figure is known where its value is the sample's level or growth of a quantity in its year, of the body and place that the account is of.
"""

import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from pathlib import Path
from statistics import median

from articles.model import Article
from articles.reading.series import Key, Keyed, keyed
from bench import Figures
from bench.query import Whole, _once
from indexing import Tokenizer, load_words, open_index
from scrapers import papers, says
from scrapers.sample import PAPERS, calendar, issue, series
from scrapers.sample.bulk import model
from search import Question, Search, Span
from search.series import FigureQuestion
from search.series import Figures as Answers
from worker.lexicon import lexicon

BODIES = {"政协": "cppcc", "人大": "congress", "政府": "government", "法院": "court", "检察院": "procuratorate"}
#: Known values a series needs to be judged by.
_LEAST = 3


@dataclass(frozen=True, slots=True)
class Account:
    """An account as it is read, and the division it is really of."""

    article: Article
    place: str | None


def main() -> Figures:
    """The figures of the bench."""
    found = list(accounts())
    return {"articles": len(found), **judged(found), **_timing([one.article for one in found])}


def accounts() -> Iterator[Account]:
    """Every account of the sample newspapers."""
    homes = papers([])
    for paper in PAPERS:
        for date in calendar(paper):
            printed = issue(paper, date)
            for one in printed.articles if printed else ():
                if one.draft.kind.startswith("summary."):
                    yield Account(_read(model(paper, date, one), homes[paper].place), one.draft.place)


def _read(article: Article, home: str) -> Article:
    found = says(article, home)
    return replace(
        article,
        kind=found.kind.value,
        organ=found.organ.value,
        place=found.place.value,
        period=found.period.value,
        figures=found.figures,
    )


@cache
def _quantities(place: str, body: str, year: int, value: Decimal) -> frozenset[str]:
    """The sample's quantities that have a value."""
    levels = {key for key in series.keys(body) if series.value(place, body, key, year) == value}
    return frozenset(levels | {f"{key}, growth" for key in series.keys(body) if series.growth(place, body, key, year) == value})


def judged(found: Sequence[Account]) -> dict[str, int | str]:
    """How many values and quantities fall together as they should."""
    tellings: dict[Key, list[frozenset[str]]] = defaultdict(list)
    astray, loose = 0, Counter[str]()
    for one in found:
        read = one.article.place
        if read is None or read.code != one.place:
            astray += 1
            continue
        for figure in keyed(one.article):
            if known := _known(one.article, figure):
                tellings[known].append(_truth(one.article, figure))
            elif figure.why:
                loose[figure.why.value] += 1
    return {
        "accounts whose place is misread (left out)": astray,
        **_shares(tellings),
        **{f"of no series: {why}": n for why, n in loose.items()},
    }


def _known(article: Article, one: Keyed) -> Key | None:
    """The series of a figure of one year that was achieved."""
    period = one.figure.period
    single = period is not None and period.from_ == period.to and one.figure.status == "achieved"
    return one.key if single and article.organ in BODIES else None


def _truth(article: Article, one: Keyed) -> frozenset[str]:
    period, place = one.figure.period, article.place
    if period is None or place is None or article.organ is None:
        return frozenset()
    return _quantities(place.code, BODIES[article.organ], period.to, one.told.value)


def _shares(tellings: dict[Key, list[frozenset[str]]]) -> dict[str, int | str]:
    """Of series most of whose values are one known quantity: values that are another known one; and of quantities, those in one series."""
    right = wrong = 0
    names: dict[tuple[str, str, str], Counter[str]] = defaultdict(Counter)
    for key, told in tellings.items():
        counts = Counter(name for truths in told for name in truths)
        if not counts:
            continue
        name, most = min(counts.items(), key=lambda item: (-item[1], item[0]))
        if most < _LEAST or most * 2 < len(told):
            continue
        right += most
        wrong += sum(name not in truths for truths in told if truths)
        names[key.organ, key.place, name][key.what] += most
    together = sum(len(series) == 1 for series in names.values())
    return {
        "values of judged series": right + wrong,
        "of another known quantity": wrong,
        "quantities of a body told in judged series": len(names),
        "of these in one series": f"{together / len(names):.1%}",
    }


def _timing(articles: list[Article]) -> Figures:
    tokenizer = Tokenizer(load_words(()))
    with tempfile.TemporaryDirectory() as folder, closing(open_index(Path(folder), tokenizer)) as index:
        index.create()
        index.write(articles)
        names = {code: paper.name for code, paper in papers([]).items()}
        search = Search(index, Whole(), names, tokenizer, lexicon())
        answers = Answers(search)
        body = FigureQuestion("立案提案", organ=("政协",), place=("990100",), years=Span(2012, 2023))
        asked = {
            "search, ten hits": _taken(lambda: search.ask(Question("立案提案")), 100),
            "figures of one body over twelve years": _taken(lambda: answers.ask(body), 50),
            "figures of all accounts": _taken(lambda: answers.ask(FigureQuestion()), 5),
        }
    least = asked["search, ten hits"]
    return {
        **{name: {"p50 ms": taken, "times the search": taken / least} for name, taken in asked.items()},
        "figures of all accounts, each": {"p50 ms": asked["figures of all accounts"] / len(articles)},
    }


def _taken(ask: Callable[[], object], times: int) -> float:
    """Milliseconds at the median, after one to warm up."""
    ask()
    return median(_once(ask) for _ in range(times))
