"""Every example of docs/query.md finds what the page says, and not what it excludes, on both engines."""

import re
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from search_kit import NAMES, made

from articles.model import Byline, Page, Period, Place
from indexing import ElasticsearchOptions, Request, Tokenizer, open_index
from search.query import clause, load_synonyms, parse, place_names, widened
from search.query.fields import FIELDS
from tests.conftest import ROOT

PAGE = (ROOT / "docs" / "query.md").read_text("utf-8")
SHOWN = [example for line in PAGE.splitlines() if line.startswith("| `") for example in re.findall(r"`([^`]+)`", line.split("|")[1])]
PLACES = place_names([("澄浦市", "990100"), ("澄浦", "990100"), ("禾川市", "990200")])

Told = dict[str, Any]
_TITLED: Told = {"title": "一年工作综述", "text": "空"}
_COVERS: Told = {"text": "空", "period": Period(2017, 2018, "year", 1.0)}
_LATER: Told = {"text": "空", "period": Period(2024, 2024, "year", 1.0)}
_HERE: Told = {"text": "空", "place": Place("990102", "临澄区", "county")}
_THERE: Told = {"text": "空", "place": Place("990200", "禾川市", "prefecture")}
_CPPCC: Told = {"text": "空", "organ": "政协"}
_CONGRESS: Told = {"text": "空", "organ": "人大"}
_OURS: Told = {"text": "空", "organ": "政协", "place": Place("990100", "澄浦市", "prefecture")}
_THEIRS: Told = {"text": "空", "organ": "政协", "place": Place("990200", "禾川市", "prefecture")}
_AT_HOME: Told = {"text": "空", "place": Place("990100", "澄浦市", "prefecture")}
_BY: Told = {"text": "空", "bylines": (Byline("记者", "张永黎"),)}
#: An article each example finds, and one that it does not.
EXAMPLES: dict[str, tuple[Told, Told]] = {
    "提案办理": ({"text": "提案办理工作"}, {"title": "提案", "text": "办理"}),
    "提案 办复率": ({"title": "办复率", "text": "提案"}, {"text": "提案"}),
    '"有事好商量"': ({"text": "有事，\n好商量"}, {"text": "有事商量好"}),
    '"5.1%"': ({"text": "增长５．１％。"}, {"text": "增长15.1%"}),
    '"１２件提案"': ({"text": "12件提案"}, {"text": "212件提案"}),
    "協商民主": ({"text": "协商民主"}, {"text": "民主"}),
    "镕": ({"text": "鎔"}, {"text": "容"}),
    "99.*": ({"text": "占99.3%"}, {"text": "占99"}),
    "9*": ({"text": "占99.3%"}, {"text": "占19"}),
    "增长5.*": ({"text": "增长5.1%"}, {"text": "增长了5.1%"}),
    '"同比增长 5."*': ({"text": "同比增长，5.1%"}, {"text": "同比增长6.1%"}),
    "提案*": ({"text": "提案人"}, {"text": "提了案"}),
    '"协商 提案"~10': ({"text": "提案要在办理之前协商"}, {"text": "协商" + "一二三四五六七八九十百" + "提案"}),
    '"政协 提案 办复率"~50': ({"text": "政协的提案，办复率高"}, {"text": "政协的提案" + "空" * 51 + "办复率"}),
    "提案 AND 协商": ({"text": "提案与协商"}, {"text": "提案"}),
    "提案 与 协商": ({"text": "提案与协商"}, {"text": "协商"}),
    "提案 OR 建议": ({"text": "建议"}, {"text": "协商"}),
    "提案 或 建议": ({"text": "提案"}, {"text": "协商"}),
    "综述 NOT 法院": ({"text": "综述"}, {"text": "法院综述"}),
    "综述 非 法院": ({"text": "综述"}, {"text": "法院综述"}),
    "综述 -法院": ({"text": "综述"}, {"text": "法院综述"}),
    '综述 -"市中级法院"': ({"text": "法院综述"}, {"text": "市中级法院综述"}),
    "综述 -(法院 或 检察院)": ({"text": "综述"}, {"text": "检察院综述"}),
    "(提案 或 建议) 与 办复率": ({"text": "建议办复率"}, {"text": "办复率"}),
    **dict.fromkeys(("标题:综述", "title:综述", "標題:綜述", "标题：综述"), (_TITLED, {"text": "综述"})),
    **dict.fromkeys(('正文:"三见面"', 'text:"三见面"'), ({"text": "三见面"}, {"title": "三见面", "text": "空"})),
    "年份:2018..2023": (_COVERS, _LATER),
    "years:2018": (_COVERS, _LATER),
    **dict.fromkeys(("报纸:澄浦晚报", "paper:cpwb"), ({"text": "空", "paper": "cpwb"}, {"text": "空"})),
    "版:1": ({"text": "空", "page": Page("01")}, {"text": "空", "page": Page("11")}),
    "page:A03": ({"text": "空", "page": Page("A03")}, {"text": "空", "page": Page("03")}),
    **dict.fromkeys(("作者:张永黎", "author:张永黎"), (_BY, {"text": "张永黎"})),
    "形式:综述": ({"text": "空", "kind": "summary.term"}, {"text": "综述", "kind": "news"}),
    "kind:summary.report": ({"text": "空", "kind": "summary.report"}, {"text": "空", "kind": "summary.term"}),
    **dict.fromkeys(("机构:政协", "organ:政协"), (_CPPCC, _CONGRESS)),
    "机构:市人大常委会": (_CONGRESS, _CPPCC),
    **dict.fromkeys(("地区:澄浦", "地区:澄浦市", "地区:990100", "place:澄浦"), (_HERE, _THERE)),
    "澄浦市政协": (_OURS, _THEIRS),
    "澄浦": (_AT_HOME, _THERE),
    **dict.fromkeys(("2017年", "2018"), (_COVERS, _LATER)),
    '"2018"': ({"text": "2018年"}, _COVERS),
    "标题:(提案 或 建议)": ({"title": "建议", "text": "空"}, {"text": "提案与建议"}),
}
Found = dict[str, set[str]]


