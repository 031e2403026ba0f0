"""Two engines, one answer (rule 2): equal hits, totals, facets and order for clauses and queries at random over the sample's articles."""

import random
import re
import uuid
from collections.abc import Iterator, Sequence
from typing import Any

import pytest

from articles.model import Article
from indexing import Document, ElasticsearchOptions, Engine, Tokenizer, document
from indexing.engines.elasticsearch import Connection, ElasticsearchEngine
from indexing.engines.protocol import All, AnyOf, AtLeast, Clause, Everything, OneOf, Optional, Phrase, Range, Request, Token, Without
from indexing.engines.tantivy import TantivyEngine
from scrapers.sample import articles as sample_articles
from search.query import clause, parse

FACETS = ("years", "organ", "place", "paper", "kind", "printed_year", "printed_month")
Both = tuple[Engine, Engine]


@pytest.fixture(scope="module")
def sample() -> Sequence[Article]:
    return list(sample_articles(1200))


@pytest.fixture(scope="module")
def documents(sample: Sequence[Article], tokenizer: Tokenizer) -> list[Document]:
    return [document(article, tokenizer) for article in sample]


@pytest.fixture(scope="module")
def both(elasticsearch_server: Any, documents: list[Document], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Both]:
    """The sample in each engine, written in several commits and in another order."""
    tantivy = TantivyEngine.create(tmp_path_factory.mktemp("tantivy"))
    connection = Connection(ElasticsearchOptions.of(elasticsearch_server.url))
    name = f"test-{uuid.uuid4().hex}"
    elasticsearch = ElasticsearchEngine.create(connection, name)
    for start in range(0, len(documents), 400):
        tantivy.write(documents[start : start + 400])
    for start in range(0, len(documents), 300):
        elasticsearch.write(reversed(documents[start : start + 300]))
    yield tantivy, elasticsearch
    tantivy.close()
    connection.client.indices.delete(index=name)
    connection.close()


class Drawn:
    """Clauses at random, from what stands in the documents."""

    def __init__(self, chance: random.Random, documents: Sequence[Document]) -> None:
        self.chance = chance
        self.documents = documents

    def clause(self, depth: int) -> Clause:
        inner = [self.clause(depth - 1) for _ in range(self.chance.randint(1, 3))] if depth else []
        match self.chance.randrange(5) if depth else 5:
            case 0:
                return All(tuple(inner))
            case 1 | 2:
                return AnyOf(tuple(inner))
            case 3:
                return Without(inner[0], inner[-1]) if len(inner) > 1 else Without(Everything(), inner[0])
            case 4:
                return Optional(inner[0], inner[-1])
        return self._leaf()

    def _leaf(self) -> Clause:
        text = self.chance.choice(["title", "text", "text", "kicker"])
        field = f"{text}_{self.chance.choice(['words', 'bigrams', 'units'])}"
        tokens = self.chance.choice(self.documents).get(field, "|").split()
        at = self.chance.randrange(len(tokens))
        match self.chance.randrange(7):
            case 3:
                prints = self.chance.choice(self.documents)["fingerprints"].split()[:40]
                return AtLeast("fingerprints", tuple(prints), self.chance.randint(1, 4))
            case 0 if not field.endswith("words"):
                return Phrase(field, tuple(tokens[at : at + 3]), 2.0)
            case 1:
                return OneOf("within", ("990100", "990200"))
            case 2:
                return Range("years", 2014, self.chance.choice([2014, 2018, None]))
        return Token(field, tokens[at], self.chance.choice([1.0, 3.0, 1.5]))


def same(both: Both, request: Request) -> int:
    """Assert that both answer alike; how many hits there are."""
    one, other = (engine.ask(request) for engine in both)
    assert one.total == other.total
    assert one.facets == other.facets
    assert [hit.id for hit in one.hits] == [hit.id for hit in other.hits]
    assert [hit.score for hit in one.hits] == pytest.approx([hit.score for hit in other.hits], rel=1e-4)
    assert [hit.article for hit in one.hits] == [hit.article for hit in other.hits]
    return one.total


def test_clauses_at_random(both: Both, documents: list[Document]) -> None:
    drawn = Drawn(random.Random(4), documents)
    totals = [same(both, Request(drawn.clause(3), limit=300, facets=FACETS)) for _ in range(200)]
    assert sum(0 < total < len(documents) for total in totals) > 100


def test_pages_by_date_and_relevance(both: Both, documents: list[Document]) -> None:
    drawn = Drawn(random.Random(5), documents)
    for sort in ("date", "-date", "relevance"):
        for _ in range(20):
            same(both, Request(drawn.clause(1), drawn.clause(1), sort=sort, limit=7, offset=drawn.chance.randrange(40)))


def test_queries_at_random(both: Both, sample: Sequence[Article], tokenizer: Tokenizer) -> None:
    chance = random.Random(6)

    def words() -> str:
        while True:
            text = chance.choice(sample).text
            at = chance.randrange(len(text))
            found = re.sub(r'[\s"()（）:：]', "", text[at : at + chance.choice([1, 2, 2, 3, 4, 6, 9])])
            if tokenizer.units(found):  # nothing but punctuation is a named error, tested elsewhere
                return found

    forms = [
        "{}",
        "{}",
        '"{}"',
        "{} {}",
        "{} AND {}",
        "{} OR {}",
        "{} NOT {}",
        "标题:{}",
        "({} OR {}) AND 年份:2015..2020",
        "{} 或 {} 与 {}",
    ]
    totals = []
    for _ in range(200):
        query = re.sub(r"\{\}", lambda _: words(), chance.choice(forms))
        tree = parse(query, lambda text: bool(tokenizer.units(text)))
        totals.append(same(both, Request(clause(tree, tokenizer, {}), limit=300, facets=FACETS)))
    assert sum(total > 0 for total in totals) > 100
