"""The client against a real server."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from search_kit import DROPPED, PAYLOAD, Library, served

from articles.errors import Blocked, QueryError, TooLarge, UnknownArticle, UnknownPaper, Unreachable
from search import Question, Search
from search.api import Access, Grant, WebSettings, create_app
from zongshu import Client
from zongshu.failures import failure

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture(scope="module")
def ours(address: str) -> Iterator[Client]:
    with Client(address) as client:
        yield client


def test_a_page_is_what_ask_gives(ours: Client, sample: Library) -> None:
    page = ours.page("政协", years="2014..2016", limit=5, facets=True, timeline=True)
    direct = sample.search.ask(Question("政协", limit=5))
    assert page.hits
    assert page.hits[0].period == next(one.period for one in sample.articles if one.id == page.hits[0].id)
    assert page.summary.timeline is not None
    assert {str(year.year): year.count for year in page.summary.timeline.covered if year.count} == {
        one.value: one.count for one in page.summary.facets["years"]
    }
    assert list(ours.page("政协", limit=5).hits) == list(direct.hits)


def test_all_hits_once_each(ours: Client, sample: Library) -> None:
    total = sample.search.ask(Question("政协", all_=True, limit=0)).total
    for sort in (None, "date"):
        ids = [hit.id for hit in ours.search("政协", all=True, sort=sort, limit=90)]
        assert len(ids) == len(set(ids)) == total > 90


def test_articles_records_and_what_is_held(ours: Client, sample: Library) -> None:
    article = ours.article(sample.articles[0].id)
    assert article.terms
    assert replace(article, sections=(), parts=(), terms=()) == sample.articles[0]
    assert ours.article(f"{DROPPED}-2").id == f"{DROPPED}-1"
    assert ours.raw(f"{DROPPED}-1") == PAYLOAD
    assert ours.coverage("ljrb", dt.date(2016, 1, 1), dt.date(2016, 12, 31)).issues[0].date == dt.date(2016, 2, 3)
    assert ours.status().articles == len(sample.articles)
    assert any(one.text == "岚江日报" for one in ours.suggest("岚江"))


def test_a_file_goes_in(ours: Client, sample: Library) -> None:
    assert ours.ingest("报告.txt", b"text", paper="ljrb", date=dt.date(2023, 1, 5)) == DROPPED
    assert sample.uploads.pop().date == dt.date(2023, 1, 5)
    with pytest.raises(TooLarge):
        ours.ingest("a.txt", b"x" * 20_000)


def test_errors_are_ours(ours: Client, address: str) -> None:
    with pytest.raises(QueryError) as error:
        ours.page("东 AND (西")
    assert (error.value.key, error.value.at) == ("query_group_open", 6)
    assert "括号" in str(error.value)
    with pytest.raises(UnknownArticle):
        ours.article("nobody-1")
    with pytest.raises(UnknownPaper):
        ours.coverage("nobody")
    with pytest.raises(QueryError):
        ours.page("政协", limit=5_000)
    with pytest.raises(Unreachable) as lost, Client("http://127.0.0.1:9") as nobody:
        nobody.status()
    assert "zongshu serve" in lost.value.message("en")
    assert failure(502, {}, b"<html>", "http://elsewhere.example/").key == "client_no_problem"


def test_tokens_and_rates(sample: Library) -> None:
    grants = {"zs_reader": Grant("reader", write=False, mark="1")}
    access = Access(reading=True, writing=True, granted=grants.get)
    app = create_app(sample.search, sample.holdings, WebSettings(rate=0.01, burst=3), lambda _: DROPPED, None, access)
    with served(app) as address:
        with Client(address) as nobody, pytest.raises(Blocked) as error:
            nobody.status()
        assert error.value.key == "query_token_missing"
        with Client(address, "zs_reader") as reader:
            assert reader.status().articles
            with pytest.raises(Blocked):
                reader.ingest("a.txt", b"x")
            reader.status()
            with pytest.raises(Unreachable) as busy:
                reader.status()
            assert int(str(busy.value.facts["wait"])) > 1


def test_the_example_of_the_documentation(address: str, sample: Library, capsys: pytest.CaptureFixture[str]) -> None:
    page = (ROOT / "docs" / "api.md").read_text("utf-8")
    code = page.partition("```python\n")[2].partition("```")[0]
    exec(code.replace("http://127.0.0.1:8600", address), {})
    lines = capsys.readouterr().out.splitlines()
    assert sample.search.ask(Question("政协 提案", limit=0)).total > 0
    assert sum(line.startswith("《") for line in lines) == sample.search.ask(Question("政协 提案", limit=0)).total
    assert isinstance(sample.search, Search)
