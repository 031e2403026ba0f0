"""Two accounts side by side: what answers to what, on both engines; by years, places and ids; page, API, client and command agree."""

import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest
from bs4 import BeautifulSoup, Tag
from playwright.sync_api import Browser
from search_kit import HOSTILE, NAMES, made, served
from test_search_figures import LEXICON, account, engine  # noqa: F401 - a fixture

from articles.errors import QueryError, UnknownArticle
from articles.model import Article
from bench.compare import labelled, sample
from indexing import Index, Tokenizer
from search import Holdings, Search
from search.api import WebSettings, create_app
from search.bodies import neighbours
from search.compare import Comparison, CompareQuestion, Comparisons, Printed, comparison_data
from search.compare.chain import in_order
from search.compare.likeness import Alike
from storage import Archive
from storage.ledger import Ledger
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
    [("", ""), ("", "甲" * 30_000), ("甲乙丙丁" * 8_000, "甲乙丙戊" * 8_000), ("一、\n" * 3_000, "（一）\n" * 3_000), ("a\n" * 30_000, "1、x。\n" * 9_000)],
)
def test_hostile_texts_are_laid_side_by_side(tokenizer: Tokenizer, texts: tuple[str, str]) -> None:
    from search.compare.side_by_side import compared
    from search.series.wanted import Wanted

    one, other = (made(f"ljrb-20200102-{number}", text) for number, text in enumerate(texts))
    found = compared(one, other, "id", Wanted("", tokenizer), NAMES)
    for side, article in (("before", one), ("after", other)):
        shown = [getattr(pair, side) for section in found.sections for pair in (section, *section.paragraphs) if getattr(pair, side)]
        assert sum(len(whole(printed).replace("\n", "")) for printed in shown) >= 0.9 * len("".join(article.text.split())) - 2 * len(shown)
