"""Families C to F: what leads into an issue and what does not, scripts that are read and never run, the day a page is of."""

import contextlib
import datetime as dt

import pytest

from articles.errors import EmptyIssue, ZongshuError
from scrapers.platforms import platform, platforms
from scrapers.platforms.clicks import opened

DAY = dt.date(2023, 1, 5)
#: A page of each family with one page and one article of its own, and what looks like one and is none.
PAGES = {
    "paperindex": (
        "01NU",
        "<li class=banci>[<a href=Page01NU.htm>01</a>]:<a href=Page01NU.htm>头版</a></li><ul id=newslist>{}</ul>",
        "Articel01002MT.htm",
        ["../20230104/Articel01002MT.htm", "http://other.example/20230105/Articel01002MT.htm", "Article01002MT.htm", "Articel.htm"],
    ),
    "shtml.plain": (
        "A01",
        "<a href=vA01.shtml>第A01版：头版</a><ul>{}</ul>",
        "335337.shtml",
        ["../20230104/335337.shtml", "/shtml/other/20230105/335337.shtml", "index.shtml", "335337.php", "javascript:open(335337.shtml)"],
    ),
    "asp": (
        "ljrb",
        "<a href='index.aspx?date=2023-01-05&paperType=ljrb'>第01版：头版</a><ul>{}</ul>",
        "view.aspx?id=84317",
        [
            "http://other.example/pc/view.aspx?id=84317",
            "view.aspx?id=x",
            "../view.aspx?id=84317",
            "view.php?id=84317",
            "view.aspx?id=1;drop",
        ],
    ),
    "mobile": (
        "m",
        "<div class=nav-items><div class=nav-panel-heading>第1版 头版</div>{}</div>",
        "./20230105_001/content_20230105_001_1.htm#page0",
        ["../20230104/20230104_001/content_20230104_001_1.htm", "content.htm", "x/y/content_20230105_001_1.htm"],
    ),
    "parts.banci": (
        "001",
        "<script>var banciArray='001';</script><p>第<span id=curbanci>01</span>版：头版</p>{}",
        "../20230105_001/20230105_001_1.html",
        ["../../20230104/20230104_001/20230104_001_1.html", "20230105.html", "http://other.example/2023/20230105/20230105_001_1.html"],
    ),
}


def read(name, links, **changed):
    node, text, _, _ = PAGES[name]
    made = text.format("".join(f'<li><a href="{link}" data-href="{link}">题{place}</a></li>' for place, link in enumerate(links)))
    for old, new in changed.items():
        made = made.replace(old, new)
    reader = platform(name)
    assert {one.name for one in platforms().values() if one.recognise(made)} <= {name, "shtml.renamed"}
    return reader.read_layout(made, reader.layout_address("http://paper.example/pc/", DAY, node))


@pytest.mark.parametrize("name", PAGES)
def test_only_links_into_the_issue_are_its_articles(name):
    own, foreign = PAGES[name][2:]
    page = read(name, [own, *foreign])
    assert [link.title for link in page.articles] == ["题0"]
    assert [one.name or page.name for one in page.pages] == ["头版"]
    assert (page.pages[0].address, page.name) == (platform(name).layout_address("http://paper.example/pc/", DAY, PAGES[name][0]), "头版")


@pytest.mark.parametrize("name", [name for name in PAGES if name != "mobile"])
def test_a_page_that_lists_no_article_is_empty(name):
    with pytest.raises(EmptyIssue):
        read(name, [])


INDEX = "<a href=Page01NU.htm>01版：要闻</a><a href=Articel01002MT.htm>题</a>"
SHOWN = "<a href=../../PDF/20230104/01.pdf>PDF</a>"


@pytest.mark.parametrize(
    ("name", "text", "day"),
    [
        ("paperindex", f"{INDEX}{SHOWN}", "2023-01-04"),
        ("paperindex", f"<div class=riqi>2023年1月3日</div>{INDEX}", "2023-01-03"),
        ("shtml.plain", "<div class=date>2023年1月4日</div><a href=vA01.shtml>第A01版：头版</a><a href=335337.shtml>题</a>", "2023-01-04"),
        ("asp", "<i id=date>2023年1月4日</i><a href='v.aspx?id=7'>题</a>", "2023-01-04"),
        ("parts.plist", "<p class=riqi>2023年1月4日</p><map><area href=20230105_001_1.htm title=题 coords=1,2></map>", "2023-01-04"),
    ],
)
def test_the_day_is_the_one_the_page_says(name, text, day):
    reader = platform(name)
    assert str(reader.read_layout(text, reader.layout_address("http://paper.example/pc/", DAY, PAGES.get(name, ("001",))[0])).date) == day


