"""Columns of a site: days, lists, feeds and sitemaps, with what is hostile or odd in them."""

import contextlib
import datetime as dt
from collections import Counter

import pytest

from articles.errors import EmptyIssue, LayoutUnknown, SettingsError, Unreadable, WrongDate, ZongshuError
from scrapers import Column, of_day, papers
from scrapers.bounds import bounded
from scrapers.platforms import epapers, platform
from scrapers.platforms.column.article import number_of
from scrapers.platforms.column.days import day_of_address, day_of_instant
from scrapers.samples import is_layout, page_samples

PREFIX = "http://site.example/news/"
COLUMN = Column(PREFIX, ("yw/index{page}.html", "rss.xml", "maps.xml"), r"(?:yw/)?\d+\.html", most_pages=3)
LIST = f"{PREFIX}yw/index.html"
DAY = dt.date(2023, 1, 5)
READER = platform("column", COLUMN)


def row(number, day, title="一篇稿件的标题", href="{}.html"):
    return f"<li><a href='{href.format(number)}'>{title}{number}</a> <i>{day}</i></li>"


def listed(*rows):
    return f"<html><body><ul>{''.join(rows)}</ul></body></html>"


def urls(*entries, root="urlset", item="url"):
    told = "".join(f"<{item}><loc>{loc}</loc><lastmod>{day}</lastmod></{item}>" for loc, day in entries)
    return f'<?xml version="1.0"?><{root} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{told}</{root}>'


@pytest.mark.parametrize(
    ("address", "day"),
    [
        ("http://h/2023/01/05/a.html", DAY),
        ("http://h/zx/2023-01/05/content_1.htm", DAY),
        ("http://h/n1/2023/0105/c1-2.html", DAY),
        ("http://h/zx/202301/t20230105_118.html", DAY),
        ("http://h/20230105/118.html", DAY),
        ("http://20230105.example/118.html", None),
        ("http://h/a.html?d=20230105", None),
        ("http://h/1202301051.html", None),
        ("http://h/20231305/118.html", None),
        ("http://h/2023/02/30/118.html", None),
    ],
)
def test_the_day_of_an_address(address, day):
    assert day_of_address(address) == day


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Wed, 04 Jan 2023 16:00:00 GMT", DAY),
        ("Wed, 04 Jan 2023 15:59:59 GMT", dt.date(2023, 1, 4)),
        ("2023-01-05T00:10:00+08:00", DAY),
        ("2023-01-04T16:10:00Z", DAY),
        ("2023-01-05 10:20", DAY),
        ("2023年1月5日 10:20", DAY),
        ("9999-12-31T23:59:00-10:00", None),
        ("Wed, 99 Jan 2023 99:00:00 GMT", None),
        ("", None),
        (None, None),
    ],
)
def test_the_day_of_an_instant(text, day):
    assert day_of_instant(text) == day


def test_an_articles_number_is_its_files_name():
    assert number_of("http://h/zx/202301/t20230105_118.html") == "t20230105_118"
    assert number_of("http://h/n1/c1001-32.html?from=1") == "c1001_32"
    assert number_of("http://h/zx/index.html") is None
    assert number_of("saved 7.html") is None


def test_what_is_pinned_above_or_stands_beside_does_not_say_how_far_a_list_reaches():
    rows = [row(9, "2013-01-01"), *(row(number, f"2023-01-{20 - number:02}") for number in range(1, 8))]
    text = listed(*rows).replace("</body>", f"<div><ul>{row(90, '2001-01-01')}{row(91, '2001-01-01')}</ul></div></body>")
    page = READER.read_layout(text, LIST)
    assert page.reaches == dt.date(2023, 1, 13)
    assert (page.further, [link.address for link in page.pages]) == (f"{PREFIX}yw/index_2.html", [f"{PREFIX}rss.xml", f"{PREFIX}maps.xml"])
    assert of_day(page, dt.date(2023, 1, 14), LIST).pages == page.pages
    assert of_day(page, DAY, LIST).pages[0].address == page.further


