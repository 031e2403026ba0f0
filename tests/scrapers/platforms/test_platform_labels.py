"""What pages print in words: labels, dates, advertisements, jumps to other pages."""

import datetime as dt

import pytest

from scrapers.platforms.jumps import continued, continues, page_key
from scrapers.platforms.labels import is_ad, page_label, printed_date, weekday_date


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("第01版：要闻", ("01", "要闻")),
        ("\r\n  第01版：  要闻 ", ("01", "要闻")),
        ("01版:要闻", ("01", "要闻")),
        ("第1版　　　　　要闻", ("1", "要闻")),
        ("第02版：综\xa0合", ("02", "综 合")),
        ("A03 综合", ("A03", "综合")),
        ("第JSA01版：江苏", ("JSA01", "江苏")),
        ("第08版", ("08", None)),
        ("第00001版：要闻", ("01", "要闻")),
        ("A01： 头版", ("A01", "头版")),
        ("第A001版：头版", ("A001", "头版")),
        ("2023年01月05日", None),
        ("4下一版", None),
        ("下一版", None),
        ("手机版", None),
        ("2023年", None),
        ("", None),
    ],
)
def test_page_labels(text, label):
    assert page_label(text) == label


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2023年02月11日", dt.date(2023, 2, 11)),
        ("2017年7月22日　星期六", dt.date(2017, 7, 22)),
        ("2023-02-11 00:00:00:0", dt.date(2023, 2, 11)),
        ("2023年02月30日", None),
        ("二月", None),
    ],
)
def test_printed_dates(text, date):
    assert printed_date(text) == date


def test_a_date_among_words_needs_its_weekday():
    assert weekday_date("新闻 2022年12月31日发布 2023年01月05日 Thu") == dt.date(2023, 1, 5)
    assert weekday_date("2022年12月31日发布") is None


@pytest.mark.parametrize("text", ["广告", "广 告", "公益广告", "中缝广告", "广告（一）", " 广告\xa0"])
def test_advertisements(text):
    assert is_ad(text) == "ad"


@pytest.mark.parametrize("text", ["广告法修订草案公开征求意见", "整治虚假广告", None, ""])
def test_news_about_advertisements(text):
    assert is_ad(text) is None


@pytest.mark.parametrize(
    ("lines", "page"),
    [
        (["（上接第01版）全年"], "01"),
        (["上接一版"], "一"),
        (["▲（上接A1版）"], "A1"),
        (["（上接第１版）"], "1"),
        (["（紧接第2、3版）"], "2"),
        (["会议上接受采访，第3版本"], None),
    ],
)
def test_continues(lines, page):
    assert continues(lines) == page


@pytest.mark.parametrize(
    ("lines", "page"),
    [
        (["正文。", "（下转第3版）"], "3"),
        (["正文。（下转第十二版）"], "十二"),
        (["正文。（下转Ａ０３版）"], "A03"),
        (["正文。", "（下转第二版、第三版）"], "二"),
        (["正文。", "（下转5至7版）"], "5"),
        (["读者来信说，下转第3版这样的话说了很多很多很多很多很多很多很多很多"], None),
    ],
)
def test_continued(lines, page):
    assert continued(lines) == page


def test_page_numbers_compare_as_pages():
    assert page_key("01") == page_key("1") == page_key("一") == page_key("１") == "1"
    assert page_key("十二") == "12"
    assert page_key("二十") == "20"
    assert page_key("A03") == page_key("a3")
    assert page_key("A03") != page_key("B03")
