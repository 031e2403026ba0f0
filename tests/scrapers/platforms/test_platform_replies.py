"""Replies in JSON: what they say of days, pages and articles, what they say when there is nothing, and what they may not do."""

import datetime as dt
import json

import pytest

from articles.errors import Blocked, EmptyIssue, Gone, LayoutUnknown, Unreadable
from scrapers.bounds import bounded
from scrapers.papers import papers
from scrapers.platforms import platform, platforms
from scrapers.platforms.markup import LIMIT, is_plain

AT = "https://api.example/journal/2026-09-27/getJournalPage.do?page=01&code=jfrb"
NAMES = ("api.jfjb", "api.jfrb", "api.naqu", "api.ncrb")


def jfrb(**held):
    return json.dumps({"success": True, "object": {"page": {"pnumber": "01", "pname": "要闻"}, **held}})


@pytest.mark.corpus
def test_real_replies(corpus):
    texts = {file.name: file.read_text("utf-8") for file in (corpus / "epaper/api").iterdir()}
    army, daily = platform("api.jfjb"), platform("api.jfrb")
    issue = army.read_layout(texts["jfjb_2026-09-27_index.json"], "https://h/_szb/jfjb/2026/09/27/index.json")
    assert [(page.number, page.name, page.skip) for page in issue.pages] == [("01", "要闻", None), ("02", "评论", "listed")]
    assert [(text.read.number, text.read.title, text.read.page_number) for text in issue.texts][1] == ("987448", "多空 白", "01")
    assert army.read_layout(texts["jfjb_newestPaper.json"], "https://h/api-paper/api/newestPaper").date == dt.date(2026, 9, 27)
    page = daily.read_layout(texts["jfdaily_getJournalPage.do_01.json"], AT)
    assert [(link.title, link.address.rpartition("/")[2]) for link in page.articles] == [
        ("前一条", "getJournalPageArticle.do?id=536595"),
        ("后一条", "getJournalPageArticle.do?id=536596"),
    ]
    assert [one.address for one in page.pages] == [AT, AT.replace("page=01", "page=02")]
    assert daily.read_layout(texts["jfdaily_list.do.json"], "https://h/journal/list.do").date == dt.date(2026, 9, 27)
    with pytest.raises(Gone, match="no issue"):
        daily.read_layout(texts["jfdaily_getJournalPage.do_missing.json"], AT)
    taken = {name: {reader.name for reader in platforms().values() if reader.recognise(text)} for name, text in texts.items()}
    assert {name: takers for name, takers in taken.items() if not takers}.keys() == {
        "bjnews_20260928_data.json",
        "stdaily_uv_noaccess.json",
        "stdaily_uv_periodTime.json",
        "stdaily_uv_period_date.json",
    }
    assert all(len(takers) <= 1 for takers in taken.values())


@pytest.mark.parametrize(("said", "error"), [("no issue", Gone), ("当天没有报纸", Gone), ("no access!", Blocked), ("无权限", Blocked)])
def test_a_refusal_is_no_day_without_an_issue(said, error):
    with pytest.raises(error) as caught:
        platform("api.jfrb").read_layout(json.dumps({"success": False, "errorinfo": said}), AT)
    assert (caught.value.facts["said"], said in caught.value.message("zh")) == (said, True)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("text", ["", " \n\ufeff", "<html></html>"])
def test_nothing_at_all_is_blank(name, text):
    with pytest.raises(EmptyIssue):
        platform(name).read_layout(text, AT)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    "text",
    [
        "[]",
        "null",
        "7",
        "{",
        "{}",
        '{"object": []}',
        '{"datas": null}',
        '{"a":' * 50_000,
        "[" * 100_000,
        "<p>404 页面不存在</p>",
        "{'a': 1}",
    ],
    ids=range(11),
)
def test_what_is_no_reply_of_the_family_is_unknown(name, text):
    assert platform(name).recognise(text) is None
    with pytest.raises((LayoutUnknown, Unreadable)):
        platform(name).read_layout(text, AT)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("api.jfjb", '{"paperInfo": []}'),
        ("api.jfjb", '{"paperInfo": [null, 7, {"paperNumber": "01"}, {"paperNumber": "02", "xyList": {"id": 1}}]}'),
        ("api.jfrb", jfrb(articlelist=[])),
        ("api.jfrb", jfrb(articlelist=[{"id": "../../admin"}, {"id": True}, 3])),
        ("api.naqu", '{"datas": {"newspaperPageList": []}}'),
        ("api.naqu", '{"datas": {"newspaperPageList": [{"name": "01版", "pageDraftList": null}]}}'),
        ("api.ncrb", '{"layoutlist": [{"pageno": "A1"}], "infolist": {"list": []}}'),
    ],
)
def test_a_reply_without_articles_is_an_empty_issue(name, text):
    with pytest.raises(EmptyIssue):
        platform(name).read_layout(text, AT)


