"""Titles that promise a yearly account: floors of recall on the labelled titles, and what of everyday news is taken at the most."""

import pytest
from sets import rows

from articles.reading import promises
from scrapers.sample import articles

#: Recall by the title alone and by the whole title block, reached on each half (docs/decisions/0187); never lowered.
FLOORS = {"tune": (0.977, 0.996), "test": (0.963, 1.0)}
#: Of the sample's everyday news at the most.
TAKEN = 0.37


@pytest.mark.parametrize("half", ["tune", "test"])
def test_few_accounts_are_missed(half: str) -> None:
    accounts = [row for row in rows("titles", half) if row["kind"].startswith("summary.")]
    alone = sum(promises(row["title"]) for row in accounts) / len(accounts)
    whole = sum(promises(" ".join((row["kicker"], row["title"], row["subtitle"]))) for row in accounts) / len(accounts)
    assert (alone >= FLOORS[half][0], whole >= FLOORS[half][1]) == (True, True), (alone, whole)


def test_most_everyday_news_is_left_out() -> None:
    news = [article.title for article in articles(2_000) if not article.kind.startswith("summary.")]
    assert sum(map(promises, news)) / len(news) <= TAKEN


@pytest.mark.parametrize(
    ("title", "wanted"),
    [
        (None, True),
        ("", True),
        ("政府工作报告", True),
        ("凝心聚力　履职为民", True),
        ("山水入画来", True),
        ("澄浦市政协2022年工作综述", True),
        ("27盏路灯恢复照明", False),
        ("2万只候鸟飞抵湿地公园越冬", False),
        ("天气预报", False),
    ],
)
def test_titles(title: str | None, wanted: bool) -> None:
    assert promises(title) is wanted
