"""Addresses: what belongs to an issue, where a page is, what an entry says."""

import datetime as dt

import pytest

from articles.errors import SettingsError
from scrapers.platforms import platform
from scrapers.platforms.addresses import CLASSIC, NBS, NEWER, Issue, date_of, resolved

A = "http://paper.example/pc/layout/202301/05/node_01.html"
B = "http://paper.example/html/2023-01/05/node_2.htm"


def test_only_the_own_directory_is_the_issue():
    issue = Issue(A, NEWER)
    assert issue.article("../../../content/202301/05/content_7.html?div=-1") == "http://paper.example/pc/content/202301/05/content_7.html"
    assert (
        issue.article("https://paper.example/pc/content/202301/05/content_7.html#top")
        == "http://paper.example/pc/content/202301/05/content_7.html"
    )
    assert issue.page("./node_A02.html") == "http://paper.example/pc/layout/202301/05/node_A02.html"
    for href in (
        "http://paper.example/pc/content/200905/31/content_64683.html",
        "../../../content/202301/04/content_7.html",
        "http://other.example/pc/content/202301/05/content_7.html",
        "http://paper.example/pad/content/202301/05/content_7.html",
        "javascript:print()",
        "http://[kaputt",
        "#",
        "",
    ):
        assert issue.article(href) is None
    assert issue.page("http://paper.example/pad/layout/202301/05/node_01.html") is None
    assert issue.page("../04/node_01.html") is None


def test_numbers_nodes_and_dates_of_addresses():
    assert CLASSIC.number("http://h/content_B_12.htm") == "B_12"
    assert CLASSIC.number("http://h/content_1_9.htm") == "1_9"
    assert CLASSIC.number("http://h/content_.htm") is None
    assert CLASSIC.node(B) == "2"
    assert NBS.number("http://h/nw.D110000renmrb_20171016_2-01.htm") == "2_01"
    assert NBS.node("http://h/nbs.D110000renmrb_01.htm") == "D110000renmrb_01"
    assert date_of(B) == date_of(A) == dt.date(2023, 1, 5)
    assert date_of("http://h/html/2023-13/45/node_2.htm") is None
    assert resolved("http://h/a", "ftp://h/b") is None


@pytest.mark.parametrize(
    ("file", "node", "number"),
    [
        ("node_01.html", "01", None),
        ("node_A01.html", "A01", None),
        ("node_JSA01.html", "JSA01", None),
        ("col01.html", "01", None),
        ("colA01.html", "A01", None),
        ("l01.html", "01", None),
        ("content_30048054.html", None, "30048054"),
        ("c227949.html", None, "227949"),
        ("layout.html", None, None),
        ("list.html", None, None),
        ("collection.html", None, None),
        ("copyright.html", None, None),
        ("content.html", None, None),
        ("node.html", None, None),
    ],
)
def test_files_of_newer_sites(file, node, number):
    assert (NEWER.node(f"http://h/{file}"), NEWER.number(f"http://h/{file}")) == (node, number)


@pytest.mark.parametrize(
    ("page", "article"),
    [
        ("/pc/layout/202301/05/node_01.html", "/pc/content/202301/05/content_1.html"),
        ("/pc/paper/layout/202301/05/node_01.html", "/pc/paper/c/202301/05/content_1.html"),
        ("/paper/pc/layout/202301/05/node_01.html", "/paper/pc/con/202301/05/content_1.html"),
        ("/tsrb/pc/layout/202301/05/node_01.html", "/tsrb/pc/content/202301/05/content_1.html"),
        ("/pc/tsrb/layout/202301/05/node_01.html", "/pc/tsrb/content/202301/05/content_1.html"),
        ("/tsrb/html/layout/202301/05/node_01.html", "/tsrb/html/content/202301/05/content_1.html"),
        ("/cn-pc/tsrb/layout/202301/05/node_01.html", "/cn-pc/tsrb/content/202301/05/content_1.html"),
        ("/pad/layout/202301/05/node_01.html", "/pad/content/202301/05/content_1.html"),
        ("/tsrb/pc/layout/202301/05/col01.html", "/tsrb/pc/con/202301/05/c1.html"),
        ("/tsrb/pc/col/202301/05/node_A01.html", "/tsrb/pc/con/202301/05/content_1.html"),
        ("/tsrb/html/202301/05/node_A01.html", "/tsrb/html/202301/05/content_1.html"),
        ("/epaper/pc/202301/05/node_A01.html", "/epaper/pc/202301/05/content_1.html"),
        ("/202301/05/node_01.html", "/content/202301/05/content_1.html"),
    ],
)
def test_articles_lie_beside_their_pages_or_in_a_twin(page, article):
    issue = Issue(f"http://paper.example{page}", NEWER)
    assert issue.article(article) == f"http://paper.example{article}"
    assert issue.article(article.replace("/05/", "/04/")) is None
    assert issue.page(page.replace("01.html", "02.html")) == f"http://paper.example{page.replace('01.html', '02.html')}"
    assert issue.page(f"http://paper.example/mobile{page}") is None


def test_addresses_are_built_from_prefix_date_and_node():
    day = dt.date(2023, 1, 5)
    assert platform("founder.rmrb").layout_address("http://paper.example/pc/", day, "01") == A
    assert platform("founder.pad").layout_address("http://paper.example/pc/", day, "01") == A
    assert platform("founder.classic").layout_address("http://paper.example/", day, "2") == B
    assert platform("founder.classic").entry_address("http://paper.example/") == "http://paper.example/paperindex.htm"


def test_unknown_platform_names_those_there_are():
    with pytest.raises(SettingsError, match=r"founder\.classic"):
        platform("founder.none")


ENTRY = '<ul id="list"><li><a href="{0}">第01版 要闻</a></li><li><a href="{1}">第02版 理论</a></li></ul>'


@pytest.mark.parametrize(
    ("name", "prefix", "entry", "pages"),
    [
        ("rmrb", "https://paper.example/pc/paper/", "layout/index.html", ("202609/27/node_01.html", "202609/27/node_02.html")),
        ("gansu", "https://paper.example/gsrb/pc/", "layout/index.html", ("202609/27/col01.html", "202609/27/col02.html")),
        ("xiamen", "https://paper.example/xmrb/pc/", "col/index.html", ("202609/27/node_A01.html", "202609/27/node_A02.html")),
        ("yicai", "https://paper.example/epaper/pc/", "index.html", ("202609/27/node_A01.html", "202609/27/node_A02.html")),
        ("nanfang", "https://paper.example/nfdaily/", "html/index.html", ("202609/27/node_A01.html", "202609/27/node_A02.html")),
        ("stcn", "https://paper.example/", "col/index.html", ("202609/27/node_A001.html", "202609/27/node_A002.html")),
    ],
)
def test_an_entry_that_lists_the_newest_issue_tells_its_date(name, prefix, entry, pages):
    reader = platform(f"founder.{name}")
    assert reader.entry_address(prefix) == prefix + entry
    page = reader.read_layout(ENTRY.format(*pages), prefix + entry)
    assert (page.date, [link.number for link in page.pages]) == (dt.date(2026, 9, 27), ["01", "02"])
    assert page.pages[0].address == reader.layout_address(prefix, page.date, reader.shape.node(page.pages[0].address))
