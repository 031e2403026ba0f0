"""Files given: real reports and the first document, saved pages, and what cannot be read."""

import datetime as dt
import json
from hashlib import sha256

import pytest

from articles.errors import NotText, Unreadable, ZongshuError
from articles.exchange import from_json, to_json
from articles.repair import rebuild, replay
from scrapers import Beside, platforms, read_dropped
from scrapers.samples import page_samples

PAGES = {file.name: file.read_bytes() for reader in platforms().values() for file in page_samples(reader)}


def one(name, text, **known):
    articles = read_dropped(name, text if isinstance(text, bytes) else text.encode(), **known)
    assert len(articles) == 1
    assert from_json(to_json(articles[0])) == articles[0]
    return articles[0]


@pytest.mark.corpus
def test_every_report_is_read_whole(corpus):
    files = sorted((corpus / "reports").glob("*.txt"))
    assert len(files) == 52
    untitled = []
    for file in files:
        payload = file.read_bytes()
        article = one(file.name, payload)
        try:
            raw = payload.decode("utf-8-sig")
        except UnicodeDecodeError:
            raw = payload.decode("gb18030")
        printed = f"{article.title or ''}{article.subtitle or ''}{article.text}"
        assert "".join(printed.split()) == "".join(raw.split()).replace("\ufeff", "")
        assert article.id == f"files-{sha256(payload).hexdigest()[:12]}-1"
        assert article.kind == "summary.report"
        untitled += [] if article.title else [file.stem]
    assert len(untitled) == 1


@pytest.mark.corpus
def test_the_first_document_is_the_article_an_editor_would_set(corpus):
    file = corpus / "seed/xining-cppcc-2022.txt"
    printed = file.read_text("utf-8")
    truth = json.loads((corpus / "seed/truth.json").read_text("utf-8"))
    article = one(file.name, file.read_bytes())
    assert (article.title, article.subtitle) == (truth["title"], truth["subtitle"])
    assert [(byline.role, byline.name) for byline in article.bylines] == [("记者", truth["reporter"][0])]
    assert "\n".join([article.title, article.subtitle, article.text]) == truth["reading_order_text"]
    assert sum(paragraph.role == "body" for paragraph in article.paragraphs) == 20 + 1
    unplaced = [section["heading"] for section in truth["sections"] if section["heading"] and not section["paragraphs"]]
    assert [flag for flag in article.flags if flag.startswith("heading_unplaced:")] == [f"heading_unplaced:{line}" for line in unplaced]
    headless = next(section["paragraphs"][0] for section in truth["sections"] if not section["heading"])
    assert [headless.startswith(flag.removeprefix("section_unheaded:")) for flag in article.flags if flag.startswith("section_")] == [True]
    assert all(0 <= step.start < step.end <= len(printed) for step in article.repairs)
    again = replay(printed, article.repairs)
    assert "".join(again.split()) == "".join(truth["reading_order_text"].split())
    kept = from_json(to_json(article))
    assert rebuild("\n".join([kept.title, kept.subtitle, kept.text]), kept.repairs) == printed


@pytest.mark.corpus
def test_a_saved_page_twice_is_one_article(corpus):
    pages = [corpus / "epaper/article" / f"hbrb_2023-02-11_{number}.html" for number in ("01", "14")]
    found = [one(page.name, page.read_bytes(), paper="hbrb") for page in pages]
    assert {article.id for article in found} == {"hbrb-20230211-211250"}
    assert len({article.source.digest for article in found}) == 1
    assert found[0].source.address == "http://epaper.hubeidaily.net/pc/content/202302/11/content_211250.html"


def test_a_saved_page_without_a_paper_belongs_to_files():
    article = one("pad.article.html", PAGES["pad.article.html"])
    assert article.id == f"files-{sha256(PAGES['pad.article.html']).hexdigest()[:12]}-1"
    assert (article.paper, article.date, article.page.number) == ("files", dt.date(2023, 1, 5), "A02")
    assert article.source.address == "pad.article.html"


def test_paper_and_date_are_given_or_said_by_the_page():
    payload = PAGES["classic.rows.html"]
    assert one("x.htm", payload, paper="cpwb").id == "cpwb-20230105-93002"
    assert one("x.htm", payload, paper="cpwb", date=dt.date(2023, 1, 6)).id == "cpwb-20230106-93002"
    assert one("x.txt", "题目\n\n正文。", paper="cpwb").id.startswith("files-")
    assert one("x.txt", "题目\n\n正文。", paper="cpwb", date=dt.date(2023, 1, 6)).id == "cpwb-20230106-p0-1"


