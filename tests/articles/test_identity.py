"""Ids stay with the text."""

import random
from dataclasses import replace

from articles.identity import match
from articles.model import Article, Source

WORDS = "澄湖水暖履职正酣市政协紧扣中心服务大局开展协商活动提出意见建议立案提案办复率监督调研走访委员企业解决问题民生实事"


def text(seed, length=300):
    return "".join(random.Random(seed).choices(WORDS, k=length))


def article(id_, words, title="题目"):
    return Article(
        id_, 1, "cpwb", None, None, None, title, None, (), None, words, (), "news", None, None, None, (), (), (), None, Source("x", "0")
    )


def ids(matched):
    return [found.id for found in matched.articles]


def test_nothing_changed_changes_nothing():
    old = [article(f"a-p1-{n}", text(n)) for n in range(5)]
    matched = match(old, old)
    assert list(matched.articles) == old
    assert matched.redirects == {}


def test_ids_follow_the_text_when_places_shift():
    old = [article("a-p1-1", text(1)), article("a-p1-2", text(2)), article("a-p1-3", text(3))]
    new = [article("a-p1-1", text(9)), article("a-p1-2", text(1)), article("a-p1-3", text(2)), article("a-p1-4", text(3))]
    assert ids(match(old, new)) == ["a-p1-4", "a-p1-1", "a-p1-2", "a-p1-3"]


def test_a_better_reading_of_the_text_keeps_the_id():
    words = text(1)
    old = [article("a-p1-1", words), article("a-p1-2", text(2))]
    new = [article("a-p2-1", words[:120] + words[160:] + "新增的一段话。")]
    matched = match(old, new)
    assert ids(matched) == ["a-p1-1"]
    assert matched.redirects == {"a-p1-2": None}


def test_two_articles_that_became_one_leave_a_redirect():
    old = [article("a-1", text(1)), article("a-2", text(2, 100))]
    matched = match(old, [article("a-1", text(1) + text(2, 100))])
    assert ids(matched) == ["a-1"]
    assert matched.redirects == {"a-2": "a-1"}


def test_one_article_that_became_two_keeps_its_id_on_the_longer_part():
    old = [article("a-p1-1", text(1, 400))]
    matched = match(old, [article("a-p1-1", text(1, 400)[:100]), article("a-p1-2", text(1, 400)[100:])])
    assert ids(matched) == ["a-p1-2", "a-p1-1"]
    assert matched.redirects == {}


def test_a_platforms_number_outlasts_a_new_text():
    matched = match([article("a-20230105-77", text(1))], [article("a-20230105-77", text(2))])
    assert ids(matched) == ["a-20230105-77"]
    assert matched.redirects == {}


def test_a_place_does_not_outlast_a_new_text():
    matched = match([article("a-20230105-p1-1", text(1))], [article("a-20230105-p1-1", text(2))])
    assert ids(matched) == ["a-20230105-p1-2"]
    assert matched.redirects == {"a-20230105-p1-1": None}


def test_files_are_matched_by_text_too():
    old = [article("files-0123456789ab-1", text(1)), article("files-0123456789ab-2", text(2))]
    new = [article("files-0123456789ab-1", text(2)), article("files-0123456789ab-2", text(1))]
    assert ids(match(old, new)) == ["files-0123456789ab-2", "files-0123456789ab-1"]


def test_same_texts_keep_the_order():
    old = [article("a-1", text(1)), article("a-2", text(1))]
    assert ids(match(old, [replace(old[0]), replace(old[1])])) == ["a-1", "a-2"]


def test_short_and_empty_texts():
    old = [article("a-1", "短", None), article("a-2", "", None)]
    assert ids(match(old, old)) == ["a-1", "a-2"]
    assert match([], []).articles == ()
    assert match(old, []).redirects == {"a-1": None, "a-2": None}
    assert ids(match([], old)) == ["a-1", "a-2"]


def test_no_id_twice_and_every_old_id_accounted_for():
    for seed in range(40):
        draw = random.Random(seed)
        old = [article(f"a-p{draw.randint(1, 2)}-{n}", text(draw.randint(1, 12), draw.choice([5, 60, 300]))) for n in range(8)]
        new = [article(f"a-p{draw.randint(1, 2)}-{n}", text(draw.randint(1, 12), draw.choice([5, 60, 300]))) for n in range(8)]
        matched = match(old, new)
        assert len(set(ids(matched))) == len(new)
        assert {found.id for found in old} <= set(ids(matched)) | set(matched.redirects)
        assert set(matched.redirects).isdisjoint(ids(matched))
        assert [found.text for found in matched.articles] == [found.text for found in new]
        assert match(old, new) == matched
