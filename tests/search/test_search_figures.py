"""Figures over years, on every engine: complete and right over the sample, folded, gaps and contradictions said, whatever is asked."""

import csv
import datetime as dt
import io
import uuid
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from search_kit import NAMES, NOW, library, made, served

from articles.errors import QueryError
from articles.model import Article
from bench.series import Account, judged
from bench.series import accounts as sample_accounts
from indexing import ElasticsearchOptions, Index, Tokenizer, open_index
from scrapers import says
from scrapers.sample import divisions, series
from search import Holdings, Lexicon, Search, Span, place_names
from search.series import COLUMNS, FigureAnswer, FigureQuestion, Figures, Series, csv_rows, figures_summary, series_data
from storage import Archive
from storage.ledger import Due, Found, Ledger, Pace, issue_key
from zongshu import Client

CITIES = ("990000", "990100", "990200")
Ask = Callable[..., FigureAnswer]
Engine = Callable[[], Index]
LEXICON = Lexicon(places=place_names([(name, one.code) for one in divisions() for name in (one.name, one.name.rstrip("市省"))]))


def read(article: Article, home: str = "990100") -> Article:
    """An article with what it says of itself."""
    found = says(article, home)
    period = found.period.value
    return replace(article, kind=found.kind.value, organ=found.organ.value, place=found.place.value, period=period, figures=found.figures)


def account(number: int, year: int, *sentences: str, **fields: Any) -> Article:
    """An account of the city's conference of a year, as the evening paper printed it in January."""
    printed = dt.date(year + 1, 1, number)
    text = f"翻开澄浦市政协{year}年履职答卷，市政协围绕中心、服务大局，成效明显。\n" + "\n".join(sentences)
    fields = {"paper": "cpwb", "date": printed, "title": f"履职为民谱新篇——澄浦市政协{year}年工作综述", **fields}
    return read(made(f"{fields['paper']}-{printed:%Y%m%d}-{number}", text, **fields))


