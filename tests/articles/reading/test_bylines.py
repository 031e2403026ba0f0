"""Bylines and datelines in the forms papers print."""

import json

import pytest
from sets import rows

from articles.reading import bylines, dateline


def people(lines, author=None):
    return [(byline.role, byline.name) for byline in bylines(lines, author)[0]]


@pytest.mark.parametrize(
    ("lines", "author", "expected"),
    [
        ([" 本报记者 张永黎", "时间记录"], None, [("记者", "张永黎")]),
        (["湖北日报讯 （记者张阳春、通讯员熊能）39天时间"], None, [("记者", "张阳春"), ("通讯员", "熊能")]),
        (["正文。", "（湖北日报全媒记者 薛婷 通讯员 肖江涛 张成 摄）"], None, [("记者", "薛婷"), ("通讯员", "肖江涛"), ("通讯员", "张成")]),
        (["x"], "本报记者 程 龙 潘俊强", [("记者", "程龙"), ("记者", "潘俊强")]),
        (["x"], "洪 勇", [("作者", "洪勇")]),
        (["x"], "胡里奥·塞瓦略斯", [("作者", "胡里奥·塞瓦略斯")]),
        (["x"], "中共中央党史和文献研究院", [("作者", "中共中央党史和文献研究院")]),
        (["x"], "新华社记者", []),
        (["本报讯（记者 蓝羽）昨日"], "蓝羽", [("记者", "蓝羽")]),
        (["　　■ 海南日报全媒体记者 李艳玫", "　　通讯员 陈宏", "正文"], None, [("记者", "李艳玫"), ("通讯员", "陈宏")]),
        (["本报见习记者 李明 文/图", "正文"], None, [("记者", "李明")]),
        (["正文。", "（整理 王强）"], None, [("整理", "王强")]),
        (["正文。", "李强 整理"], None, [("整理", "李强")]),
        (["作者：李强", "正文"], None, [("作者", "李强")]),
        (["图为会场。 本报记者 程 龙 摄", "正文。", "正文。"], None, [("记者", "程龙")]),
        (["图为会场。 何田 摄", "正文。"], None, [("摄影", "何田")]),
        (["□ 湖北日报评论员", "正文"], None, []),
        (["记者从市政协获悉，今年", "正文"], None, []),
        (["正文（见图）。", "（新华社发）"], None, [("机构", "新华社")]),
        (["市民王先生（左）说", "正文"], None, []),
        ([], None, []),
    ],
)
def test_bylines(lines, author, expected):
    assert people(lines, author) == expected


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["本报讯（记者 蓝羽）昨日"], "本报讯"),
        (["湖北日报讯 （记者江卉）"], "湖北日报讯"),
        (["据新华社北京2月10日电 2月10日0时"], "据新华社北京2月10日电"),
        (["　　本报西宁1月4日讯（记者张三）"], "本报西宁1月4日讯"),
        (["本报华盛顿10月19日电 （记者李志伟）"], "本报华盛顿10月19日电"),
        (["正文。", "（新华社北京2月10日电 载2月11日《人民日报》）"], "新华社北京2月10日电"),
        (["本报记者 张三", "中新网岚江5日电 正文"], "中新网岚江5日电"),
        (["2月10日，本报记者来到", "正文"], None),
        (["正文提到新华社北京2月10日电"], None),
        ([], None),
    ],
)
def test_datelines(lines, expected):
    assert dateline(lines) == expected
    assert bylines(lines)[1] == expected


@pytest.mark.corpus
def test_authors_of_a_real_issue(corpus):
    rows = [json.loads(line) for line in (corpus / "news/rmrb_2025-10-20.jsonl").read_text("utf-8").splitlines()]
    named = {row["author"]: people([], row["author"]) for row in rows if row["author"]}
    reporters = {author: found for author, found in named.items() if "本报记者" in author}
    assert len(reporters) == 20
    for author, found in reporters.items():
        assert {role for role, _ in found} == {"记者"}
        assert "本报记者" + "".join(name for _, name in found) == "".join(author.split())


@pytest.mark.parametrize(("half", "named", "dated"), [("tune", 0.98, 1.0), ("test", 1.0, 1.0)])
def test_floors_of_the_labelled_bylines(half, named, dated):
    labelled = rows("bylines", half)
    found = [bylines(row["lines"].split(" ¶ "), row["author"] or None) for row in labelled]
    right = sum(
        " ".join(f"{one.role}:{one.name}" for one in people) == row["bylines"] for (people, _), row in zip(found, labelled, strict=True)
    )
    lines = sum((line or "") == row["dateline"] for (_, line), row in zip(found, labelled, strict=True))
    assert len(labelled) > 40
    assert right / len(labelled) >= named
    assert lines / len(labelled) >= dated
