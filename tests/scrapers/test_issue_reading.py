"""An issue's pages into articles: joined, each once, in order, nothing silently lost."""

import datetime as dt

import pytest

from articles.errors import LayoutUnknown
from scrapers import FetchedPage, papers, read_issue

DAY = dt.date(2023, 1, 5)
PAPER = papers()["cpwb"]
AT = "http://www.chengpu.example/html/2023-01/05/"


def layout(node, page, links, pages=(("2", "第1版：要闻"), ("3", "第2版：社会"), ("4", "第3版：综合"))):
    listed = "".join(f"<a id=pageLink href=node_{other}.htm>{label}</a>" for other, label in pages)
    items = "".join(f"<li><a href=content_{number}.htm?div=-1>{title}</a>" for number, title in links)
    text = f'<td width="145">{page}</td><span class=default>2023年1月5日 星期四</span><ul>{items}</ul>{listed}'
    return FetchedPage(f"{AT}node_{node}.htm", "layout", text, "0" * 64, order=int(node))


def article(number, title, *lines, page="", order=100, flags=(), extra=""):
    body = "".join(f"<p>{line}</p>" for line in lines)
    text = (
        f'<td width="145">{page}</td><table><tr><td class=font01>{title}</td></tr></table>{extra}<founder-content>{body}</founder-content>'
    )
    return FetchedPage(f"{AT}content_{number}.htm", "article", text, "1" * 64, order=order + int(number), flags=flags)


def read(*pages):
    return read_issue(PAPER, DAY, pages)


def test_pages_come_in_printed_order_whatever_their_nodes_and_the_order_of_fetching():
    pages = [
        article(5, "三版", "文三。"),
        article(9, "一版乙", "文一乙。"),
        article(2, "一版甲", "文一甲。"),
        layout("4", "第3版：综合", [(5, "三版")]),
        layout("2", "第1版：要闻", [(9, "一版乙"), (2, "一版甲")]),
    ]
    found = read(*pages)
    assert [(a.page.number, a.page.name, a.title) for a in found] == [
        ("1", "要闻", "一版乙"),
        ("1", "要闻", "一版甲"),
        ("3", "综合", "三版"),
    ]
    assert [a.id for a in found] == ["cpwb-20230105-9", "cpwb-20230105-2", "cpwb-20230105-5"]
    assert read(*reversed(pages)) == found


def test_an_article_that_goes_on_is_one():
    found = read(
        layout("2", "第1版：要闻", [(1, "聚力同心"), (2, "别的")]),
        layout("4", "第3版：综合", [(3, "聚力同心")]),
        article(1, "聚力同心", "前半。", "（下转第3版）"),
        article(2, "别的", "别的。"),
        article(3, "聚力同心", "（上接第1版）后半。"),
    )
    assert [(a.id, a.page.number) for a in found] == [("cpwb-20230105-1", "1"), ("cpwb-20230105-2", "1")]
    assert found[0].text == "前半。\n（下转第3版）\n（上接第1版）后半。"
    assert found[0].flags == ("joined_pages",)
    assert all(found[0].text[p.start : p.end] == p.text for p in found[0].paragraphs)


def test_a_jump_to_several_pages_leads_to_the_first():
    found = read(
        layout("2", "第1版：要闻", [(1, "聚力同心（下转第2、3版）")]),
        layout("3", "第2版：社会", [(2, "聚力同心")]),
        article(1, "聚力同心（下转第2、3版）", "一。", "（下转第2、3版）"),
        article(2, "聚力同心", "（上接第１版）二。"),
    )
    assert [(a.id, "joined_pages" in a.flags) for a in found] == [("cpwb-20230105-1", True)]


def test_three_parts_are_one():
    found = read(
        layout("2", "第1版：要闻", [(1, "长文")]),
        layout("3", "第2版：社会", [(2, "（上接第1版）")]),
        layout("4", "第3版：综合", [(3, "（上接第2版）")]),
        article(1, "长文", "一。", "（下转第2版）"),
        article(2, "（上接第1版）", "二。", "（下转第3版）"),
        article(3, "（上接第2版）", "三。"),
    )
    assert len(found) == 1
    assert found[0].text == "一。\n（下转第2版）\n（上接第1版）\n二。\n（下转第3版）\n（上接第2版）\n三。"


def test_two_jumps_to_one_page_are_told_apart_by_their_titles():
    found = read(
        layout("2", "第1版：要闻", [(1, "甲文"), (2, "乙文")]),
        layout("3", "第2版：社会", [(3, "乙文"), (4, "甲文")]),
        article(1, "甲文", "甲一。（下转第2版）"),
        article(2, "乙文", "乙一。（下转第2版）"),
        article(3, "乙文", "（上接第1版）乙二。"),
        article(4, "甲文", "（上接第1版）甲二。"),
    )
    assert [a.text for a in found] == ["甲一。（下转第2版）\n（上接第1版）甲二。", "乙一。（下转第2版）\n（上接第1版）乙二。"]


def test_a_jump_nobody_answers_stays_and_is_flagged():
    found = read(layout("2", "第1版：要闻", [(1, "甲文")]), article(1, "甲文", "甲一。（下转第2版）"))
    assert found[0].flags == ("jump_unresolved",)


