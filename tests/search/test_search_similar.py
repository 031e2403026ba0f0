"""Clusters, reprints and borrowed passages, on every engine: the same whatever came first."""

import datetime as dt
import random
import uuid
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from search_kit import NAMES, made

from articles.errors import GenerationBroken
from articles.exchange import from_json
from articles.model import Article
from indexing import ElasticsearchOptions, Index, Tokenizer, open_index
from scrapers.sample import articles as sample_articles
from search import Similar, similar_data

Open = Callable[[], Index]
ACCOUNT = (
    "翻开2022年禾川县政协履职答卷，县政协常委会围绕中心、服务大局，全年立案提案139件，办复率100%。\n"
    "全年召开常委会会议5次，开展专题视察12次，形成调研报告8篇，其中3篇得到县委主要领导批示。\n"
    "组织委员走访企业46家，收集意见建议210条，推动解决群众用水、出行、就医等问题31个。"
)
#: The sample's reprint: an account of the evening paper, and the provincial paper's of it.
REPRINT = ("cpwb-20210109-137203", "ljrb-20210119-217606")
BORROWED_YEAR = 2018


@pytest.fixture(params=["tantivy", "elasticsearch"])
def opened(request: pytest.FixtureRequest, tmp_path: Path, tokenizer: Tokenizer) -> Iterator[Open]:
    """Makes new, empty indices."""
    found = list[Index]()

    def make() -> Index:
        place: Any = tmp_path / uuid.uuid4().hex
        if request.param == "elasticsearch":
            server = request.getfixturevalue("elasticsearch_server")
            place = ElasticsearchOptions.of(server.url, prefix=f"test-{uuid.uuid4().hex[:12]}")
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


@pytest.fixture(scope="module")
def accounts() -> Sequence[Article]:
    """The sample's accounts of some winters: many of one pattern, one printed twice, one with two borrowed paragraphs."""
    found = (article for article in sample_articles(3_000) if article.kind.startswith("summary."))
    return [article for article in found if article.date and article.date.year in (BORROWED_YEAR, 2021)]


def printing(number: int, text: str, **fields: Any) -> Article:
    date = fields.pop("date", dt.date(2023, 1, number))
    return made(f"hcrb-202301{number:02}-{number}", text, paper="hcrb", date=date, **fields)


def clusters(index: Index, articles: Sequence[Article]) -> dict[str, str | None]:
    return dict(zip([article.id for article in articles], Similar(index).clusters(articles), strict=True))


def test_the_same_text_in_two_papers_is_two_articles_and_one_cluster(opened: Open, accounts: Sequence[Article]) -> None:
    index = opened()
    index.write(accounts)
    found = clusters(index, accounts)
    assert {id_ for id_, cluster in found.items() if cluster} == set(REPRINT)
    assert set(found.values()) == {None, REPRINT[0]}
    assert index.write(accounts).changed == 0


