"""Two accounts side by side: what answers to what, on both engines; by years, places and ids; page, API, client and command agree."""

import datetime as dt
import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import httpx
import pytest
from bs4 import BeautifulSoup, Tag
from playwright.sync_api import Browser
from search_kit import HOSTILE, NAMES, NOW, made, served
from test_search_figures import LEXICON, account, engine  # noqa: F401 - a fixture

from articles.errors import QueryError, UnknownArticle
from articles.model import Article
from bench.compare import labelled, sample
from indexing import Index, Tokenizer
from search import Holdings, Search
from search.api import WebSettings, create_app
from search.bodies import neighbours
from search.compare import CompareQuestion, Comparison, Comparisons, Printed, comparison_data
from search.compare.chain import in_order
from search.compare.likeness import Alike
from search.series.humane import humane
from storage import Archive
from storage.ledger import Due, Found, Ledger, Pace, issue_key
from worker.cli.face import Face
from worker.cli.program import ended
from worker.cli.rooms import opened
from zongshu import Client

Engine = Callable[[], Index]
HTML = {"Accept": "text/html"}
OLD = (
    "一、提案办理",
    "立案提案439件，办复率100%。",
    "市政协坚持围绕中心、服务大局，就产业转型开展协商议政，形成调研报告12篇。",
    "委员们还到社区送医送药，走访群众两千多人次，这一做法延续多年。",
    "二、文史工作",
    "编印文史资料两辑，征集老照片三百幅。",
)
NEW = (
    "一、协商议政",
    "市政协坚持围绕中心、服务大局，就数字经济开展协商议政，形成调研报告15篇。",
    "二、提案办好落实",
    "立案提案451件，办复率99.1%。",
    "委员们还到社区送医送药，走访群众两千多人次，这一做法延续多年。",
    "三、书香政协",
    "书香政协读书活动覆盖全体委员，线上读书群里天天有交流。",
)


@pytest.fixture(scope="module")
def articles() -> Sequence[Article]:
    """Two years of one conference, its year before them in another paper, and a year of another city's."""
    first, last = account(3, 2020, *OLD), account(3, 2021, *NEW)
    other = account(9, 2021, "立案提案455件。", paper="ljrb")
    older = account(5, 2018, "立案提案420件。")
    city = replace(last.place, code="990200", name="禾川市") if last.place else None
    away = replace(account(8, 2021, "立案提案300件，办复率98%。", "举办书画展。", paper="hcrb"), place=city)
    return [older, first, last, other, away]


@pytest.fixture
def search(engine: Engine, tokenizer: Tokenizer, tmp_path: Path, articles: Sequence[Article]) -> Iterator[Search]:  # noqa: F811
    with Ledger(f"sqlite:///{tmp_path}/ledger.sqlite3") as ledger:
        for year in (2021, 2024):
            date = dt.date(year, 1, 9)
            first = Found("http://epaper.chengpu.example/1", "layout", "epaper.chengpu.example", 0)
            ledger.issues.plan([Due(issue_key("cpwb", date), "cpwb", date, first, Pace(0.0))], again=False, now=NOW)
        index = engine()
        index.write(articles)
        yield Search(index, Holdings(ledger, Archive(tmp_path / "archive")), NAMES, tokenizer, LEXICON)


def words(printed: Printed | None, mark: str) -> list[str]:
    return [one.text for one in printed.stretches if one.mark == mark] if printed else []


def whole(printed: Printed | None) -> str:
    return "".join(one.text for one in printed.stretches) if printed else ""


def test_what_answers_to_what_in_the_sample_and_in_labelled_reports() -> None:
    """The floors are what was reached on the half that no value was chosen by."""
    told = sample("test")
    assert int(told["sections that answer to each other"]) > 400
    assert float(told["sections, precision"]) >= 0.96
    assert float(told["sections, recall"]) >= 0.95
    assert float(told["paragraphs, precision"]) >= 0.96
    assert float(told["paragraphs, recall"]) >= 0.70