def test_a_reply_larger_than_any_is_refused():
    for read in (platform("api.jfjb").read_layout, platform("api.jfrb").read_article):
        with pytest.raises(Unreadable):
            read('{"paperInfo": "' + "稿" * LIMIT + '"}', AT)


def test_only_numbers_and_pages_lead_to_addresses_of_the_issue():
    pages = [{"pnumber": "01", "pname": "要闻"}, {"pnumber": "../01"}, {"pnumber": "2&x=1"}, {"pnumber": "A02", "pname": "评论"}]
    page = platform("api.jfrb").read_layout(jfrb(articlelist=[{"id": 7}, {"id": "8/../9"}], pagelist=pages), AT)
    assert [link.number for link in page.pages] == ["01", "A02"]
    assert [link.address for link in page.articles] == ["https://api.example/journal/getJournalPageArticle.do?id=7"]
    text = json.dumps({"layoutlist": [{"pageno": "A1"}, {"pageno": "../../x"}], "infolist": {"list": [{"title": "题", "content": "文"}]}})
    address = "http://h/upload/ncrb/20230105/20230105-A1.json"
    page = platform("api.ncrb").read_layout(text, address)
    assert [link.address for link in page.pages] == [address]
    assert [(one.read.number, one.read.page_number) for one in page.texts] == [(None, "A1")]


def test_the_day_a_reply_names_is_told():
    text = json.dumps({"paperInfo": [{"paperNumber": "01", "paperData": "2023-01-06", "xyList": [{"id": 1, "title": "题"}]}]})
    assert platform("api.jfjb").read_layout(text, "https://h/_szb/jfjb/2023/01/05/index.json").date == dt.date(2023, 1, 6)


def test_texts_on_pages_of_advertisements_are_none():
    rows = [{"paperNumber": "01", "paperBk": "广告", "xyList": [{"id": 1, "title": "好酒"}]}]
    rows.append(
        {"paperNumber": "02", "paperBk": "要闻", "xyList": [{"id": 2, "title": "题", "content": "<script>alert(1)</script><p>文</p>"}]}
    )
    page = platform("api.jfjb").read_layout(json.dumps({"paperInfo": rows}), "https://h/_szb/jfjb/2023/01/05/index.json")
    assert [[line.text for line in text.read.paragraphs] for text in page.texts] == [["文"]]


def test_where_the_newest_issue_is_told():
    assert platform("api.jfjb").entry_address("https://www.81.cn/_szb/jfjb/") == "https://rmt-zuul.81.cn/api-paper/api/newestPaper"
    assert platform("api.jfrb").entry_address("https://h.example/journal/") == "https://h.example/journal/list.do"
    assert platform("api.ncrb").entry_address("http://h.example/upload/ncrb/") == "http://h.example/"


def test_a_large_reply_is_read_in_a_child_and_gives_the_same():
    rows = [{"id": number, "title": "题", "content": f"<p>{'文' * 300}</p>"} for number in range(900)]
    text = json.dumps({"paperInfo": [{"paperNumber": "01", "xyList": rows}]}, ensure_ascii=False)
    assert not is_plain(text)
    page = bounded("api.jfjb").read_layout(text, "https://h/_szb/jfjb/2023/01/05/index.json")
    assert page == platform("api.jfjb").read_layout(text, "https://h/_szb/jfjb/2023/01/05/index.json")
    assert len({held.digest for held in page.texts}) == len(page.texts) == 900


def test_a_reply_with_an_article_longer_than_any_is_refused():
    rows = [{"id": 1, "title": "题" * 3000, "content": "<p>文</p>"}]
    text = json.dumps({"paperInfo": [{"paperNumber": "01", "xyList": rows}]})
    with pytest.raises(Unreadable):
        bounded("api.jfjb").read_layout(text, "https://h/_szb/jfjb/2023/01/05/index.json")


@pytest.mark.parametrize("code", ["jfjb", "jfrb"])
def test_the_entry_of_a_paper_leads_to_the_first_page_of_its_day(code):
    layout = papers()[code].layouts[-1]
    reader, day = platform(layout.platform), dt.date(2026, 9, 27)
    entry = reader.entry_address(layout.prefix)
    assert reader.first_address(entry, day) == reader.layout_address(layout.prefix, day, layout.first_page)
    assert reader.first_address(f"{entry}x", day) is None


@pytest.mark.parametrize("name", ["api.ncrb", "api.naqu"])
def test_an_entry_that_tells_no_day_leads_nowhere(name):
    assert platform(name).first_address("http://paper.example/", dt.date(2026, 9, 27)) is None