def test_a_list_goes_on_to_its_bound_whatever_its_scheme():
    assert COLUMN.further("https://site.example/news/yw/index.html") == f"{PREFIX}yw/index_2.html"
    assert COLUMN.further(f"{PREFIX}yw/index_2.html") == f"{PREFIX}yw/index_3.html"
    assert COLUMN.further(f"{PREFIX}yw/index_3.html") is None
    assert COLUMN.further(f"{PREFIX}rss.xml") is None
    assert COLUMN.further("http://other.example/news/yw/index.html") is None


def test_a_title_that_names_a_day_is_not_the_day():
    text = listed(row(1, "2023-01-05", "2021年3月1日的会"), row(2, "", "无日期的一条"), row(3, "01-05", "没有年份的"))
    assert [(link.title, link.date) for link in READER.read_layout(text, LIST).articles] == [("2021年3月1日的会1", DAY)]


def test_a_list_that_does_not_reach_a_day_says_so():
    page = READER.read_layout(urls((f"{PREFIX}1.html", "2023-01-07")), f"{PREFIX}rss.xml")
    with pytest.raises(WrongDate, match="2023-01-07"):
        of_day(page, DAY, f"{PREFIX}rss.xml")
    assert of_day(page, dt.date(2023, 1, 8), "").articles == ()


def test_sitemaps_of_an_index_are_asked_for_where_they_may_hold_the_day_and_no_index_below():
    text = urls(
        *((f"{PREFIX}map-{number}.xml", f"{2000 + number}-12-31") for number in range(23)),
        ("http://other.example/map.xml", "2023-01-05"),
        root="sitemapindex",
        item="sitemap",
    )
    page = of_day(READER.read_layout(text, f"{PREFIX}maps.xml"), dt.date(2020, 5, 1), "")
    assert [link.address for link in page.pages] == [f"{PREFIX}map-22.xml", f"{PREFIX}map-21.xml", f"{PREFIX}map-20.xml"]
    with pytest.raises(LayoutUnknown, match="map-22"):
        READER.read_layout(text, f"{PREFIX}map-22.xml")
    many = urls(*((f"{PREFIX}m{number}.xml", "2023-01-05") for number in range(500)), root="sitemapindex", item="sitemap")
    assert len(READER.read_layout(many, f"{PREFIX}maps.xml").pages) == 40


LAUGHS = '<!DOCTYPE urlset [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize("declared", [LAUGHS, OUTSIDE, '<!DOCTYPE rss SYSTEM "http://other.example/rss.dtd">', "<!entity x 'y'>"])
def test_a_feed_that_declares_anything_is_refused(declared):
    text = f"<?xml version='1.0'?><rss>{declared}<channel><item><title>&b;&x;</title><link>{PREFIX}1.html</link></item></channel></rss>"
    with pytest.raises(Unreadable):
        READER.read_layout(text, f"{PREFIX}rss.xml")


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("<?xml version='1.0'?><rss><channel><item>", Unreadable),
        ("<rss><channel></channel></rss>", LayoutUnknown),
        (urls(("http://other.example/1.html", "2023-01-05")), LayoutUnknown),
        (urls(("javascript:alert(1)", "2023-01-05"), ("http://[::1", "2023-01-05")), LayoutUnknown),
        (listed(), EmptyIssue),
        (listed(row(1, "2023-01-05", href="/other/{}.html")), LayoutUnknown),
        (listed(row(1, "2023-01-05", href="javascript:void({})")), LayoutUnknown),
    ],
)
def test_what_lists_nothing_is_no_list(text, error):
    with pytest.raises(error):
        READER.read_layout(text, f"{PREFIX}rss.xml")


def bigrams(text):
    text = "".join(text.split())
    return Counter(text[at : at + 2] for at in range(len(text) - 1))


