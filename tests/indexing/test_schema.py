"""An article as a document."""

import datetime as dt
from typing import Any

import pytest

from articles.errors import DocumentRejected
from articles.exchange import from_json
from articles.likeness import fingerprints
from articles.model import Byline, Paragraph, Period, Place
from indexing import Tokenizer, document
from indexing.schema import FIELDS, divisions, years


def test_the_fields_of_a_full_article(tokenizer: Tokenizer, make: Any) -> None:
    text = "履职尽责\n市政协"
    article = make(
        "ljrb-20230105-1",
        text,
        date=dt.date(2023, 1, 5),
        kicker="聚焦",
        title="综述",
        subtitle="回眸",
        bylines=(Byline("记者", "张三"), Byline("摄影", "张三"), Byline("记者", "李四")),
        paragraphs=(Paragraph("履职尽责", 0, 4, "heading"), Paragraph("市政协", 5, 8)),
        kind="summary.account",
        organ="政协",
        place=Place("990103", "某区", "county"),
        period=Period(2021, 2022, "年", 0.9),
        revision=4,
    )
    made = document(article, tokenizer)
    assert set(made) == {field.name for field in FIELDS}
    assert (made["date"], made["printed_year"], made["printed_month"], made["revision"]) == (20230105, 2023, 202301, 4)
    assert made["years"] == (2021, 2022)
    assert made["within"] == ("990103", "990100", "990000")
    assert made["author"] == ("张三", "李四")
    assert made["scope"] == "summary"
    assert made["kicker_units"] == "聚 焦 | 回 眸 | 履 职 尽 责"
    assert made["text_bigrams"] == "履职 职尽 尽责 责市 市政 政协"
    assert made["content"] == document(make("b", "履职尽责，市政协。", title="综述"), tokenizer)["content"]
    assert made["fingerprints"].split() == list(fingerprints("履职尽责市政协"))
    assert from_json(made["article"]) == article


def test_what_an_article_lacks_is_left_out(tokenizer: Tokenizer, make: Any) -> None:
    made = document(make("files-1", "，", date=None, page=None, paper="files"), tokenizer)
    tokens = {field.name for field in FIELDS if field.kind == "tokens"}
    assert set(made) == {"id", "paper", "kind", "scope", "revision", "article"} | tokens
    assert {made[name] for name in tokens} == {"|"}
    assert document(make("files-1", "政"), tokenizer)["text_bigrams"] == "|"


def test_without_a_date_a_revision_of_zero_stays(tokenizer: Tokenizer, make: Any) -> None:
    assert document(make(revision=0), tokenizer)["revision"] == 0


@pytest.mark.parametrize(
    ("period", "covered"),
    [(None, (2020,)), (Period(2019, 2019, "", 1.0), (2019,)), (Period(2019, 2017, "", 1.0), (2017, 2018, 2019))],
)
def test_years_covered(make: Any, period: Period | None, covered: tuple[int, ...]) -> None:
    assert years(make(period=period)) == covered


def test_years_of_an_absurd_period_are_bounded(make: Any) -> None:
    assert len(years(make(period=Period(0, 10**9, "", 0.1)))) == 200


@pytest.mark.parametrize(
    ("code", "codes"),
    [
        ("990103", ("990103", "990100", "990000")),
        ("990100", ("990100", "990000")),
        ("990000", ("990000",)),
        ("cn", ("cn",)),
        ("99010312", ("99010312",)),
    ],
)
def test_divisions(code: str, codes: tuple[str, ...]) -> None:
    assert divisions(code) == codes


def test_text_that_is_no_text_is_refused_by_name(tokenizer: Tokenizer, make: Any) -> None:
    with pytest.raises(DocumentRejected) as caught:
        document(make("x-1", "\ud800"), tokenizer)
    assert caught.value.facts["id"] == "x-1"