@pytest.mark.corpus
def test_what_answers_to_what_in_reports_of_governments(corpus: Path) -> None:
    told = labelled(corpus / "reports", "test")
    assert (int(told["sections labelled"]), int(told["paragraphs labelled"])) == (87, 32)
    assert float(told["sections, right"]) >= 0.87
    assert float(told["paragraphs, right"]) >= 0.84


def test_what_two_words_are() -> None:
    for first, second, id_, by in (
        ("2020", "2021年", "", "year"),
        ("1", "2", "cpwb-20220103-3", "revision"),
        ("cpwb-20220103-3", "files-0123456789ab-1", "", "id"),
        ("澄浦市", "990200", "", "place"),
        ("2020", "cpwb-20220103-3", "", "place"),
    ):
        assert CompareQuestion(first, second, id=id_).meant() == by


def test_the_heaviest_row_that_rises_in_both() -> None:
    pairs = [Alike(0, 1, 0.5), Alike(1, 0, 0.8), Alike(1, 2, 0.6), Alike(2, 2, 0.2), Alike(2, 1, 0.1)]
    assert [(one.one, one.other) for one in in_order(pairs)] == [(0, 1), (1, 2)]
    assert in_order([]) == []
    assert [(one.one, one.other) for one in in_order([Alike(0, 3, 1.0), Alike(1, 3, 0.5), Alike(0, 2, 0.7)])] == [(0, 2), (1, 3)]


def test_two_years_of_a_body(search: Search, articles: Sequence[Article]) -> None:
    """Both engines say the same: what they hold is all that is asked of them."""
    answer = Comparisons(search).ask(CompareQuestion("2020", "2021", organ=("政协",), place=("澄浦市",)))
    older, first, last, other, _ = articles
    assert (answer.by, answer.before.id, answer.after.id) == ("year", first.id, last.id)
    assert [one.id for one in answer.others_after] == [other.id]
    assert (answer.missing.total, answer.missing.papers) == (1, {"cpwb": 1})
    heads = {(whole(one.before), whole(one.after)): one for one in answer.sections if one.level}
    assert ("一、提案办理", "二、提案办好落实") in heads
    assert {whole(one.before) for one in answer.sections if one.state == "gone"} == {"二、文史工作"}
    assert {whole(one.after) for one in answer.sections if one.state == "new"} >= {"三、书香政协"}
    pairs = [pair for one in answer.sections for pair in one.paragraphs]
    talks = next(pair for pair in pairs if "协商议政" in whole(pair.after))
    assert (talks.state, "数字经济" in words(talks.after, "changed"), "15" in words(talks.after, "changed")) == ("reworded", True, True)
    assert "产业转型" in words(talks.before, "changed")
    kept = [whole(pair.after) for pair in pairs if pair.state == "kept"]
    assert kept == ["委员们还到社区送医送药，走访群众两千多人次，这一做法延续多年。"]
    assert answer.counts.kept == 1
    assert answer.counts.borrowed >= 1
    filed = next(one for one in answer.figures if one.what == "提案立案数")
    assert (filed.before and filed.before.value, filed.after and filed.after.value) == ("439", "451")
    assert (filed.state, filed.change, filed.percent) == ("changed", "12", "2.7")
    rate = next(one for one in answer.figures if one.unit == "%")
    assert (rate.change, rate.percent) == ("-0.9", None)
    assert "书香" in "".join(term.words for term in answer.terms_new)
    assert "书香" not in "".join(term.words for term in answer.terms_gone)
    for side, article in (("before", first), ("after", last)):
        for pair in pairs:
            printed = getattr(pair, side)
            assert printed is None or article.text[printed.start : printed.end] == whole(printed)
    assert neighbours(search.index, first)[0].id == older.id  # type: ignore[union-attr] # it is there
    assert [one and one.id for one in neighbours(search.index, last)] == [first.id, None]
    assert search.whole(last).previous is not None