def test_the_text_of_pages_whose_family_is_not_known_is_mostly_found():
    """A floor, never lowered: body F1 over the articles of all families (`./run bench read` tells the figures beside others')."""
    scores = []
    for reader in epapers().values():
        for file in page_samples(reader):
            if file.suffix == ".html" and not is_layout(file):
                wanted, read = (one.read_article(file.read_text("utf-8"), "saved") for one in (reader, READER))
                mine, truth = (bigrams("".join(paragraph.text for paragraph in one.paragraphs)) for one in (read, wanted))
                scores.append(2 * (mine & truth).total() / (mine.total() + truth.total()))
    assert len(scores) >= 29
    assert sum(scores) / len(scores) >= 0.85


UNITS = (
    "<li><a href=1.html>",
    "<a href=2023/01/05/1.html>一篇稿件</a>",
    "<div><a href=1.html>一篇稿件标题</a>2023-01-05",
    "<p>，，，，，，，，，，，，，，，。",
    "<p>一段文字，有逗号，这里是正文的一段。",
    "<item>",
)


@pytest.mark.parametrize("unit", UNITS)
def test_a_page_made_to_be_slow_is_read_or_refused(unit):
    text = unit * min(100_000 // len(unit), 2_900)
    READER.recognise(text)
    for one in (READER.read_layout, READER.read_article):
        with contextlib.suppress(ZongshuError):
            one(text, LIST)


def test_a_large_list_is_read_in_a_child_with_the_papers_column():
    text = listed(*(row(number, "2023-01-05") for number in range(1200)), row(2000, "2023-01-05", href="/elsewhere/{}.html"))
    page = bounded("column", COLUMN).read_layout(text, LIST)
    assert len(page.articles) == 1200
    assert page == READER.read_layout(text, LIST)


PAPER = """
code = "tsxw"
name = "桐山新闻网"
place = "990300"
first_issue = 2015-01-01

[[layouts]]
from = 2015-01-01
platform = "column"
prefix = "https://news.tongshan.example/"
first_page = "list"
source = "somebody/crawler: tsxw.py"
confidence = "code"

[layouts.column]
lists = ["yw/index{page}.html"]
articles = 'yw/\\d+\\.html'
"""


def test_a_papers_file_names_its_lists(tmp_path):
    (tmp_path / "tsxw.toml").write_text(PAPER, "utf-8")
    column = papers([tmp_path])["tsxw"].layouts[0].column
    assert column == Column("https://news.tongshan.example/", ("yw/index{page}.html",), r"yw/\d+\.html")
    assert Column.from_json(column.to_json()) == column


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        (PAPER[PAPER.index("[layouts.column]") :], "", "layouts.column"),
        ('platform = "column"', 'platform = "asp"', "layouts.column"),
        ('lists = ["yw/index{page}.html"]', "lists = []", "layouts.0.column.lists"),
        ('lists = ["yw/index{page}.html"]', 'lists = ["/yw/"]', "layouts.0.column.lists.0"),
        ("articles = 'yw/\\d+\\.html'", "articles = '(yw'", "layouts.0.column.articles"),
        ("articles = 'yw/\\d+\\.html'", "articles = 'a'\npaging = '_2'", "layouts.0.column.paging"),
        ("articles = 'yw/\\d+\\.html'", "articles = 'a'\nmost_pages = 1000", "layouts.0.column.most_pages"),
        ("articles = 'yw/\\d+\\.html'", "articles = 'a'\nfeed = 'b'", "layouts.0.column.feed"),
    ],
)
def test_a_wrong_field_of_a_column_is_named(tmp_path, old, new, field):
    assert old in PAPER
    (tmp_path / "tsxw.toml").write_text(PAPER.replace(old, new), "utf-8")
    with pytest.raises(SettingsError) as caught:
        papers([tmp_path])
    assert caught.value.facts["field"] == field
