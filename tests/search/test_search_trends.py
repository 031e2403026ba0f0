"""Phrases over the years, on every engine: exact counts beside what is held, gaps, groups as a search for them counts."""

import csv
import datetime as dt
import io
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from search_kit import NAMES, NOW, library, made, served

from articles.errors import QueryError
from articles.model import Article, Period, Place
from indexing import ElasticsearchOptions, Tokenizer, open_index
from search import Holdings, Lexicon, Question, Search, Span
from search.trends import Line, TrendAnswer, TrendQuestion, Trends, csv_text, trend_data, trends_summary
from storage import Archive
from storage.ledger import Due, Found, Ledger, Pace, issue_key
from zongshu import Client

DIVISIONS = {"990000": "岚江省", "990100": "澄浦市", "990104": "云麓区", "990200": "禾川市"}
Ask = Callable[..., TrendAnswer]


def account(number: int, year: int, text: str, place: str | None = "990100", organ: str | None = "政协", **fields: Any) -> Article:
    """An account of a year, printed in January of the next."""
    printed = dt.date(year + 1, 1, number)
    level = "county" if place and not place.endswith("00") else "prefecture"
    where = Place(place, DIVISIONS[place], level) if place else None
    period = fields.pop("period", Period(year, year, "title", 1.0, None, None))
    fields = {"paper": "cpwb", "date": printed, "title": f"{year}年工作综述", **fields}
    return made(f"{fields['paper']}-{printed:%Y%m%d}-{number}", text, organ=organ, place=where, period=period, **fields)


ARTICLES = (
    account(1, 2015, "协商民主深入推进，提案办理有力。"),
    account(2, 2015, "视察调研成效明显。", "990200"),
    account(3, 2016, "共同富裕写进报告，提案办理有力。", "990104"),
    account(4, 2016, "法治建设深入推进。", "990104", "法院"),
    account(5, 2019, "共同富裕扎实推进。"),
    account(6, 2019, "共同富裕扎实推进，提案办复率百分之百。", "990200"),
    account(7, 2019, "共同富裕的司法保障。", "990100", "法院"),
    account(8, 2019, "五年来共同富裕迈出新步伐。", "990100", period=Period(2019, 2020, "title", 1.0, None, None)),
    account(9, 2019, "共同富裕座谈会召开。", kind="news"),
    account(10, 2019, "没有地区和机关的提案。", None, None),
)


@pytest.fixture(scope="module", params=["tantivy", "elasticsearch"])
def search(request: pytest.FixtureRequest, tokenizer: Tokenizer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Search]:
    """The articles in an index; an issue of January 2018 is missing."""
    folder = tmp_path_factory.mktemp("trends")
    place: Any = folder / "index"
    if request.param == "elasticsearch":
        url = request.getfixturevalue("elasticsearch_server").url
        place = ElasticsearchOptions.of(url, prefix=f"test-{uuid.uuid4().hex[:12]}")
    index = open_index(place, tokenizer)
    index.create()
    index.write(ARTICLES)
    with Ledger(f"sqlite:///{folder}/ledger.sqlite3") as ledger:
        date = dt.date(2018, 1, 9)
        first = Found("http://epaper.chengpu.example/1", "layout", "epaper.chengpu.example", 0)
        ledger.issues.plan([Due(issue_key("cpwb", date), "cpwb", date, first, Pace(0.0))], again=False, now=NOW)
        yield Search(index, Holdings(ledger, Archive(folder / "archive")), NAMES, tokenizer, Lexicon(divisions=DIVISIONS))
    generations: Any = index.generations
    if request.param == "elasticsearch":
        client, prefix = generations.connection.client, generations.connection.options.prefix
        client.indices.delete(index=[f"{prefix}-{name}" for name in generations.names()])
    index.close()


@pytest.fixture
def ask(search: Search) -> Ask:
    return lambda *phrases, **asked: Trends(search).ask(TrendQuestion(phrases, **asked))


def told(line: Line) -> list[tuple[int, int, int]]:
    return [(point.year, point.count, point.held) for point in line.points]


def test_counts_shares_and_gaps(ask: Ask) -> None:
    answer = ask("共同富裕", "提案", "没有这个词语")
    rich, motions, nothing = answer.lines
    assert told(rich) == [(2015, 0, 2), (2016, 1, 2), (2019, 4, 5), (2020, 1, 1)]
    assert told(motions) == [(2015, 1, 2), (2016, 1, 2), (2019, 2, 5), (2020, 0, 1)]
    assert told(nothing) == [(2015, 0, 2), (2016, 0, 2), (2019, 0, 5), (2020, 0, 1)]
    assert [point.share for point in rich.points] == [0.0, 0.5, 0.8, 1.0]
    assert rich.gaps == motions.gaps == nothing.gaps == (2017, 2018)
    assert (rich.total, motions.total, nothing.total) == (5, 4, 0)
    summary = answer.summary
    assert (summary.held, summary.first_year, summary.last_year, summary.missing.papers) == (9, 2015, 2020, {"cpwb": 1})


def test_first_appearance_and_spread(ask: Ask) -> None:
    rich, nothing = ask("共同富裕", "没有这个词语").lines
    assert rich.first is not None
    assert (rich.first.id, rich.first.date, rich.first.citation) == ("cpwb-20170103-3", "2017-01-03", "《澄浦晚报》2017年1月3日第1版")
    assert [(one.year, one.places, one.organs, one.places_reached, one.organs_reached) for one in rich.spread] == [
        (2016, 1, 1, 1, 1),
        (2019, 2, 2, 3, 2),
        (2020, 1, 1, 3, 2),
    ]
    assert (nothing.first, nothing.spread) == (None, ())