def test_two_places_and_what_cannot_be_chosen(search: Search, articles: Sequence[Article]) -> None:
    ask = Comparisons(search).ask
    answer = ask(CompareQuestion("禾川市", "澄浦市", organ=("政协",)))
    assert (answer.by, answer.before.id, answer.after.paper) == ("place", articles[4].id, "cpwb")
    assert [(one.what, one.change) for one in answer.figures if one.what == "提案立案数"] == [("提案立案数", "151")]
    with pytest.raises(QueryError, match="禾川市政协") as error:
        ask(CompareQuestion("2021", "2021", organ=("政协",)))
    assert error.value.key == "compare_bodies"
    for question, key in (
        (CompareQuestion("2020", "2021", organ=("法院",)), "compare_none"),
        (CompareQuestion("2020..2021", "2021", "year"), "query_years"),
        (CompareQuestion("澄浦市", "禾川市", years="2010"), "compare_none"),
        (CompareQuestion("澄浦市", "990000"), "compare_no_year"),
        (CompareQuestion("x", "1", "revision", id="ljrb-1"), "compare_revision"),
    ):
        with pytest.raises(QueryError) as error:
            ask(question)
        assert error.value.key == key
    with pytest.raises(UnknownArticle):
        ask(CompareQuestion("ljrb-20200101-1", "ljrb-20200101-2"))
    same = ask(CompareQuestion(articles[1].id, articles[1].id))
    assert {pair.state for one in same.sections for pair in one.paragraphs} == {"kept"}
    assert {one.state for one in same.figures} == {"same"}
    assert (same.counts.new, same.counts.gone, same.terms_new) == (0, 0, ())


@pytest.mark.parametrize(
    "texts",
    [
        ("", ""),
        ("", "甲" * 30_000),
        ("甲乙丙丁" * 8_000, "甲乙丙戊" * 8_000),
        ("一、\n" * 3_000, "（一）\n" * 3_000),
        ("a\n" * 30_000, "1、x。\n" * 4_000),
        ("甲。乙。" * 20_000, "甲。丙。" * 20_000),
    ],
)
def test_hostile_texts_are_laid_side_by_side(tokenizer: Tokenizer, texts: tuple[str, str]) -> None:
    from search.compare.side_by_side import compared
    from search.series.wanted import Wanted

    one, other = (made(f"ljrb-20200102-{number}", text) for number, text in enumerate(texts))
    found = compared(one, other, "id", Wanted("", tokenizer), NAMES)
    for side, article in (("before", one), ("after", other)):
        shown = [getattr(pair, side) for section in found.sections for pair in (section, *section.paragraphs) if getattr(pair, side)]
        assert sum(len(whole(printed).replace("\n", "")) for printed in shown) >= 0.9 * len("".join(article.text.split())) - 2 * len(shown)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("compare") / "home"


def older_revision(id_: str, number: int) -> Article:
    """What stands for the archive: the text before an editor changed a figure in it."""
    if number != 1:
        raise UnknownArticle("revision_unknown", id=id_, revision=number, known="1")
    return account(3, 2021, *(line.replace("451", "415") for line in NEW))


@pytest.fixture(scope="module")
def address(home: Path, articles: Sequence[Article]) -> Iterator[str]:
    """The app on a home that the command reads too."""
    reprint = replace(articles[2], id="ljrb-20220110-7", paper="ljrb", title=f"转载{HOSTILE}")
    borrower = made("hcrb-20220111-8", f"{OLD[3]}这是禾川日报的一则消息，别的都不一样。{HOSTILE}", kind="news", paper="hcrb")
    with opened(Face(home=home)) as rooms:
        rooms.index.create()
        rooms.index.write([*articles, reprint, borrower])
        with served(create_app(rooms.search, Holdings(rooms.ledger, rooms.archive), WebSettings(), past=older_revision)) as found:
            yield found
        rooms.index.close()


