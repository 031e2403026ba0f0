"""Every engine, opened the same way: a suite that asks for `open_engine` runs over all of them."""

import datetime as dt
import random
import uuid
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from articles.model import Byline, Page, Period, Place
from indexing import Document, ElasticsearchOptions, Engine, Tokenizer, document
from indexing.engines.elasticsearch import Connection, ElasticsearchEngine
from indexing.engines.tantivy import TantivyEngine

Open = Callable[[], Engine]


@pytest.fixture(params=["tantivy", "elasticsearch", "elasticsearch8"], scope="module")
def open_engine(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Open]:
    """Makes new, empty engines."""
    if request.param == "tantivy":
        yield from _tantivy(tmp_path_factory)
    else:
        yield from _elasticsearch(request.getfixturevalue(f"{request.param}_server").url)


def _tantivy(folders: pytest.TempPathFactory) -> Iterator[Open]:
    made: list[Engine] = []

    def opened() -> Engine:
        made.append(TantivyEngine.create(folders.mktemp("tantivy")))
        return made[-1]

    yield opened
    for engine in made:
        engine.close()


def _elasticsearch(url: str) -> Iterator[Open]:
    connection = Connection(ElasticsearchOptions.of(url))
    made: list[str] = []

    def opened() -> Engine:
        made.append(f"test-{uuid.uuid4().hex}")
        return ElasticsearchEngine.create(connection, made[-1])

    yield opened
    for start in range(0, len(made), 50):
        connection.client.indices.delete(index=made[start : start + 50])
    connection.close()


@pytest.fixture(scope="session")
def library(tokenizer: Tokenizer, make: Any) -> list[Document]:
    """Four hundred articles of few words, so that every query meets ties; some without date, place or period."""
    chance = random.Random(11)
    return [document(_article(number, chance, make), tokenizer) for number in range(400)]


def _article(number: int, chance: random.Random, make: Any) -> Any:
    def words(most: int) -> str:
        return "".join(
            chance.choice(["政", "协", "委员", "会", "提案", "5.1％", "ａ ", "，", "\n", "會議"]) for _ in range(chance.randint(1, most))
        )

    date = dt.date(2012, 12, 29) + dt.timedelta(days=chance.randrange(9)) if chance.random() < 0.9 else None
    paper = chance.choice(["ljrb", "cpwb", "hcrb"])
    first = chance.randrange(2010, 2014)
    code = chance.choice(["990100", "990103", "990200"])
    return make(
        f"{paper}-{chance.choice(['x', '一', 'a' * 40])}-{number}",
        words(30),
        revision=chance.randint(1, 3),
        paper=paper,
        date=date,
        page=Page(f"{chance.randint(1, 3):02}"),
        title=words(4) if chance.random() < 0.8 else None,
        kicker=words(3) if chance.random() < 0.3 else None,
        bylines=(Byline("记者", chance.choice(["甲", "乙"])),),
        kind=chance.choice(["news", "summary.report", "summary.account"]),
        organ=chance.choice(["政协", "人大", None]),
        place=Place(code, "某地", "county") if chance.random() < 0.5 else None,
        period=Period(first, first + chance.randrange(3), "year", 1.0) if chance.random() < 0.5 else None,
    )
