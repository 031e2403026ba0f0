"""An article as it is shown whole: sections, parts and key terms against what is held; a word that all hold says nothing of one."""

import json
from contextlib import closing
from pathlib import Path

import httpx
import pytest
from search_kit import Library, made

from articles.exchange import from_json, to_json
from indexing import Tokenizer, open_index
from search import explained

TEXT = (
    "2022年，禾川县政协提案办理协商会议提案提案，开展“六个一”活动。\n"
    "一、提案工作\n提案提案，视察古桥古桥。\n二、2023年工作安排\n立案提案150件。"
)


@pytest.fixture
def article():
    return made(text=TEXT)


def words(article):
    return [one.words for one in article.terms if one.sort == "word"]


def weight(article, word):
    return next(one.weight for one in article.terms if one.words == word)


def test_sections_parts_and_slogans_are_told_with_their_places(article, tokenizer: Tokenizer):
    found = explained(article, tokenizer)
    assert [(one.level, one.heading) for one in found.sections] == [(1, "一、提案工作"), (1, "二、2023年工作安排")]
    assert [(one.part, TEXT[one.start :][:2]) for one in found.parts] == [("review", "20"), ("plan", "二、")]
    assert [one.words for one in found.terms if one.sort == "slogan"] == ["六个一"]
    assert all(TEXT[one.start : one.end] == one.words for one in found.terms)
    assert from_json(to_json(found)) == found


def test_what_every_article_says_weighs_less_the_more_is_held(article, tokenizer: Tokenizer, tmp_path: Path):
    alone = explained(article, tokenizer)
    assert words(alone)[0] == "提案"
    with closing(open_index(tmp_path, tokenizer)) as index:
        index.create()
        index.write(made(f"ljrb-20200102-{number}", f"提案第{number}件") for number in range(6_000))
        held = explained(article, tokenizer, index)
    assert words(held)[0] == "古桥"
    assert weight(held, "提案") < weight(alone, "提案") / 2
    assert weight(held, "古桥") > weight(alone, "古桥") / 2


def test_the_api_gives_them_and_the_index_does_not_keep_them(client: httpx.Client, sample: Library):
    id_ = next(one.id for one in sample.articles if one.kind == "summary.account")
    served = client.get(f"/api/v1/articles/{id_}").json()
    assert served["terms"]
    assert served["parts"][0]["part"] == "review"
    stored = sample.index.get(id_) or b""
    assert {"sections", "parts", "terms"}.isdisjoint(json.loads(stored))