@pytest.fixture
def client(address: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=address, headers=HTML, timeout=30) as found:
        yield found


def soup_of(client: httpx.Client, path: str, status: int = 200, **params: str) -> BeautifulSoup:
    answer = client.get(path, params=params or None)
    assert answer.status_code == status, answer.text
    assert not re.search(r'<script(?! src="/static/page.js")|\sstyle=|\son\w+=', answer.text)
    return BeautifulSoup(answer.text, "lxml")


def shown(row: Tag) -> tuple[str, ...]:
    return tuple(cell.get_text().strip() for cell in row.select("td"))


def test_page_api_client_and_command_tell_the_same(
    client: httpx.Client, address: str, home: Path, articles: Sequence[Article], capsys: pytest.CaptureFixture[str]
) -> None:
    ids = {"a": articles[1].id, "b": articles[2].id}
    data = client.get("/api/v1/compare", params=ids).json()
    with Client(address) as asker:
        assert comparison_data(asker.compare(ids["a"], ids["b"])) == data
        by_year: Comparison = asker.compare(2020, 2021, organ="政协", paper="cpwb", place="990100")
        assert (by_year.before.id, by_year.after.id) == (ids["a"], ids["b"])
        with pytest.raises(UnknownArticle):
            asker.compare("ljrb-20200101-1", ids["b"])
    soup = soup_of(client, "/compare", **ids)
    rows = soup.select("table.values tbody tr")
    assert len(rows) == len(data["figures"])
    for row, pair in zip(rows, data["figures"], strict=True):
        told = [humane(pair[side]["value"], pair["unit"], pair[side]["qualifier"]) if pair[side] else "—" for side in ("before", "after")]
        cells = shown(row)
        assert [cell.split()[0] for cell in cells[:2]] == told
        assert cells[2].lstrip("+−").startswith((pair["change"] or "").lstrip("-"))
        assert cells[3].lstrip("+−").startswith((pair["percent"] or "").lstrip("-"))
    states = [pair["state"] for one in data["sections"] for pair in ([one] if one["before"] or one["after"] else []) + one["paragraphs"]]
    drawn = soup.select(".sides .pair:not(.heads)")
    assert [next(name for name in pair["class"] if name != "pair") for pair in drawn] == states
    counts = re.findall(r"\d+", soup.select_one(".sums").get_text())  # type: ignore[union-attr]
    assert [int(count) for count in counts] == [data["counts"][name] for name in ("kept", "reworded", "new", "gone", "borrowed")]
    command = ["--home", str(home), "compare", ids["a"], ids["b"]]
    assert ended(Face(json=True), [*command, "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == data
    assert ended(Face(), command) == 0
    people = capsys.readouterr().out
    assert "{+数字经济+}" in people.replace("[-", "{-")
    assert re.search(r"提案立案数\s+439件\s+451件\s+\+12件\s+\+2\.7%", people)
    assert ended(Face(), ["--home", str(home), "compare", "2020", "2021", "--organ", "法院"]) == 1
    told = capsys.readouterr()
    assert (told.out, "2020年" in told.err) == ("", True)


def test_words_that_changed_are_marked_and_figures_open_their_sentences(client: httpx.Client, articles: Sequence[Article]) -> None:
    soup = soup_of(client, "/compare", a=articles[1].id, b=articles[2].id)
    assert "数字经济" in [one.get_text() for one in soup.select(".now ins")]
    assert "产业转型" in [one.get_text() for one in soup.select(".was del")]
    assert soup.select(".state")[0].get_text().strip()
    links = [str(one["href"]) for one in soup.select("table.values a")]
    assert links
    for link in links:
        page, _, fragment = link.partition("#:~:text=")
        assert fragment
        assert soup_of(client, page).select("mark")


def test_an_article_leads_to_its_years_reprints_loans_and_revisions(client: httpx.Client, articles: Sequence[Article]) -> None:
    older, first, last, *_ = articles
    page = soup_of(client, f"/articles/{first.id}")
    assert [str(one["href"]) for one in page.select("a[rel=prev], a[rel=next]")] == [f"/articles/{older.id}", f"/articles/{last.id}"]
    data = client.get(f"/api/v1/articles/{first.id}").json()
    assert (data["previous"]["id"], data["next"]["id"]) == (older.id, last.id)
    assert data["next"]["period"]["to"] == 2021
    offers = soup_of(client, "/compare", a=last.id)
    kinds = [one.get_text().split("：")[0] for one in offers.select("#offers + ul li")]
    assert {"同一机关的上一年", "转载", "有相同语句"} <= set(kinds)
    assert HOSTILE not in str(offers)
    for link in offers.select("#offers + ul a"):
        assert soup_of(client, str(link["href"])).select(".sides")
    loan = soup_of(client, "/compare", a=last.id, b="hcrb-20220111-8")
    assert OLD[3] in [one.get_text() for one in loan.select(".borrowed")]
    past = soup_of(client, "/compare", by="revision", id=last.id, a="1", b="1")
    assert {pair["class"][1] for pair in past.select(".sides .pair:not(.heads)")} == {"kept"}
    assert "第 1 次" in past.select_one(".heads").get_text()  # type: ignore[union-attr]
    soup_of(client, "/compare", 404, by="revision", id=last.id, a="1", b="7")


def test_bad_input_is_named(client: httpx.Client, articles: Sequence[Article]) -> None:
    assert soup_of(client, "/compare").select("form")
    for params, status, words in (
        ({"a": "2020", "b": "2021", "organ": "法院"}, 400, "2020年"),
        ({"a": "澄江", "b": "禾川"}, 400, "澄江"),
        ({"a": HOSTILE, "b": "x"}, 400, ""),
        ({"a": "ljrb-20200101-1", "b": articles[0].id}, 404, "ljrb-20200101-1"),
        ({"a": "x" * 5_000, "b": "2020", "by": "year"}, 400, "看不懂"),
        ({"a": "去年", "b": "2020", "by": "year"}, 400, "去年"),
    ):
        soup = soup_of(client, "/compare", status, **params)
        assert words in soup.select_one("[role=alert]").get_text()  # type: ignore[union-attr]
    assert "nothing" in soup_of(client, "/compare", a="nothing").get_text()
    assert client.get("/api/v1/compare", params={"a": "2020"}).status_code == 422
    assert soup_of(client, "/compare", lang="en").select_one("h1").get_text() == "Compare"  # type: ignore[union-attr]


@pytest.mark.system
def test_columns_stand_below_each_other_on_a_phone(browser: Browser, address: str, articles: Sequence[Article]) -> None:
    sheet = browser.new_context(viewport={"width": 1200, "height": 800}, java_script_enabled=True).new_page()
    sheet.goto(f"{address}/compare?a={articles[1].id}&b={articles[2].id}")
    sides = [sheet.locator(f".pair.reworded .{name}").first.bounding_box() for name in ("was", "now")]
    assert None not in sides
    assert sides[0]["x"] + sides[0]["width"] <= sides[1]["x"]  # type: ignore[index] # it is there
    sheet.set_viewport_size({"width": 390, "height": 800})
    assert sheet.evaluate("document.documentElement.scrollWidth") <= 390
    sides = [sheet.locator(f".pair.reworded .{name}").first.bounding_box() for name in ("was", "now")]
    assert None not in sides
    assert sides[0]["y"] + sides[0]["height"] <= sides[1]["y"] + 1  # type: ignore[index] # it is there
    assert sheet.evaluate("getComputedStyle(document.querySelector('.now ins')).textDecorationLine") == "underline"
    sheet.context.close()
