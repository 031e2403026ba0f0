"""Two engines, one answer (rule 2), and rule 1 on both: questions at random over reports, news written out as HTML, and the sample."""

import datetime as dt
import gzip
import html
import json
import os
import random
import re
import uuid
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from articles.model import Article
from indexing import ElasticsearchOptions, Tokenizer, open_index, units
from scrapers import read_dropped
from scrapers.sample import articles as sample_articles
from search import FACETS, SORTS, Holdings, Question, Search, Span, summary_data
from storage import Archive
from storage.ledger import Ledger

pytestmark = [pytest.mark.corpus, pytest.mark.slow]

QUESTIONS, WINDOWS = 200, 700
#: Of the news every so manieth item is taken; ZONGSHU_TEST_NEWS=1 takes them all. Windows by the thousand: test_rule_one.py.
NEWS = int(os.environ.get("ZONGSHU_TEST_NEWS", "4"))
NAMES = {"ljrb": "岚江日报", "cpwb": "澄浦晚报", "hcrb": "禾川日报", "files": "散件"}
#: A query's form: `{}` stands for words cut out of the articles.
FORMS = (
    *("{}", "{}", '"{}"', '"{}"', "{} {}", "{} AND {}", "{} OR {}", "{} NOT {}", "标题:{}", "正文:{}", "{} 或 {} 与 {}"),
    *("({} OR {}) AND 年份:2015..2024", "{} AND 报纸:files", "{} NOT 报纸:files", "{} 形式:news", '("{}" 或 标题:{}) 非 {}'),
)
Both = tuple[Search, Search]


def _reports(corpus: Path) -> Iterator[Article]:
    for path in sorted((corpus / "reports").glob("*.txt")):
        yield from read_dropped(path.name, path.read_bytes())


