"""Sections by level, and where the part that plans begins."""

import pytest

from articles.reading.structure import plan_start, sections
from scrapers import read_dropped

TEXT = """各位代表：
一、2022年工作回顾
（一）经济稳中有进。全市生产总值增长4.6%。
1.工业提速。规模以上工业增加值增长8%。
（二）民生持续改善
新增学位5400个。
二、2023年工作安排
生产总值增长5.5%左右。"""


def test_sections_end_where_the_next_of_their_level_begins():
    found = [(one.level, one.heading, TEXT[one.end :][:3]) for one in sections(TEXT)]
    assert found == [
        (1, "一、2022年工作回顾", "二、2"),
        (2, "（一）经济稳中有进", "（二）"),
        (3, "1.工业提速", "（二）"),
        (2, "（二）民生持续改善", "二、2"),
        (1, "二、2023年工作安排", ""),
    ]


def test_bare_headings_are_sections():
    text = "过去一年，市政协履职尽责。\n强化理论武装 筑牢思想同心\n全年学习22次。\n做好协商主业\n协商32次。"
    assert [(one.level, one.heading) for one in sections(text)] == [(4, "强化理论武装 筑牢思想同心"), (4, "做好协商主业")]


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
        share = plan_start(article.text, article.period.to) / len(article.text)
        assert 0.15 < share < 0.85, (file.name, share)
