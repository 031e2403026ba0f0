"""Sections by level, and where the part that plans begins."""

import json
import time

import pytest

from articles.reading.structure import outline, parts, plan_start
from scrapers import read_dropped
from scrapers.sample import articles as sample_articles

TEXT = """各位代表：
一、2022年工作回顾
（一）经济稳中有进。全市生产总值增长4.6%。
1.工业提速。规模以上工业增加值增长8%。
（二）民生持续改善
新增学位5400个。
二、2023年工作安排
生产总值增长5.5%左右。"""


def test_sections_end_where_the_next_of_their_level_begins():
    found = [(one.level, one.heading, TEXT[one.end :][:3]) for one in outline(TEXT)]
    assert found == [
        (1, "一、2022年工作回顾", "二、2"),
        (2, "（一）经济稳中有进", "（二）"),
        (3, "1.工业提速", "（二）"),
        (2, "（二）民生持续改善", "二、2"),
        (1, "二、2023年工作安排", ""),
    ]


def test_bare_headings_are_sections():
    text = "过去一年，市政协履职尽责。\n强化理论武装 筑牢思想同心\n全年学习22次。\n做好协商主业\n协商32次。"
    assert [(one.level, one.heading) for one in outline(text)] == [(4, "强化理论武装 筑牢思想同心"), (4, "做好协商主业")]


def test_bylines_datelines_and_lines_without_text_below_are_no_headings():
    text = "本报讯（记者 何敏）\n本报记者 张永黎\n一年来，提案办复率100%。\n强化监督\n视察12次。\n（整理 王强）\n王强 摄"
    assert [one.heading for one in outline(text)] == ["强化监督"]


def test_the_sample_papers_accounts_have_the_sections_they_were_printed_with():
    headings = reports = 0
    for article in sample_articles(4_000):
        if not article.kind.startswith("summary."):
            assert parts(article) == ()
            continue
        found = {one.start: one for one in outline(article.text)}
        printed = [one for one in article.paragraphs if one.role == "heading"]
        headings += len(printed)
        assert [one.text for one in printed if one.start not in found] == []
        assert all(article.text[one.start :].startswith(one.heading) for one in found.values())
        told = parts(article)
        assert (told[0].start, told[-1].end, told[0].part) == (0, len(article.text), "review")
        if article.kind == "summary.report" and "（下转" not in article.text:
            reports += 1
            assert [one.part for one in told] == ["review", "plan"], article.id
    assert headings > 300
    assert reports > 20


def test_lines_that_are_all_alike_take_no_time_out_of_proportion():
    begun = time.process_time()
    outline("题目题目\n" * 150_000)
    assert time.process_time() - begun < 20


def test_the_plan_begins_at_its_heading_or_sentence():
    assert TEXT[plan_start(TEXT) :].startswith("二、2023年工作安排")
    assert plan_start("全年立案提案142件。") == len("全年立案提案142件。")
    said = "去年增长4.6%。今年政府工作的总体要求是：稳中求进。"
    assert said[plan_start(said) :].startswith("今年")
    assert plan_start("一、2022年重点工作\n完成10件。", 2022) == len("一、2022年重点工作\n完成10件。")


@pytest.mark.corpus
def test_every_real_report_has_a_part_that_reviews_and_one_that_plans(corpus):
    for file in sorted((corpus / "reports").glob("*.txt")):
        article = read_dropped(file.name, file.read_bytes())[0]
        review, plan = parts(article)
        assert (review.part, plan.part, review.end, plan.end) == ("review", "plan", plan.start, len(article.text))
        assert 0.15 < plan.start / len(article.text) < 0.85, file.name
        heads = outline(article.text)
        assert any(one.level == 1 for one in heads) or len(heads) > 3 or len(article.text) < 12_000, (file.name, len(heads))


@pytest.mark.corpus
def test_the_seeds_bare_headings_are_its_sections(corpus):
    truth = json.loads((corpus / "seed/truth.json").read_text("utf-8"))
    heads = [one["heading"] for one in truth["sections"] if one["heading"]]
    text = truth["reading_order_text"]
    found = outline(text[text.index("本报记者") :])
    assert [one.heading for one in found] == heads