def test_clusters_are_the_same_in_any_order(opened: Open) -> None:
    dice = random.Random(4)
    texts = [ACCOUNT, ACCOUNT[: len(ACCOUNT) // 2], ACCOUNT.replace("用水", "供水"), ACCOUNT.replace("139", "152").replace("2022", "2021")]
    articles = [printing(number, texts[number % 4]) for number in range(1, 13)]
    found = []
    for _ in range(3):
        index, row = opened(), dice.sample(articles, len(articles))
        for start in range(0, len(row), 5):
            index.write(row[start : start + 5])
        found.append(clusters(index, articles))
    assert found[0] == found[1] == found[2]
    assert set(found[0].values()) == {"hcrb-20230101-1", "hcrb-20230103-3"}
    assert {id_ for id_, cluster in found[0].items() if cluster == "hcrb-20230103-3"} == {f"hcrb-202301{at:02}-{at}" for at in (3, 7, 11)}


def test_the_first_printed_represents_its_cluster_while_it_is_held(opened: Open) -> None:
    index = opened()
    source, cut = printing(5, ACCOUNT, title="答卷"), printing(9, ACCOUNT[:80], title="别的题目")
    undated = printing(1, ACCOUNT, date=None)
    index.write([source])
    assert clusters(index, [source]) == {source.id: None}
    index.write([cut, undated])
    assert set(clusters(index, [source, cut, undated]).values()) == {source.id}
    earlier = printing(2, ACCOUNT.replace("\n", ""))
    index.write([earlier])
    assert set(clusters(index, [source, cut, undated, earlier]).values()) == {earlier.id}
    index.write([], {earlier.id: 1})
    assert set(clusters(index, [source, cut, undated]).values()) == {source.id}


def test_a_changed_text_leaves_its_cluster(opened: Open) -> None:
    index = opened()
    first, second = printing(1, ACCOUNT), printing(2, ACCOUNT)
    index.write([first, second])
    assert set(clusters(index, [first, second]).values()) == {first.id}
    other = replace(second, text="本报讯 今天上午，全市教育工作会议召开，部署新学期工作。", revision=2)
    index.write([other])
    assert set(clusters(index, [first, other]).values()) == {None}


def test_many_copies_do_not_hide_a_cut_one(opened: Open) -> None:
    index = opened()
    copies = [made(f"ljrb-20220101-{number}", ACCOUNT, date=dt.date(2022, 1, 1)) for number in range(60)]
    cut = printing(3, ACCOUNT[:85])
    index.write([*copies, cut])
    assert set(clusters(index, [*copies, cut]).values()) == {"ljrb-20220101-0"}
    assert len(Similar(index).alike(cut, 100).reprints) == 60


def test_reprints_and_passages_with_both_spans(opened: Open, accounts: Sequence[Article]) -> None:
    index = opened()
    index.write(accounts)
    lent = [article for article in accounts if article.paper == "hcrb" and article.date and article.date.year == BORROWED_YEAR]
    source, borrower = (
        next(one for one in lent if one.title == "履职有为　商以成之"),
        next(one for one in lent if one.id == "hcrb-20180113-373525"),
    )
    found = Similar(index).alike(source, 20)
    assert (found.cluster, found.reprints) == (None, ())
    match = next(one for one in found.borrowings if one.article.id == borrower.id)
    whole = [source.text[one.start : one.end] for one in match.passages if one.end - one.start >= 45]
    assert len(whole) == 2
    for one in match.passages:
        assert max(one.end - one.start, one.other_end - one.other_start) >= 20
        assert source.text[one.start : one.end].replace("\n", "") == borrower.text[one.other_start : one.other_end].replace("\n", "")
    second = next(one for one in accounts if one.id == REPRINT[1])
    data = similar_data(Similar(index).alike(second, 20), NAMES)
    told = [(one["id"], one["likeness"], one["citation"]) for one in data["reprints"]]
    assert told == [(REPRINT[0], 1.0, "《澄浦晚报》2021年1月9日第2版")]
    assert all(one["passages"] for one in data["borrowings"])


def test_an_older_index_is_searched_and_says_what_it_lacks(tmp_path: Path, tokenizer: Tokenizer, monkeypatch: pytest.MonkeyPatch) -> None:
    """A home of a version before likeness: searches answer without clusters, and the question for reprints tells to reindex."""
    from indexing.engines.tantivy import schema

    some = tuple(field for field in schema.FIELDS if field.name not in ("content", "fingerprints"))
    index = open_index(tmp_path / "index", tokenizer)
    with monkeypatch.context() as patched:
        patched.setattr(schema, "FIELDS", some)
        index.create()
    articles = [printing(1, ACCOUNT), printing(2, ACCOUNT)]
    index.write(articles)
    assert set(clusters(index, articles).values()) == {None}
    with pytest.raises(GenerationBroken, match="reindex") as caught:
        Similar(index).alike(articles[0], 10)
    assert caught.value.key == "engine_no_fingerprints"
    index.close()


def test_an_article_without_text_is_like_nothing(opened: Open) -> None:
    index = opened()
    empty = [printing(1, "。", title="广告"), printing(2, "", title="广告")]
    index.write(empty)
    assert set(clusters(index, empty).values()) == {None}
    assert Similar(index).alike(empty[0], 10).borrowings == ()


def test_an_article_is_served_with_its_cluster(opened: Open) -> None:
    index = opened()
    articles = [printing(1, ACCOUNT), printing(2, ACCOUNT), printing(3, "全市教育工作会议召开")]
    index.write(articles)
    served = [Similar(index).with_cluster(from_json(index.get(article.id) or b"")) for article in articles]
    assert [article.cluster for article in served] == ["hcrb-20230101-1", "hcrb-20230101-1", None]
    assert [replace(article, cluster=None) for article in served] == articles