@pytest.mark.parametrize(
    ("text", "title", "subtitle"),
    [
        ("2025年岚江省政府工作报告\n来源：岚江日报\n各位代表：\n正文。", "2025年岚江省政府工作报告", None),
        ("政 府 工 作 报 告\r\n\r\n----2012年2月29日在大会上\r\n\r\n各位代表：\r\n", "政 府 工 作 报 告", "----2012年2月29日在大会上"),
        ("\ufeff稻香万里说丰年\n\n禾川日报讯 今年丰收。", "稻香万里说丰年", None),
        ("稻香万里说丰年\n" + "长长的第一段，" * 20 + "。", "稻香万里说丰年", None),
        ("—2017年2月11日在大会上\n\n各位代表:\n", None, None),
        (" 本报记者 张三\n\n时间记录脚步，岁月镌刻\n奋斗的足迹。", None, None),
        ("时间记录坚实的脚步，岁月镌刻\n奋斗的足迹。翻开2022年答\n卷，担当实干。", None, None),
        ("时间记录坚实的脚步\n岁月镌刻奋斗的足迹\n翻开答卷担当实干", None, None),
        ("各位代表：\n\n现在报告工作。", None, None),
        ("一、工作回顾\n\n全年增长5%。", None, None),
        ("一句话。\n\n两句话。", None, None),
        ("只有一行", None, None),
    ],
)
def test_title_blocks(text, title, subtitle):
    article = one("x.txt", text)
    assert (article.title, article.subtitle) == (title, subtitle)
    lines = [line.strip(" \ufeff") for line in text.replace("\r", "").split("\n")]
    assert [line for line in (title, subtitle) if line] + article.text.split("\n") == [line for line in lines if line]


def test_a_page_of_no_platform():
    words = "这里是正文的一段，说的是一件发生在澄浦的小事，有头有尾。" * 3
    head = "<title>澄浦小事_岚江在线</title><div><a href=/>首页</a><a href=/x>新闻</a></div>"
    page = f"{head}<div><p>{words}</p><p>第二段。</p></div><div>版权所有</div>"
    article = one("x.html", page)
    assert (article.title, article.text) == ("澄浦小事", f"{words}\n第二段。")
    assert article.flags == ("generic_page",)
    assert article.id.startswith("files-")


def test_day_and_author_of_a_page_of_no_platform():
    """As columns tell them; the address says nothing of its id."""
    words = "这里是正文的一段，说的是一件发生在澄浦的小事，有头有尾。" * 3
    info = "<p>2023-01-05 08:30　来源：岚江在线　作者：张三</p>"
    page = f"<title>澄浦小事有头有尾</title><h1>澄浦小事有头有尾</h1>{info}<div><p>{words}</p><p>{words}</p></div><p>责任编辑：李四</p>"
    [article] = read_dropped("x.html", page.encode(), beside=Beside(address="http://lanjiang.example/yw/t20230105_118.html"))
    assert (article.title, article.date, article.text) == ("澄浦小事有头有尾", dt.date(2023, 1, 5), f"张三\n{words}\n{words}")
    assert [(byline.role, byline.name) for byline in article.bylines] == [("作者", "张三")]
    assert article.id.startswith("files-")


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("<title>某站</title><p>您好，欢迎。</p>", "您好，欢迎。"),
        ("<table><tr><td>年份</td><td>产值</td></tr><tr><td>2020</td><td>5</td></tr></table>", "年份\t产值\n2020\t5"),
        ("<title>某站</title><p>作者：张三</p>", "作者：张三"),
        ("<title>目录</title><ul><li><a href=a.html>甲</a><li><a href=b.html>乙</a></ul>", "甲\n乙"),
    ],
)
def test_a_page_that_is_no_article_is_read_whole(page, text):
    assert one("x.html", page).text == text


def test_a_page_in_gb18030_that_declares_gb2312():
    text = PAGES["classic.article.html"].decode().replace("charset=utf-8", "charset=gb2312").replace("开新局", "镕新局")
    assert "镕新局" in one("x.htm", text.encode("gb18030")).title


@pytest.mark.parametrize(
    ("name", "payload", "error", "key"),
    [
        ("x.docx", b"PK\x03\x04", Unreadable, "word_damaged"),
        ("x.zip", b"PK\x03\x04", Unreadable, "dropped_type"),
        ("x.doc", b"\xd0\xcf\x11\xe0" * 9, Unreadable, "dropped_old_word"),
        ("x.txt", b"", Unreadable, "dropped_empty"),
        ("x.txt", b" \r\n\t ", Unreadable, "dropped_empty"),
        ("x.html", b"<html></html>", Unreadable, "dropped_empty"),
        ("rmrb.layout.html", PAGES["rmrb.layout.html"], Unreadable, "dropped_layout"),
        ("x.txt", b"%PDF-1.4 \x00\x01\x02", Unreadable, "pdf_damaged"),
        ("x.txt", b"\x89PNG\r\n" * 9, NotText, "decode_not_text"),
        ("x.xlsx", b"PK\x03\x04xl/workbook", Unreadable, "dropped_type"),
        ("x.json", b"{}", Unreadable, "dropped_type"),
    ],
)
def test_what_cannot_be_read_is_a_named_error(name, payload, error, key):
    with pytest.raises(ZongshuError) as caught:
        read_dropped(name, payload)
    assert isinstance(caught.value, error)
    assert caught.value.key == key
    assert caught.value.message("en") != caught.value.message("zh")


@pytest.mark.parametrize("name", ["a.txt", "a.csv", "a.dat", "2022.12综述", "a"])
def test_a_page_under_any_name_is_a_page(name):
    assert one(name, PAGES["classic.article.html"]).title == one("a.html", PAGES["classic.article.html"]).title


@pytest.mark.parametrize("name", ["a.html", "a.docx", "a.warc", "政协1.5", "2022.12综述"])
def test_a_text_under_any_name_is_a_text(name):
    article = one(name, "澄浦市政协2023年工作综述\n\n2023年，立案286件。")
    assert (article.title, article.text) == ("澄浦市政协2023年工作综述", "2023年，立案286件。")