def test_groups_count_what_a_search_for_them_finds(ask: Ask, search: Search) -> None:
    by_place = ask("共同富裕", by="place")
    assert [(line.group, line.name, line.total) for line in by_place.lines] == [
        (None, None, 5),
        ("990100", "澄浦市", 4),
        ("990104", "云麓区", 1),
        ("990200", "禾川市", 1),
    ]
    assert by_place.lines[1].gaps == (2017, 2018)
    assert by_place.lines[2].gaps == (2015, 2017, 2018, 2019, 2020)
    assert [line.name for line in ask("共同富裕", by="province").lines] == [None, "岚江省"]
    assert [line.name for line in ask("共同富裕", by="prefecture").lines] == [None, "澄浦市", "禾川市"]
    assert [line.name for line in ask("共同富裕", by="county").lines] == [None, "云麓区"]
    by_organ = ask("共同富裕", by="organ")
    assert [(line.group, line.total) for line in by_organ.lines] == [(None, 5), ("政协", 4), ("法院", 1)]
    for field, answer in (("place", by_place), ("organ", by_organ), ("place", ask("提案", by="province"))):
        for line in answer.lines:
            for point in line.points:
                for query, count in ((line.phrase, point.count), ("", point.held)):
                    narrow = {field: (line.group,)} if line.group else {}
                    asked = Question(query, years=Span(point.year, point.year), synonyms=False, names=False, **narrow)
                    assert search.ask(asked).total == count
    some = ask("共同富裕", by="place", limit=1)
    assert ([line.name for line in some.lines], some.summary.more) == ([None, "澄浦市"], 2)


def test_what_narrows_it(ask: Ask) -> None:
    assert told(ask("共同富裕", all_=True).lines[0])[2] == (2019, 5, 6)
    assert told(ask("共同富裕", organ=("法院",)).lines[0]) == [(2016, 0, 1), (2019, 1, 1)]
    assert told(ask("共同富裕", place=("990200",)).lines[0]) == [(2015, 0, 1), (2019, 1, 1)]
    spanned = ask("共同富裕", years=Span(2018, 2021)).lines[0]
    assert (told(spanned), spanned.gaps) == ([(2019, 4, 5), (2020, 1, 1)], (2018, 2021))
    assert ask("共同富裕", years=Span(2018, 2018)).lines[0].gaps == (2018,)
    nothing = ask("共同富裕", organ=("检察院",))
    assert (nothing.lines[0].points, nothing.summary.first_year) == ((), None)
    assert len(ask("共同富裕", years=Span(1, 9998)).lines[0].gaps) == 200
    assert told(ask("共同富裕 OR 提案").lines[0])[2] == (2019, 5, 5)


def test_what_is_asked_absurdly_is_named(ask: Ask) -> None:
    for phrases, key in (
        ((), "trend_phrases"),
        (("提案",) * 11, "trend_phrases"),
        (("，",), "query_no_text"),
        (("",), "query_no_text"),
        (("共同富裕 形式:news",), "trend_kind"),
        (("(提案",), None),
        (("提" * 5_000,), "query_bounds"),
    ):
        with pytest.raises(QueryError) as error:
            ask(*phrases)
        assert key in (None, error.value.key)
    with pytest.raises(QueryError):
        ask("提案", limit=10_000)


def test_the_table_holds_every_number_and_no_formula(ask: Ask) -> None:
    answer = ask("共同富裕", '"=提案"', by="organ")
    rows = list(csv.DictReader(io.StringIO(csv_text(answer).removeprefix("\ufeff"))))
    assert len(rows) == sum(len(line.points) + len(line.gaps) for line in answer.lines)
    first = [row for row in rows if row["phrase"] == "共同富裕" and not row["group"]]
    assert [(row["year"], row["count"], row["held"], row["gap"]) for row in first] == [
        ("2015", "0", "2", ""),
        ("2016", "1", "2", ""),
        ("2017", "", "0", "no_account"),
        ("2018", "", "0", "no_account"),
        ("2019", "4", "5", ""),
        ("2020", "1", "1", ""),
    ]
    assert (first[4]["share"], first[4]["places_reached"]) == ("0.8", "3")


def test_api_and_client_tell_what_the_search_tells(tokenizer: Tokenizer, tmp_path: Path) -> None:
    with library(tmp_path, tokenizer, ARTICLES) as found, served(found.app()) as address, Client(address) as client:
        direct = Trends(found.search).ask(TrendQuestion(("共同富裕", "提案"), years=Span(2015, 2020), by="organ"))
        answer = client.trends(["共同富裕", "提案"], years="2015..2020", by="organ")
        assert [trend_data(one) for one in answer.lines] == [trend_data(one) for one in direct.lines]
        assert trends_summary(answer.summary) == trends_summary(direct.summary)
        assert client.trends_csv(["共同富裕", "提案"], years="2015..2020", by="organ") == csv_text(direct)
        with pytest.raises(QueryError) as error:
            client.trends("，")
        assert error.value.key == "query_no_text"
        with pytest.raises(QueryError):
            client.trends("提案", by="street")
        with pytest.raises(QueryError):
            client.trends([])