def test_a_list_of_pages_of_another_day_leads_nowhere():
    """The pages of the list must lie in the folder of the day: of another day's there are none."""
    text = "<div class=bancititle><a href=../20230104/20230104_001/20230104_001.htm>第01版：要闻</a></div>"
    with pytest.raises(EmptyIssue):
        platform("parts.plist").read_layout(text, "http://paper.example/2023/20230105/20230105_plist.htm")


@pytest.mark.parametrize(
    ("script", "address"),
    [
        ("window.open('335338.shtml')", "335338.shtml"),
        ("javascript:window.open( \"a.htm\" , '_blank')", "a.htm"),
        ("location.href='20210303_001_1.html'", "20210303_001_1.html"),
        ("window.location = 'a.htm';", "a.htm"),
        ("location.replace('a.htm')", "a.htm"),
        ("window.open(url)", None),
        ("reopen('a.htm')", None),
        ("location.href=base+'a.htm'", None),
        ("window.open('" + "a" * 400 + "')", None),
        ("alert('location')", None),
    ],
)
def test_what_a_click_opens(script, address):
    assert opened(script) == address


@pytest.mark.parametrize("array", ["001,002", "001", "A1,A02"])
def test_pages_a_script_lists(array):
    row = "<tr class=items onclick=\"location.href='20230105_001_1.html'\"><td>题</td></tr>"
    text = f'<script>banciArray = "{array}" ;</script><body><table>{row}</table>'
    page = platform("parts.banci").read_layout(text, "http://h/2023/20230105/20230105_001/20230105_001.html")
    nodes = [link.address.rpartition("_")[2].removesuffix(".html") for link in page.pages]
    assert nodes == array.split(",")


@pytest.mark.parametrize("array", ["", "001;002", "../../x", "0" * 4000, "001," * 500])
def test_a_script_that_lists_no_pages_is_no_page(array):
    assert platform("parts.banci").recognise(f'<script>banciArray="{array}"</script>') is None


UNITS = (
    "href=",
    "onclick=window.open('",
    "<a daoxiang=Articel01002MT.htm>",
    'banciArray="001,',
    "<h4><a href=Page01NU.htm>01版",
    "a.aspx?a=b&",
)


@pytest.mark.parametrize("name", ["paperindex", "shtml.plain", "asp", "mobile", "parts.plist", "parts.banci"])
@pytest.mark.parametrize("unit", UNITS)
def test_a_page_made_to_be_slow_is_read_or_refused(name, unit):
    reader = platform(name)
    for text in (
        unit * (200_000 // len(unit)),
        "<a href=Page02NU.htm>02版：要闻</a><a href=v02.shtml>a</a>" + unit * (100_000 // len(unit)),
    ):
        reader.recognise(text)
        for one in (reader.read_layout, reader.read_article):
            with contextlib.suppress(ZongshuError):
                one(text, "http://h/20230105/Page01NU.htm")


def test_links_of_the_whole_issue_stand_on_their_page_once():
    first = "<h4><a href=Page01NU.htm>01版：要闻</a></h4><ul><a daoxiang=Articel01002MT.htm>一</a></ul>"
    second = (
        "<h4><a href=Page02NU.htm>02版：综合</a></h4><ul><a daoxiang=Articel01002MT.htm>一</a><a daoxiang=Articel02002MT.htm>二</a></ul>"
    )
    text = f"<div class=listdaohang>{first}{second}</div>"
    page = platform("paperindex").read_layout(text, "http://h/20230105/Page02NU.htm")
    assert [(link.title, link.page) for link in page.articles] == [("一", "01"), ("二", None)]
    assert [(link.number, link.skip) for link in page.pages] == [("01", "listed"), ("02", None)]