@pytest.fixture(scope="module", params=["tantivy", "elasticsearch"])
def engine(request: pytest.FixtureRequest, tokenizer: Tokenizer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """Makes new, empty indices."""
    found = list[Index]()

    def make() -> Index:
        place: Any = tmp_path_factory.mktemp("index")
        if request.param == "elasticsearch":
            url = request.getfixturevalue("elasticsearch_server").url
            place = ElasticsearchOptions.of(url, prefix=f"test-{uuid.uuid4().hex[:12]}")
        found.append(open_index(place, tokenizer))
        found[-1].create()
        return found[-1]

    yield make
    for index in found:
        generations: Any = index.generations
        if request.param == "elasticsearch":
            client, prefix = generations.connection.client, generations.connection.options.prefix
            client.indices.delete(index=[f"{prefix}-{name}" for name in generations.names()])
        index.close()


@pytest.fixture
def ask(engine: Engine, tokenizer: Tokenizer, tmp_path: Path) -> Iterator[Callable[[Sequence[Article]], Ask]]:
    """Asks about articles; an issue of the evening paper of January 2015 is missing."""
    with Ledger(f"sqlite:///{tmp_path}/ledger.sqlite3") as ledger:
        date = dt.date(2015, 1, 9)
        first = Found("http://epaper.chengpu.example/1", "layout", "epaper.chengpu.example", 0)
        ledger.issues.plan([Due(issue_key("cpwb", date), "cpwb", date, first, Pace(0.0))], again=False, now=NOW)
        holdings = Holdings(ledger, Archive(tmp_path / "archive"))

        def over(articles: Sequence[Article]) -> Ask:
            index = engine()
            index.write(articles)
            figures = Figures(Search(index, holdings, NAMES, tokenizer, LEXICON))
            return lambda what="", most=None, **asked: figures.ask(FigureQuestion(what, **asked), most)

        yield over


@pytest.fixture(scope="module")
def accounts() -> Sequence[Account]:
    """The sample's accounts of twelve years, as they are read."""
    return list(sample_accounts())


def values(one: Series) -> dict[int, str]:
    return {point.year: point.value for point in one.points}


def only(answer: FigureAnswer) -> Series:
    (found,) = answer.series
    return found


def test_quantities_fall_together_and_no_two_are_merged(accounts: Sequence[Account]) -> None:
    """The floors are what was reached; of 3,502 values 2 are of another quantity that is known."""
    found = judged(accounts)
    assert found["values of judged series"] >= 3_500
    assert found["of another known quantity"] <= 2
    assert float(str(found["of these in one series"]).rstrip("%")) >= 78.3


def test_motions_of_the_sample_over_twelve_years(ask: Callable[[Sequence[Article]], Ask], accounts: Sequence[Account]) -> None:
    over = ask([one.article for one in accounts if "提案" in one.article.text])
    found = over("立案提案", organ=("政协",), limit=1_000).series
    yearly = {one.place.code: one for one in found if one.years == 1 and one.what == "提案立案数"}
    for place, one in yearly.items():
        assert values(one) == {point.year: str(series.value(place, "cppcc", "filed", point.year)) for point in one.points}
        assert not any(point.conflict for point in one.points)
        assert all(point.printed in f"{point.told[0].sentence}" for point in one.points)
    for city in CITIES:
        assert list(values(yearly[city])) == list(range(2012, 2024))
        assert yearly[city].gaps == ()
    assert len(yearly) > 12
    county = yearly["990222"]
    assert {gap.why for gap in county.gaps} <= {"no_account", "no_figure"}
    assert {gap.year for gap in county.gaps} | set(values(county)) == set(range(min(values(county)), max(values(county)) + 1))
    sums = [one for one in found if one.years == 5]
    assert all(point.year - point.first == 4 for one in sums for point in one.points)
    submitted = over("提案提交数", place=("澄浦市",), years=Span(2012, 2023)).series[0]
    assert values(submitted) == {year: str(series.value("990100", "cppcc", "proposals_in", year)) for year in range(2012, 2024)}


def test_one_fact_told_often_is_one_point(ask: Callable[[Sequence[Article]], Ask]) -> None:
    first = account(3, 2020, "立案提案461件，办复率100%。", "全年召开常委会专题协商3次。这3次常委会专题协商，议出实招。")
    reprint = account(9, 2020, "立案提案461件，办复率100%。", paper="ljrb")
    bare = account(10, 2020, "461件提案，记下了委员的脚步。", paper="hcrb")
    other = account(12, 2020, "599件提案，记下了委员的脚步。", paper="hcrb")
    over = ask([first, reprint, bare, other])
    answer = over("立案提案", place=("澄浦",))
    one = only(answer)
    (point,) = one.points
    assert (point.value, point.sure, point.conflict, point.sources) == ("461", True, False, 3)
    assert {source.id for source in point.told} == {first.id, reprint.id, bare.id}
    assert point.told[0].citation == "《澄浦晚报》2021年1月3日第1版"
    assert point.told[0].sentence[point.told[0].mark :].startswith("461件")
    assert [(unfit.why, unfit.source.id) for unfit in answer.summary.unfit] == [("stage", other.id)]
    assert [len(one.points) for one in over("专题协商", place=("澄浦",)).series] == [1]


def test_contradictions_and_gaps_are_said(ask: Callable[[Sequence[Article]], Ask]) -> None:
    over = ask(
        [
            account(3, 2012, "立案提案410件。"),
            account(4, 2012, "立案提案413件。", paper="ljrb"),
            account(3, 2013, "开展视察12次。"),
            account(3, 2016, "立案提案约440件。", "新的一年，力争立案提案460件。"),
            account(5, 2016, "立案提案439件。", paper="ljrb"),
        ]
    )
    one = only(over("立案提案", years=Span(2012, 2016)))
    told = [(point.year, point.value, point.conflict, point.sources) for point in one.points]
    assert told == [(2012, "410", True, 1), (2012, "413", True, 1), (2016, "439", False, 2)]
    assert [(gap.year, gap.why, gap.accounts) for gap in one.gaps] == [
        (2013, "no_figure", 1),
        (2014, "no_account", 0),
        (2015, "no_account", 0),
    ]
    assert over("立案提案").summary.missing.papers == {"cpwb": 1}
    assert over("立案提案", years=Span(2018, 2020)).series == ()
    planned = only(over("立案提案", planned=True, years=Span(2017, 2017)))
    assert [(point.year, point.value, point.status) for point in planned.points] == [(2017, "460", "planned")]


def test_units_are_converted_and_shown_as_printed(ask: Callable[[Sequence[Article]], Ask]) -> None:
    told = {2019: "粮食产量10570亿斤。", 2020: "粮食产量5.31亿吨。", 2021: "粮食综合生产能力达到5.5亿吨。", 2022: "粮食产量实现十连增。"}
    over = ask([account(3, year, words) for year, words in told.items()])
    one = over("粮食产量", years=Span(2019, 2022)).series[0]
    assert [(point.year, point.value, point.printed) for point in one.points] == [
        (2019, "528500000", "10570亿斤"),
        (2020, "531000000", "5.31亿吨"),
    ]
    assert (one.unit, [gap.why for gap in one.gaps]) == ("吨", ["no_figure", "no_figure"])
    for unit in ("吨", "亿斤", "斤"):
        assert over("粮食产量", unit=unit).series
    assert over("粮食产量", unit="件").summary.scanned.named == 2


def test_places_by_name_themselves_or_with_what_lies_in_them(ask: Callable[[Sequence[Article]], Ask]) -> None:
    city = account(3, 2020, "立案提案461件。")
    text, title = "云麓区政协2020年立案提案134件，成效明显。", "云麓区政协2020年工作综述"
    district = read(made("cpwb-20210105-5", text, paper="cpwb", date=dt.date(2021, 1, 5), title=title))
    over = ask([city, district])
    for name in ("澄浦", "澄浦市", "990100"):
        answer = over("立案提案", place=(name,))
        assert ([one.place.code for one in answer.series], answer.summary.below) == (["990100"], 1)
    assert {one.place.code for one in over("立案提案", place=("澄浦",), below=True).series} == {"990100", "990104"}
    assert [one.place.name for one in over("立案提案", place=("云麓区",)).series] == ["云麓区"]
    with pytest.raises(QueryError, match="澄"):
        over("立案提案", place=("澄江",))


def test_what_is_asked_for_absurdly_is_answered_or_named(ask: Callable[[Sequence[Article]], Ask]) -> None:
    over = ask([account(3, 2020, "立案提案461件。")])
    for what in ("！？", "，", '"" ""'):
        with pytest.raises(QueryError, match="标点"):
            over(what)
    with pytest.raises(QueryError, match="what"):
        over("提" * 101)
    with pytest.raises(QueryError, match="limit"):
        over(limit=10_000)
    for what in ("提案 AND NOT (", '提案" OR "', "标题:提案", "a" * 100, "* ~10"):
        assert over(what).series == ()
    nothing = over("立案提案", organ=("法院",))
    assert [(one.term, one.without) for one in nothing.summary.blamed] == [("organ=法院", 1)]
    assert over("没有这样的数").summary.blamed[0].term == "没有这样的数"
    assert over("立案提案", years=Span(1, 9998)).series[0].gaps == ()
    only_of_others = over("提案办复数").summary
    assert (only_of_others.scanned.articles, only_of_others.scanned.named) == (1, 0)


def test_thousands_of_points_are_bounded(ask: Callable[[Sequence[Article]], Ask], monkeypatch: pytest.MonkeyPatch) -> None:
    crowd = [
        account(1 + number % 28, 2020, *(f"立案提案{1000 + number * 50 + more}件。" for more in range(50)), paper=f"p{number}")
        for number in range(24)
    ]
    over = ask(crowd)
    one = over("立案提案", limit=1).series[0]
    assert len(one.points) == 24 * 50
    assert all(point.conflict for point in one.points)
    some = over("立案提案", most=15).summary.scanned
    assert (some.articles, some.read) == (24, 15)
    monkeypatch.setattr("search.series.answer.MOST_TAKEN", 300)
    assert over("立案提案").summary.scanned.read == 6
    monkeypatch.setattr("search.series.answer._CHUNK", 7)
    undated = [account(1, 2019, f"立案提案{number}件。", paper=f"q{number}", date=None) for number in range(10, 30)]
    monkeypatch.setattr("search.series.answer.MOST_TAKEN", 10_000)
    paged = ask([*crowd, *undated])("立案提案", limit=1)
    assert (paged.summary.scanned.articles, paged.summary.scanned.read) == (44, 44)
    assert len(paged.series[0].points) == 24 * 50 + 20
    same = ask([account(1 + number % 28, 2020, "立案提案461件。", paper=f"p{number}") for number in range(24)])
    (point,) = same("立案提案").series[0].points
    assert (point.sources, len(point.told)) == (24, 20)


def test_a_table_for_spreadsheets_is_inert(ask: Callable[[Sequence[Article]], Ask]) -> None:
    over = ask(
        [
            account(3, 2020, "=HYPERLINK(1)立案提案461件。"),
            account(3, 2021, "信访总量下降12.5%。", title="+澄浦市政协2021年工作综述", paper="files", date=None),
        ]
    )
    answer = over("提案", years=Span(2019, 2020))
    written = io.StringIO()
    csv.writer(written).writerows([COLUMNS, *csv_rows([*answer.series, *over("信访总量").series])])
    rows = list(csv.DictReader(io.StringIO(written.getvalue())))
    assert [(row["year"], row["value"], row["gap"]) for row in rows] == [
        ("2019", "", "no_account"),
        ("2020", "461", ""),
        ("2021", "-12.5", ""),
    ]
    assert all(not cell.startswith(tuple("=+@-\t")) for row in rows for name, cell in row.items() if name != "value")
    assert rows[1]["sentence"].startswith("'=HYPERLINK")


def test_api_and_client_tell_what_the_search_tells(tokenizer: Tokenizer, tmp_path: Path) -> None:
    articles = [account(3, year, f"立案提案{400 + year - 2000}件，办复率100%。") for year in (2018, 2019, 2021)]
    with library(tmp_path, tokenizer, articles) as found, served(found.app()) as address, Client(address) as client:
        asked = FigureQuestion("立案提案", years=Span(2018, 2021), planned=True)
        direct = Figures(found.search).ask(asked)
        answer = client.figures("立案提案", years="2018..2021", planned=True, place="990100")
        assert [series_data(one) for one in answer.series] == [series_data(one) for one in direct.series]
        assert [(gap.year, gap.why) for gap in answer.series[0].gaps] == [(2020, "no_account")]
        assert figures_summary(answer.summary)["scanned"] == figures_summary(direct.summary)["scanned"]
        with pytest.raises(QueryError) as error:
            client.figures("，")
        assert error.value.key == "query_no_text"
        with pytest.raises(QueryError):
            client.figures("提案", years="2020..2018")
        with pytest.raises(QueryError):
            client.figures("提案", limit=100_000)
