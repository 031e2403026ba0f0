"""Articles go to JSON and back unchanged, and nothing else passes."""

import dataclasses
import datetime as dt
import json

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles import exchange
from articles.errors import Unreadable
from articles.model import Article, Byline, Figure, Page, Paragraph, Period, Place, Repair, Source, Years

texts = st.text(max_size=40)
maybe = st.none() | texts
years = st.integers(1900, 2100)
confidence = st.floats(0, 1)
articles = st.builds(
    Article,
    id=texts,
    revision=st.integers(1, 9),
    paper=texts,
    date=st.none() | st.dates(),
    page=st.none() | st.builds(Page, texts, maybe),
    kicker=maybe,
    title=maybe,
    subtitle=maybe,
    bylines=st.lists(st.builds(Byline, texts, texts), max_size=3).map(tuple),
    dateline=maybe,
    text=texts,
    paragraphs=st.lists(st.builds(Paragraph, texts, st.integers(0), st.integers(0), st.sampled_from(["body", "heading"])), max_size=3).map(
        tuple
    ),
    kind=st.sampled_from(["summary.report", "news", "other"]),
    organ=maybe,
    place=st.none() | st.builds(Place, texts, texts, st.sampled_from(["province", "county"])),
    period=st.none() | st.builds(Period, years, years, texts, confidence, st.none() | years, st.none() | years),
    figures=st.lists(
        st.builds(
            Figure,
            value=texts,
            unit=texts,
            unit_printed=texts,
            what=texts,
            qualifier=maybe,
            direction=maybe,
            status=st.sampled_from(["achieved", "planned"]),
            period=st.none() | st.builds(Years, years, years),
            same_as=st.none() | st.integers(0),
            sentence=texts,
            start=st.integers(0),
            end=st.integers(0),
        ),
        max_size=2,
    ).map(tuple),
    repairs=st.lists(
        st.builds(
            Repair,
            texts,
            st.integers(0),
            st.integers(0),
            st.sampled_from(["removed", "moved", "joined"]),
            st.none() | st.integers(0),
            confidence,
        ),
        max_size=2,
    ).map(tuple),
    flags=st.lists(texts, max_size=2).map(tuple),
    cluster=maybe,
    source=st.builds(Source, texts, texts),
)
PLAIN = Article(
    "ljrb-20230105-7", 1, "ljrb", dt.date(2023, 1, 5), Page("01", "要闻"), None, "题", None, (), None, "正文",
    (Paragraph("正文", 0, 2),), "news", None, None, None, (), (), (), None, Source("http://paper.example/7", "ab"),
)  # fmt: skip


@given(articles)
def test_json_and_back(article: Article) -> None:
    line = exchange.to_json(article)
    assert "\n" not in line
    assert exchange.from_json(line) == article


@given(articles)
def test_what_is_written_keeps_the_schema(article: Article) -> None:
    jsonschema.validate(json.loads(exchange.to_json(article)), exchange.schema())


def test_every_field_of_the_contract_in_its_order() -> None:
    assert list(json.loads(exchange.to_json(PLAIN))) == [
        "id", "revision", "paper", "date", "page", "kicker", "title", "subtitle", "bylines", "dateline", "text", "paragraphs", "kind",
        "organ", "place", "period", "figures", "repairs", "flags", "cluster", "source",
    ]  # fmt: skip
    period = dataclasses.replace(PLAIN, period=Period(2018, 2022, "五年来", 0.9, 2023, 2023))
    assert json.loads(exchange.to_json(period))["period"] == {
        "from": 2018, "to": 2022, "basis": "五年来", "confidence": 0.9, "given": 2023, "planned": 2023,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"revision": "1"}, "revision"),
        ({"date": "5 January"}, "date"),
        ({"kind": "summary"}, "kind"),
        ({"extra": 1}, "extra"),
        ({"page": {"number": 1, "name": None}}, "page.number"),
        ({"bylines": [{"role": "记者"}]}, "bylines.0.name"),
    ],
)
def test_another_form_is_named(change: dict[str, object], where: str) -> None:
    with pytest.raises(Unreadable) as caught:
        exchange.from_json(json.dumps({**json.loads(exchange.to_json(PLAIN)), **change}))
    assert caught.value.facts["where"] == where
    assert "zongshu schema article" in str(caught.value)


def test_a_missing_field_and_no_json_are_named() -> None:
    fields = json.loads(exchange.to_json(PLAIN))
    del fields["title"]
    with pytest.raises(Unreadable, match="title"):
        exchange.from_json(json.dumps(fields))
    with pytest.raises(Unreadable):
        exchange.from_json("{")
