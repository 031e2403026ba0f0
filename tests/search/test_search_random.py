"""Queries at random find what a look at every stored text finds, on both engines.

A run takes a share of the queries; `ZONGSHU_TEST_QUERIES=5000` asks all of them of each engine.
"""

import datetime as dt
import os
import random
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from query_oracle import PIECES, PLACES, SYNONYMS, Oracle
from search_kit import NAMES, made

from articles.model import Article, Byline, Page, Paragraph, Period, Place
from indexing import ElasticsearchOptions, Index, Request, Tokenizer, open_index
from search.query import Synonyms, clause, parse, place_names
from search.query import widened as run_widened
from search.query.parser import DEEPEST, LONGEST, LONGEST_UNQUOTED, MOST_LEAVES

ARTICLES = 120
#: How many queries a default run asks of each engine.
ASKED = {"tantivy": 1_000, "elasticsearch": 250}
KNOWN = place_names((name, code) for name, codes in PLACES.items() for code in codes)


def _article(number: int, chance: random.Random) -> Article:
    def words(most: int) -> str:
        return "".join(chance.choice([*PIECES, "的", "，", "\n"]) for _ in range(chance.randint(1, most)))

    text, first = words(14), chance.randrange(2010, 2014)
    code = chance.choice(["990100", "990103", "990200"])
    return made(
        f"{'cpwb' if number % 3 else 'hcrb'}-{number:03}",
        text,
        paper="cpwb" if number % 3 else "hcrb",
        date=dt.date(first, 1, 2) if chance.random() < 0.9 else None,
        page=Page(f"{chance.randint(1, 3):02}"),
        title=words(3) if chance.random() < 0.8 else None,
        kicker=words(2) if chance.random() < 0.4 else None,
        subtitle=words(2) if chance.random() < 0.4 else None,
        paragraphs=(Paragraph(text, 0, len(text), "heading" if chance.random() < 0.2 else "body"),),
        bylines=(Byline("记者", chance.choice(["甲", "乙"])),),
        kind=chance.choice(["news", "summary.report", "summary.account"]),
        organ=chance.choice(["政协", "人大", None]),
        place=Place(code, "某地", "county") if chance.random() < 0.5 else None,
        period=Period(first, first + chance.randrange(3), "year", 1.0) if chance.random() < 0.5 else None,
    )


@pytest.fixture(scope="module")
def library() -> list[Article]:
    chance = random.Random(17)
    return [_article(number, chance) for number in range(ARTICLES)]


@pytest.fixture(scope="module", params=sorted(ASKED))
def engine(
    request: pytest.FixtureRequest, library: list[Article], tokenizer: Tokenizer, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, Index]]:
    prefix = f"test-{uuid.uuid4().hex[:12]}"
    place: Any = tmp_path_factory.mktemp("random")
    if request.param == "elasticsearch":
        place = ElasticsearchOptions.of(request.getfixturevalue("elasticsearch_server").url, prefix=prefix)
    index = open_index(place, tokenizer)
    index.create()
    index.write(library)
    yield request.param, index
    if request.param == "elasticsearch":
        index.generations.connection.client.indices.delete(index=f"{prefix}-{index.generations.live()}")  # type: ignore[attr-defined]
    index.close()


@pytest.mark.parametrize(("words", "widened"), [(False, True), (True, False)], ids=["plain", "whole words"])
def test_hits_are_those_of_a_look_at_every_text(
    engine: tuple[str, Index], library: list[Article], tokenizer: Tokenizer, words: bool, widened: bool
) -> None:
    name, index = engine
    oracle = Oracle(tokenizer, words, widened)
    synonyms = Synonyms(SYNONYMS if widened else ())
    asked = int(os.environ.get("ZONGSHU_TEST_QUERIES", ASKED[name])) // 2
    totals: list[int] = []

    @seed(6)
    @settings(max_examples=asked, phases=[Phase.generate, Phase.shrink], suppress_health_check=list(HealthCheck), database=None)
    @given(oracle.queries(), st.none())
    def ask(drawn: Any, _: None) -> None:
        read = parse(drawn.query, lambda text: bool(tokenizer.units(text)))
        tree, _added = run_widened(read, synonyms, KNOWN if widened else None)
        asked_of = Request(clause(tree, tokenizer, NAMES, KNOWN, words), sort="date", limit=ARTICLES)
        answer = index.ask(asked_of)
        expected = {article.id for article in library if drawn.matches(article)}
        assert {hit.id for hit in answer.hits} == expected, drawn.query
        assert answer.total == len(expected)
        totals.append(answer.total)

    ask()
    assert len(totals) >= asked * 0.9
    assert sum(0 < total < ARTICLES for total in totals) > len(totals) // 2


def test_queries_as_big_as_may_be_are_answered_alike(engine: tuple[str, Index], library: list[Article], tokenizer: Tokenizer) -> None:
    _, index = engine
    deep = "政"
    for level in range(DEEPEST):
        deep = f"({deep} {'OR' if level % 2 else 'AND'} 协)"
    terms = [chr(0x5000 + place) for place in range(MOST_LEAVES)]
    for query, found in (
        (deep, "协" in deep),
        ("NOT (" * DEEPEST + "政" + ")" * DEEPEST, True),
        ("政协" * (LONGEST_UNQUOTED // 2), True),
        ("".join(chr(0x5000 + place) for place in range(LONGEST_UNQUOTED)), False),
        (" ".join("".join(chr(0x5000 + 5 * term + place) for place in range(5)) for term in range(100)), False),
        ('"' + "".join(chr(0x5000 + place) for place in range(LONGEST - 2)) + '"', False),
        (" OR ".join([*terms[1:], "政"]), True),
        ('"政协 提案"~50 OR "全国政协 更加紧密"~50', True),
    ):
        tree = parse(query, lambda text: bool(tokenizer.units(text)))
        assert (index.ask(Request(clause(tree, tokenizer, NAMES))).total > 0) == found