def test_two_that_are_as_likely_are_not_joined():
    found = read(
        layout("2", "第1版：要闻", [(1, "甲文")]),
        layout("3", "第2版：社会", [(3, "上接"), (4, "续")]),
        article(1, "甲文", "甲一。（下转第2版）"),
        article(3, "丙", "（上接第1版）丙二。"),
        article(4, "丁", "（上接第1版）丁二。"),
    )
    assert len(found) == 3
    assert all("jump_unresolved" in a.flags for a in found)


def test_the_same_article_on_two_pages_is_one_and_stands_where_it_says():
    found = read(
        layout("2", "第1版：要闻", [(1, "甲"), (2, "乙")]),
        layout("3", "第2版：社会", [(1, "甲"), (2, "乙")]),
        article(1, "甲", "文甲。"),
        article(2, "乙", "文乙。", page="第2版：社会"),
    )
    assert [(a.title, a.page.number) for a in found] == [("甲", "1"), ("乙", "2")]


def test_same_text_under_another_number_is_one_but_not_under_another_title():
    text = "同一段文字，写了两遍，足够长。"
    found = read(
        layout("2", "第1版：要闻", [(1, "甲"), (2, "甲"), (3, "乙")]),
        article(1, "甲", text),
        article(2, "甲", text),
        article(3, "乙", text),
    )
    assert [a.title for a in found] == ["甲", "乙"]


@pytest.mark.parametrize(
    "title", ["广告", "公益广告", "图片报道", "导读", "本版责编：沈 岚 何 田", "责编：沈岚", "三版责编：沈岚", "本版编辑 沈岚"]
)
def test_what_is_linked_and_is_no_article(title):
    assert read(layout("2", "第1版：要闻", [(1, title), (2, "乙")]), article(1, title, "字。"), article(2, "乙", "文。"))[0].title == "乙"


def test_news_about_editors_stays():
    assert read(layout("2", "第1版：要闻", [(1, "责任编辑的一天")]), article(1, "责任编辑的一天", "文。"))


def test_doubts_are_flagged():
    found = read(
        layout("2", "第1版：要闻", [(1, "甲")]),
        article(1, "甲", flags=("decode_replaced",), extra="<span class=default>2023年1月6日</span>"),
        article(2, "没有版面链接", "文。"),
    )
    assert found[0].flags == ("decode_replaced", "date_differs", "no_text")
    assert found[1].flags == ("page_unknown",)
    assert found[1].page is None


def test_ids_without_a_number_are_by_page_and_place():
    pages = [layout("2", "第1版：要闻", [(1, "甲")]), article(1, "甲", "文。")]
    odd = FetchedPage(f"{AT}story.htm", "article", pages[1].text.replace("甲", "乙"), "2" * 64, page_number="1", order=500)
    assert [a.id for a in read(*pages, odd)] == ["cpwb-20230105-1", "cpwb-20230105-p1-2"]


def test_a_page_that_cannot_be_read_is_an_error_or_reported_and_the_rest_is_read():
    pages = [
        layout("2", "第1版：要闻", [(1, "甲"), (2, "乙")]),
        FetchedPage(f"{AT}content_1.htm", "article", "<p>错误页</p>", "3" * 64, order=1),
        article(2, "乙", "文。"),
    ]
    with pytest.raises(LayoutUnknown):
        read(*pages)
    troubles = []
    found = read_issue(PAPER, DAY, pages, lambda page, error: troubles.append((page.address, type(error))))
    assert [a.title for a in found] == ["乙"]
    assert troubles == [(f"{AT}content_1.htm", LayoutUnknown)]


def test_a_further_page_without_articles_takes_nothing_away():
    found = read(layout("2", "第1版：要闻", [(1, "甲")]), layout("3", "第2版：社会", []), article(1, "甲", "文。"))
    assert [a.title for a in found] == ["甲"]


def test_a_page_that_lists_the_whole_issue_says_where_each_article_stands():
    paper = papers()["zqsb"]
    day = dt.date(2026, 1, 5)
    at = "https://epaper.stcn.com/col/202601/05/"
    con = "https://epaper.stcn.com/con/202601/05/"
    tree = "".join(
        f'<dl><dt><a href="node_{page}.html">第{page}版：{name}</a></dt><dd><a href="{con}content_{n}.html">题{n}</a></dd></dl>'
        for n, (page, name) in enumerate((("A001", "头版"), ("A002", "公司"), ("B001", "基金"), ("B002", "广告")), 1)
    )
    pages = [FetchedPage(f"{at}node_A001.html", "layout", f'<p>2026年01月05日 星期一</p><div id="webtree">{tree}</div>', "0" * 64)]
    pages += [
        FetchedPage(
            f"{con}content_{n}.html", "article", f'<h1>题{n}</h1><div id="articleContent"><p>文{n}。</p></div>', "1" * 64, order=9 - n
        )
        for n in (1, 2, 3)
    ]
    found = read_issue(paper, day, pages)
    assert [(a.id, a.page.number, a.page.name) for a in found] == [
        ("zqsb-20260105-1", "A001", "头版"),
        ("zqsb-20260105-2", "A002", "公司"),
        ("zqsb-20260105-3", "B001", "基金"),
    ]


def test_nothing_gives_nothing():
    assert read() == []