@pytest.fixture(scope="module", params=["tantivy", "elasticsearch"])
def found(request: pytest.FixtureRequest, tokenizer: Tokenizer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Found]:
    """The ids that each example finds among the articles of all of them."""
    told = {f"{sign}-{place}": one for place, pair in enumerate(EXAMPLES.values()) for sign, one in zip(("yes", "no"), pair, strict=True)}
    prefix = f"test-{uuid.uuid4().hex[:12]}"
    place: Any = tmp_path_factory.mktemp("examples")
    if request.param == "elasticsearch":
        place = ElasticsearchOptions.of(request.getfixturevalue("elasticsearch_server").url, prefix=prefix)
    index = open_index(place, tokenizer)
    index.create()
    index.write([made(id_, **one) for id_, one in told.items()])
    yield {example: {hit.id for hit in index.ask(_request(example, tokenizer)).hits} for example in EXAMPLES}
    if request.param == "elasticsearch":
        index.generations.connection.client.indices.delete(index=f"{prefix}-{index.generations.live()}")  # type: ignore[attr-defined]
    index.close()


def _request(example: str, tokenizer: Tokenizer) -> Request:
    tree, _ = widened(parse(example, lambda text: bool(tokenizer.units(text))), load_synonyms(), PLACES)
    return Request(clause(tree, tokenizer, NAMES, PLACES), limit=1_000)


@pytest.mark.parametrize(("place", "example"), list(enumerate(EXAMPLES)))
def test_an_example_finds_what_the_page_says(found: Found, place: int, example: str) -> None:
    assert f"yes-{place}" in found[example]
    assert f"no-{place}" not in found[example]


def test_every_example_of_the_page_is_here_and_every_field_has_one() -> None:
    assert set(EXAMPLES) == set(SHOWN)
    shown = {match for example in SHOWN for match in re.findall(r"(\w+)[:：]", example)}
    assert set(FIELDS) - {"year"} <= shown