def _news(corpus: Path) -> Iterator[Article]:
    """Every item of the news, as a page that a site might have made of it; dated, as a crawl would have it."""
    with gzip.open(corpus / "news" / "xinwen-lianbo.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in islice(lines, 0, None, NEWS):
            item = json.loads(line)
            body = item["html"] if item.get("html") else f"<p>{html.escape(item['title'])}</p>"
            title = html.escape(item["title"])
            page = f"<html><head><meta charset='utf-8'><title>{title}</title></head><body><h1>{title}</h1>{body}</body></html>"
            for article in read_dropped("item.html", page.encode()):
                yield replace(article, date=dt.date.fromisoformat(str(item["date"])[:10]))


@pytest.fixture(scope="module")
def library(corpus: Path) -> Sequence[Article]:
    found = [*_reports(corpus), *_news(corpus), *sample_articles(1_200)]
    return list({article.id: article for article in found}.values())


@pytest.fixture(scope="module")
def both(
    library: Sequence[Article], tokenizer: Tokenizer, elasticsearch_server: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Both]:
    """The same articles in each engine, written in other batches and another order."""
    folder = tmp_path_factory.mktemp("engines")
    options = ElasticsearchOptions.of(elasticsearch_server.url, prefix=f"test-{uuid.uuid4().hex[:12]}")
    indices = [open_index(folder / "index", tokenizer), open_index(options, tokenizer)]
    with Ledger(f"sqlite:///{folder}/ledger.sqlite3") as ledger:
        holdings = Holdings(ledger, Archive(folder / "archive"))
        for index, size, order in zip(indices, (700, 450), (library, library[::-1]), strict=True):
            index.create()
            for start in range(0, len(order), size):
                index.write(order[start : start + size])
        yield tuple(Search(index, holdings, NAMES, tokenizer) for index in indices)  # type: ignore[misc] # two
        generations = indices[1].generations
        client = generations.connection.client  # type: ignore[attr-defined] # of a cluster
        client.indices.delete(index=[f"{options.prefix}-{name}" for name in generations.names()])
        for index in indices:
            index.close()


def _words(library: Sequence[Article], chance: random.Random, tokenizer: Tokenizer) -> str:
    """A piece of an article, as somebody might type it."""
    while True:
        article = chance.choice(library)
        text = chance.choice([article.text, article.text, article.title or article.text]) or "。"
        at = chance.randrange(len(text))
        found = re.sub(r'[\s"()（）:：]', "", text[at : at + chance.choice([1, 2, 2, 3, 4, 6, 9, 14])])
        if tokenizer.units(found):
            return found


def _question(chance: random.Random, words: Callable[[], str]) -> Question:
    query = re.sub(r"\{\}", lambda _: words(), chance.choice(FORMS))
    first = chance.randrange(2013, 2025)
    return Question(
        query,
        years=chance.choice([None, None, Span(first, first + 3), Span(None, first)]),
        printed=chance.choice([None, None, None, Span(first, None)]),
        paper=chance.choice([(), (), (), ("files",), ("ljrb", "cpwb")]),
        all_=chance.random() < 0.8,
        sort=chance.choice([None, None, *SORTS]),
        limit=chance.choice([10, 50, 300]),
        offset=chance.choice([0, 0, 0, 7, 40]),
        facets=FACETS,
    )


def test_questions_at_random(both: Both, library: Sequence[Article], tokenizer: Tokenizer) -> None:
    chance = random.Random(12)
    found = 0
    for _ in range(QUESTIONS):
        question = _question(chance, lambda: _words(library, chance, tokenizer))
        one, other = (search.ask(question) for search in both)
        assert summary_data(replace(one, nearby=())) == summary_data(replace(other, nearby=())), question
        assert [near.lacks for near in one.nearby] == [near.lacks for near in other.nearby]
        shown, same = ([*answer.hits, *(near.hit for near in answer.nearby)] for answer in (one, other))
        assert [replace(hit, score=0.0) for hit in shown] == [replace(hit, score=0.0) for hit in same], question
        assert [hit.score for hit in shown] == pytest.approx([hit.score for hit in same], rel=1e-4)
        found += one.total > 0
    assert found > QUESTIONS // 2


def test_weights_add_up_to_the_score_on_both(both: Both, library: Sequence[Article], tokenizer: Tokenizer) -> None:
    chance = random.Random(14)
    for _ in range(20):
        question = Question(_words(library, chance, tokenizer), all_=True, limit=2, explain=True)
        one, other = (search.ask(question).hits for search in both)
        for hit, same in zip(one, other, strict=True):
            weights, others = (hit.explanation or ()), (same.explanation or ())
            assert sum(weight.score for weight in weights) == pytest.approx(hit.score, rel=1e-3)
            assert {(one.field, one.way) for one in weights} == {(one.field, one.way) for one in others}
            assert sum(weight.score for weight in others) == pytest.approx(same.score, rel=1e-3)


@pytest.mark.parametrize("engine", [0, 1], ids=["tantivy", "elasticsearch"])
def test_windows_of_real_texts_find_their_articles(both: Both, library: Sequence[Article], engine: int) -> None:
    """Six characters of any text that hold two units and cut no run, as a quoted search."""
    chance = random.Random(13)
    lost, asked = [], 0
    while asked < WINDOWS:
        article = chance.choice(library)
        if (window := _window(article.text, chance)) is None:
            continue
        asked += 1
        query = window.replace("\\", "\\\\").replace('"', '\\"')
        answer = both[engine].ask(Question(f'"{query}"', all_=True, limit=1_000))
        if article.id not in {hit.id for hit in answer.hits} and answer.total <= 1_000:
            lost.append((article.id, window))
    assert lost == []


def _window(text: str, chance: random.Random) -> str | None:
    at = chance.randrange(max(1, len(text) - 5))
    window = text[at : at + 6]
    near = text[max(0, at - 200) : at + 206]
    inside = {place + max(0, at - 200) for unit in units(near) for place in range(unit.start + 1, unit.end)}
    whole = at not in inside and at + 6 not in inside
    return window if whole and len(window) == 6 and len(units(window)) >= 2 else None
