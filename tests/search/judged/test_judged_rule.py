"""The rule of docs/judging.md, case by case; the files hold what the page says."""

import datetime as dt
from collections import Counter

import pytest
from judged import sets
from judged.rule import grade
from search_kit import made

from articles.model import Article, Paragraph, Period, Place

LANJIANG = Place("990000", "岚江省", "province")
PERIOD = Period(2016, 2016, "2016年", 1.0)


def account(text: str = "政协提案", **fields: object) -> Article:
    return made(text=text, **{"organ": "政协", "place": LANJIANG, "period": PERIOD, "date": dt.date(2017, 1, 9), **fields})


@pytest.mark.parametrize(
    ("kind", "need", "article", "worth"),
    [
        ("title", {"title": ["法槌声声"]}, account(title="法槌声声　情系百姓"), 3),
        ("title", {"title": ["法槌声声"], "place": "澄浦市"}, account(title="法槌声声　情系百姓"), 1),
        ("title", {"title": ["2016年"]}, account(title="12016年"), 0),
        ("topic", {"names": ["湿地"]}, account("别的。", title="湿地来客"), 3),
        ("topic", {"names": ["湿地"]}, account("湿地。别的。别的。别的。"), 1),
        ("topic", {"names": ["湿地"]}, account("湿地！湿地？湿地；" + "别的。" * 9), 2),
        ("topic", {"names": ["湿地"]}, account("别的。" * 9, paragraphs=(Paragraph("湿地", 0, 2, "heading"),)), 2),
        ("topic", {"names": ["湿地"]}, account("别的。"), 0),
        ("body", {"organ": "政协", "place": "岚江省", "year": 2016}, account(), 3),
        ("body", {"organ": "政协", "place": "岚江省", "year": 2017}, account(), 2),
        ("body", {"organ": "政协", "place": "岚江省", "year": 2016}, account(kind="news", period=None), 2),
        ("body", {"organ": "政协", "place": "岚江省", "year": 2020}, account(), 1),
        ("body", {"organ": "人大", "place": "岚江省", "year": 2016}, account(), 0),
        ("figure", {"figure": "92.0%", "thing": ["结案率"]}, account("结案率９２．０％。"), 3),
        ("figure", {"figure": "92.0%", "thing": ["结案率"]}, account("结案率高。92.0%的人。"), 1),
        ("figure", {"figure": "92.0%", "thing": ["结案率"]}, account("结案率192.0%。"), 0),
        ("figure", {"phrase": "会协商、善议政"}, account("会协商善议政"), 3),
        ("series", {"names": ["提案"], "organ": "政协", "place": "岚江省"}, account("提案3件。"), 3),
        ("series", {"names": ["提案"], "organ": "政协", "place": "岚江省"}, account("提案。"), 2),
        ("series", {"names": ["提案"], "organ": "政协", "place": "澄浦市"}, account("提案3件。"), 1),
        ("series", {"names": ["提案"], "organ": "法院", "place": "澄浦市"}, account("提案3件。"), 0),
    ],
)
def test_a_grade(kind: str, need: dict[str, object], article: Article, worth: int) -> None:
    assert grade(kind, need, article) == worth


def test_the_set_is_what_the_page_says() -> None:
    asked, known = sets.queries(), sets.grades()
    assert len(asked) == len(known) >= 120
    assert Counter(query.kind for query in asked) == {"title": 26, "topic": 30, "body": 26, "figure": 27, "series": 25}
    assert all(len(known[query.id]) >= 10 and max(known[query.id].values()) > 0 for query in asked)


def test_ndcg() -> None:
    assert sets.ndcg(["a", "b"], {"a": 3, "b": 1}) == 1.0
    assert sets.ndcg(["b", "a"], {"a": 3, "b": 1}) < 1.0
    assert sets.ndcg([], {"a": 3}) == 0.0
