"""Folding, explaining and counting: what an answer says beside its hits."""

import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from judged import library as judged
from search_kit import Library, library, made

from articles.model import Article, Period, Place
from indexing import Tokenizer
from indexing.schema import years
from search import FACETS, Question, Span

WORDS = ("政协", "提案", "法院", "民生", "协商 提案", '"全年"', "调研 OR 视察", "代表 NOT 提案")


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory, tokenizer: Tokenizer) -> Iterator[Library]:
    """Sample articles with organ, place and period."""
    articles = judged.sample()[:900]
    with library(tmp_path_factory.mktemp("told"), tokenizer, articles) as found:
        yield found


@pytest.fixture
def reprinted(tmp_path: Path, tokenizer: Tokenizer) -> Iterator[Library]:
    """Three texts, of which one is printed three times and one twice."""
    texts = {"a": _account(139), "b": _account(97).replace("委员", "代表")[::-1], "c": "提案" + "山水林田湖草沙" * 9}
    articles = [made(f"ljrb-2020010{day}-1", texts[text]) for day, text in enumerate("abacabc"[:6], 1)]
    with library(tmp_path, tokenizer, articles) as found:
        yield found


def _account(number: int) -> str:
    return (
        f"翻开禾川县政协履职答卷，县政协常委会围绕中心、服务大局，全年立案提案{number}件，办复率100%。\n"
        "全年召开常委会会议5次，开展专题视察12次，形成调研报告8篇，其中3篇得到县委主要领导批示。\n"
        "组织委员走访企业46家，收集意见建议210条，推动解决群众用水、出行、就医等问题31个。"
    )


def test_hits_of_a_cluster_are_one_within_a_page(reprinted: Library) -> None:
    plain, folded = (reprinted.search.ask(Question("", fold=fold, facets=FACETS)) for fold in (False, True))
    assert (folded.total, folded.facets) == (plain.total, plain.facets) == (6, plain.facets)
    assert all(not hit.folded for hit in plain.hits)
    assert [hit.id for hit in folded.hits] == [f"ljrb-2020010{day}-1" for day in (1, 2, 4)]
    assert [[one.id for one in hit.folded] for hit in folded.hits] == [
        ["ljrb-20200103-1", "ljrb-20200105-1"],
        ["ljrb-20200106-1"],
        [],
    ]
    assert all("岚江日报" in one.citation for hit in folded.hits for one in hit.folded)


def test_no_hit_is_lost_by_folding(reprinted: Library) -> None:
    """Page by page, by offset or by bookmark, every article is a hit or named by one."""
    search = reprinted.search
    pages = [search.ask(Question("", fold=True, limit=4, offset=offset)) for offset in (0, 4)]
    answer = search.ask(question := Question("", fold=True, limit=4), walk=True)
    walked = [answer]
    while answer.next:
        walked.append(answer := search.ask(question, answer.next, walk=True))
    for some in (pages, walked):
        seen = [id_ for answer in some for hit in answer.hits for id_ in (hit.id, *(one.id for one in hit.folded))]
        assert sorted(seen) == sorted(article.id for article in reprinted.articles)


@pytest.mark.parametrize("query", ["提案", "协商 提案", '"政协提案"', "标题:政协 OR 提案", "议 NOT 法院", "2016年 提案"])
def test_the_weights_of_a_hit_are_its_score(told: Library, query: str) -> None:
    hits = told.search.ask(Question(query, explain=True)).hits
    assert hits
    for hit in hits:
        assert hit.explanation
        assert sum(weight.score for weight in hit.explanation) == pytest.approx(hit.score, rel=1e-3)


def test_a_text_that_does_not_match_weighs_nothing(told: Library) -> None:
    hit = told.search.ask(Question("提案 OR 查无此词", explain=True, limit=1)).hits[0]
    assert {weight.text for weight in hit.explanation or ()} == {"提案"}
    assert told.search.ask(Question("提案", limit=1)).hits[0].explanation is None


def test_headings_and_what_an_article_is_about_weigh(tmp_path: Path, tokenizer: Tokenizer) -> None:
    text = "提案若干。" + "别的事情。" * 60
    organ = {"organ": "政协", "place": Place("990100", "澄浦市", "prefecture"), "period": Period(2016, 2016, "", 1.0)}
    articles = [
        made("ljrb-20200102-1", text),
        made("ljrb-20200102-2", text + "澄浦市政协", **organ),
        made("ljrb-20200102-3", text + "澄浦市政协"),
    ]
    with library(tmp_path, tokenizer, articles) as found:
        hits = found.search.ask(Question("澄浦市政协", all_=True, explain=True)).hits
    assert [hit.id[-1] for hit in hits] == ["2", "3"]
    assert {weight.field for weight in hits[0].explanation or ()} - {weight.field for weight in hits[1].explanation or ()} == {"about"}


def _values(article: Article) -> dict[str, list[str]]:
    return {
        "years": [str(year) for year in years(article)],
        "organ": [article.organ] if article.organ else [],
        "place": [article.place.code] if article.place else [],
        "paper": [article.paper],
        "kind": [article.kind],
        "printed_year": [str(article.date.year)] if article.date else [],
    }


def test_facets_are_counts_of_the_stored_articles(told: Library) -> None:
    """Every facet of queries at random, narrowed at random, is the count over all hits' articles."""
    dice, counted = random.Random(5), 0
    held = {article.id: article for article in told.articles}
    for _ in range(60):
        first = dice.randrange(2012, 2023)
        question = Question(
            dice.choice(("", *WORDS)),
            years=dice.choice((None, Span(first, first + 2))),
            organ=dice.choice(((), ("政协",), ("政协", "法院"))),
            place=dice.choice(((), ("990100",), ("990000",))),
            paper=dice.choice(((), ("cpwb",))),
            all_=dice.random() < 0.5,
            limit=1_000,
            facets=FACETS,
        )
        answer = told.search.ask(question)
        assert len(answer.hits) == answer.total
        for name in FACETS:
            expected = Counter(value for hit in answer.hits for value in _values(held[hit.id])[name])
            assert {one.value: one.count for one in answer.facets[name]} == expected, (name, question)
        counted += answer.total
    assert counted > 500
