"""Walks by cursor: nothing twice, nothing left out, while articles arrive and generations are swapped, on both engines (0072)."""

import datetime as dt
import random
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from search_kit import NAMES, made

from articles.errors import QueryError
from articles.model import Article
from indexing import ElasticsearchOptions, Index, Tokenizer, open_index
from search import FACETS, Cursors, Holdings, Question, Search, timeline
from storage import Archive
from storage.ledger import Ledger

HITS = 10_000
CURSORS = Cursors(b"secret")
WORDS = ["委员", "提案", "协商", "民主监督", "工作", "会议", "调研", "城市", "河流", "学校"]


def article(number: int) -> Article:
    """A short account; scores and dates tie often, some have no date."""
    chance = random.Random(number)
    text = "政协" + "".join(chance.choice(WORDS) for _ in range(chance.randint(1, 6)))
    date = dt.date(2014, 1, 1) + dt.timedelta(days=chance.randrange(400)) if number % 50 else None
    return made(f"ljrb-20140101-{number:05}", text, date=date, page=None, paragraphs=())


@pytest.fixture(scope="module")
def articles() -> list[Article]:
    return [article(number) for number in range(HITS)]


@pytest.fixture(scope="module", params=["tantivy", "elasticsearch"])
def index(
    request: pytest.FixtureRequest, tokenizer: Tokenizer, articles: list[Article], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Index]:
    """An index of ten thousand articles, its first generation live."""
    if request.param == "tantivy":
        found = open_index(tmp_path_factory.mktemp("index"), tokenizer)
    else:
        url = request.getfixturevalue("elasticsearch_server").url
        found = open_index(ElasticsearchOptions.of(url, prefix=f"test-paging-{random.SystemRandom().getrandbits(48):x}"), tokenizer)
    found.create()
    found.write(articles)
    yield found
    if request.param == "elasticsearch":
        generations: Any = found.generations
        prefix = generations.connection.options.prefix
        generations.connection.client.indices.delete(index=[f"{prefix}-{name}" for name in generations.names()])
    found.close()


@pytest.fixture(scope="module")
def search(index: Index, tokenizer: Tokenizer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Search]:
    folder = tmp_path_factory.mktemp("ledger")
    with Ledger(f"sqlite:///{folder}/ledger.sqlite3") as ledger:
        yield Search(index, Holdings(ledger, Archive(folder / "archive")), NAMES, tokenizer)


def pages(search: Search, question: Question) -> Iterator[list[str]]:
    """The ids of each page, through cursors as text."""
    answer = search.ask(question, walk=True)
    while True:
        yield [hit.id for hit in answer.hits]
        if answer.next is None:
            return
        answer = search.ask(question, CURSORS.read(question, CURSORS.written(question, answer.next)), walk=True)


def walk(search: Search, question: Question) -> list[str]:
    """All ids."""
    return list(chain.from_iterable(pages(search, question)))


def test_ten_thousand_hits_once_each_while_articles_arrive_and_a_generation_is_swapped(
    search: Search, index: Index, articles: list[Article]
) -> None:
    walks = {sort: pages(search, Question("政协 委员 OR 政协", sort=sort, limit=1_000)) for sort in ("relevance", "-date")}
    found: dict[str, list[str]] = {sort: next(pages_) for sort, pages_ in walks.items()}
    arrived: list[Article] = []
    swapped: list[str] = []
    while walks:
        for sort in list(walks):
            page = next(walks[sort], None)
            if page is None:
                del walks[sort]
            found[sort] += page or []
        arrived += [article(HITS + len(arrived) + number) for number in range(20)]
        index.write(arrived[-20:])
        if len(found["-date"]) >= HITS // 2 and not swapped:
            swapped.append(index.create())
            index.write(articles[::-1] + arrived, names=swapped)
            index.generations.swap(swapped[0])
    assert len(arrived) >= 180
    assert swapped
    for sort, ids in found.items():
        assert len(ids) == len(set(ids)), sort
        assert {one.id for one in articles} <= set(ids), sort


def test_pages_of_any_length_make_the_whole(search: Search) -> None:
    for sort in ("date", "-date", "relevance"):
        question = Question("提案 民主监督", sort=sort, limit=300)
        whole = search.ask(Question(question.query, sort=sort, limit=900))
        assert walk(search, question)[:900] == [hit.id for hit in whole.hits]


def test_counts_list_and_timeline_agree(search: Search) -> None:
    question = Question("学校 河流", limit=250, facets=FACETS, sort="date")
    answer = search.ask(question)
    found = walk(search, question)
    assert len(found) == answer.total == sum(one.count for one in answer.facets["paper"])
    line = timeline(answer.facets)
    dates = [search.index.get(id_) for id_ in found]
    undated = sum(b'"date":null' in (raw or b"").replace(b" ", b"") for raw in dates)
    assert sum(year.count for year in line.printed) == answer.total - undated
    assert [year.year for year in line.printed] == sorted(year.year for year in line.printed)
    assert {str(year.year): year.count for year in line.covered} == {one.value: one.count for one in answer.facets["years"]}


def test_the_last_page_may_be_asked_again(search: Search) -> None:
    total = search.ask(Question("学校 河流", limit=0)).total
    mark = search.ask(Question("学校 河流", limit=total - 2), walk=True).next
    assert mark is not None
    first, again = (search.ask(Question("学校 河流", limit=5), mark, walk=True) for _ in range(2))
    assert len(first.hits) == 2
    assert first.next is None
    assert first == again


def test_a_cursor_of_another_question_is_named(search: Search) -> None:
    question = Question("政协", limit=1)
    mark = search.ask(question, walk=True).next
    assert mark is not None
    cursor = CURSORS.written(question, mark)
    assert CURSORS.read(Question("政协", limit=7), cursor) == mark
    for asked, text, key in (
        (Question("提案", limit=1), cursor, "query_cursor_other"),
        (Question("政协", sort="date"), cursor, "query_cursor_other"),
        (Question("政协", offset=3), cursor, "query_cursor_offset"),
        (question, cursor[:-2], "query_cursor_wrong"),
        (question, "A" + cursor[1:], "query_cursor_wrong"),
        (question, "政协", "query_cursor_wrong"),
        (question, Cursors(b"other").written(question, mark), "query_cursor_wrong"),
    ):
        with pytest.raises(QueryError) as error:
            CURSORS.read(asked, text)
        assert error.value.key == key


def test_a_view_that_is_gone_is_named(search: Search, index: Index, tmp_path: Path, tokenizer: Tokenizer) -> None:
    mark = search.ask(Question("政协", limit=1), walk=True).next
    assert mark is not None
    assert mark.view
    index.view(mark.view).close()
    index._views.clear()
    index.write([article(900_000)])
    with pytest.raises(QueryError) as error:
        search.ask(Question("政协", limit=1), mark, walk=True)
    assert error.value.key == "query_cursor_gone"
