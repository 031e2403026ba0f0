"""Slogans named as such, and key terms against statistics that are passed in."""

import time

import pytest

from articles.reading import candidates, ranked, slogans
from scrapers import read_dropped


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("开展“六个一”活动，构建1+3+6+N协商格局。", ["六个一", "1+3+6+N"]),
        ("做好“六稳”“六保”工作。", ["六稳", "六保"]),
        ("落实三重一大制度，做到「两个维护」。", ["三重一大", "两个维护"]),
        ("“1＋N”政策体系，推行“一件事一次办”。", ["1＋N", "一件事一次办"]),
        ("“十四五”规划，“2022年工作要点”，“3·15”晚会，“双11”，“第一书记”。", []),
        ("增长4.6%，同比多1.5个百分点，比分3:1，电话0971+8230。", []),
        ("“六个一”好，“六个一”真好。", ["六个一"]),
        ("他说：“我们干了三件大事，群众满意，大家都很高兴，接着再干。”", []),
    ],
)
def test_slogans_are_named_as_such(text, expected):
    found = slogans(text)
    assert [one.words for one in found] == expected
    for one in found:
        assert text[one.start : one.end] == one.words
        assert one.count == text.count(one.words)
        assert (one.sort, one.weight) == ("slogan", None)


def test_key_terms_are_what_is_said_often_and_is_rare():
    text = "协商民主协商，提案办理提案提案，我们二十一个协商。"
    words = [
        ("协商", 0, 2),
        ("民主", 2, 4),
        ("协商民主", 0, 4),
        ("协商", 4, 6),
        ("提案", 7, 9),
        ("办理", 9, 11),
        ("提案", 11, 13),
        ("提案", 13, 15),
    ]
    words += [("我们", 16, 18), ("二十一个", 18, 22), ("协商", 22, 24)]
    found = candidates(words)
    assert {word: len(places) for word, places in found.items()} == {"协商民主": 1, "协商": 2, "提案": 3, "办理": 1}
    best = ranked(found, {"协商": 2.0, "提案": 1.0, "协商民主": 9.0, "办理": 1.0}, 3)
    assert [(one.words, one.count, one.start, one.end) for one in best] == [("协商民主", 1, 0, 4), ("协商", 2, 4, 6), ("提案", 3, 7, 9)]
    assert all(text[one.start : one.end] == one.words for one in best)
    assert [one.words for one in ranked(found, {"提案": 1.0}, 9)] == ["提案"]
    assert ranked({}, {}, 9) == ()


@pytest.mark.parametrize("text", ["“" * 500_000, "“一" * 300_000, "1+" * 400_000, "9" * 1_000_000, "“" + "一" * 1_000_000])
def test_slogans_of_hostile_text_take_no_time_out_of_proportion(text):
    begun = time.process_time()
    assert len(slogans(text)) <= 100
    assert time.process_time() - begun < 20


@pytest.mark.corpus
def test_every_real_report_names_slogans_where_they_stand(corpus):
    named = 0
    for file in sorted((corpus / "reports").glob("2025*.txt")):
        text = read_dropped(file.name, file.read_bytes())[0].text
        found = slogans(text)
        named += bool(found)
        assert all(text[one.start : one.end] == one.words for one in found)
    assert named >= 29
