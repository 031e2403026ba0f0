"""Kind by the title block: accounts, and the near misses that are news."""

import gzip
import json

import pytest

from articles.reading import title_kind


@pytest.mark.parametrize(
    ("kicker", "title", "subtitle", "expected"),
    [
        (None, "政府工作报告", "——2023年1月5日在大会上", "summary.report"),
        (None, "政 府 工 作 报 告", None, "summary.report"),
        (None, "2025年岚江省政府工作报告", None, "summary.report"),
        (None, "澄浦市人民检察院工作报告（摘要）", None, "summary.report"),
        (None, "在第十一届全国人民代表大会第三次会议上的政府工作报告", None, "summary.report"),
        (None, "政协澄浦市第十四届委员会常务委员会工作报告", None, "summary.committee"),
        (None, "市人大常委会工作报告（摘登）", None, "summary.committee"),
        (None, "担当实干谱新篇", "——2022年澄浦市政协工作综述", "summary.account"),
        ("澄浦市政协2022年工作综述", "同心同行 共绘澄湖新画卷", None, "summary.account"),
        (None, "一年走过 步步留痕", "——市政协2012年工作纪实", "summary.account"),
        (None, "市生态环境局2022年工作回顾", None, "summary.department"),
        (None, "五年砥砺奋进路", "——市十三届人大常委会工作回顾", "summary.term"),
        (None, "市政协十四届三次会议开幕", None, "news"),
        (None, "王凯作政府工作报告", None, "news"),
        ("市人大代表分组审议", "一份催人奋进的政府工作报告", None, "news"),
        (None, "第十四届全国人民代表大会第三次会议关于政府工作报告的决议", None, "news"),
        (None, "政府工作报告解读", None, "news"),
        (None, "政府工作报告提出今年目标", None, "news"),
        (None, "春运纪实", None, "news"),
        (None, "老街挂起红灯笼", None, "news"),
        (None, None, None, "other"),
        (None, "", None, "other"),
    ],
)
def test_kinds(kicker, title, subtitle, expected):
    assert title_kind(kicker, title, subtitle) == expected


@pytest.mark.corpus
def test_resolutions_and_broadcast_news_are_no_summaries(corpus):
    resolutions = [json.loads(line)["title"] for line in (corpus / "news/npc-resolutions.jsonl").read_text("utf-8").splitlines()]
    assert {title_kind(None, title, None) for title in resolutions} == {"news"}
    with gzip.open(corpus / "news/xinwen-lianbo.jsonl.gz", "rt", encoding="utf-8") as lines:
        kinds = [title_kind(None, json.loads(line)["title"], None) for line in lines]
    assert len(kinds) > 4000
    assert sum(found.startswith("summary") for found in kinds) == 0
