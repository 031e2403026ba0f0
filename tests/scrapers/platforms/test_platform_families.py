"""Which family a page is of, and that a reader reads every skin of its family."""

import pytest

from scrapers.platforms import platform
from scrapers.platforms.founder.detect import detect
from scrapers.platforms.founder.property import properties

OLD = '<a href="http://other.example/rmrb/html/2016-08/11/nbs.D110000renmrb_01.htm">旧版</a>'
NEW = '<a href="http://other.example/pc/layout/202412/25/node_01.html">新版</a>'


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("<a href=node_02.html>02版：综合</a>" + OLD, ("newer", "layout")),
        ("<a href=nbs.D110000ljrb_02.htm>第02版：要闻</a>" + NEW, ("nbs", "layout")),
        ("<a href=./node_3.htm?v=1>第2版：社会</a>" + NEW + OLD, ("classic", "layout")),
        ("<a href=../../../../ljrb/layout/202301/05/node_02.html>02版</a>" + OLD, ("newer", "layout")),
        ("<a href=./node_3.htm>第2版</a><a href=../04/node_01.html>上一期</a>", ("classic", "layout")),
        (OLD, ("nbs", "layout")),
        (NEW + OLD, ("newer", "layout")),
        ("<a href=vA01.shtml>第A01版</a><a href=Page01NU.htm>第01版</a><a href=index.aspx?date=2023-01-05>a</a>", None),
        (
            "<!--enpproperty <founder-type>2</founder-type> /enpproperty--><founder-content>x</founder-content><a href=node_2.htm>a</a>",
            ("classic", "layout"),
        ),
        ("<!--enpproperty <founder-type>1</founder-type> /enpproperty--><a href=node_2.htm>a</a>", None),
        ("<div id=articleContent><p>文</p></div>", ("newer", "article")),
        ("<div id=articleContent><p>文</p></div><a href=node_865.htm>第01版</a>", ("classic", "article")),
        ("<div id=articleContent><p>文</p></div><a href=nw.D110000ljrb_20230105_2-01.htm>下一篇</a>" + NEW, ("nbs", "article")),
        ("<!--enpcontent--><p>文</p><!--/enpcontent-->" + OLD, ("classic", "article")),
        ("<!--enpcontent--><p>文</p><!--/enpcontent--><a href=../../layout/202301/05/node_01.html>第01版</a>", ("newer", "article")),
        ("<td class=font01>题</td><div id=articleContent>文</div>", ("classic", "article")),
        ("<div class='fl newsdetatext'>文</div>", ("newer", "article")),
        ("<div class='newsdetatext-box'>文</div>", None),
        ("<div class='my-wz'>文</div>", None),
        ("<div class=wz>文</div>", ("classic", "article")),
    ],
)
def test_families_are_told_by_marks_and_by_links_of_the_own_directory(text, found):
    assert detect(text, text.lower(), properties(text)) == found


def test_a_reader_reads_every_skin_of_its_family():
    page = '<p id="PreTitle">引题</p><h2 id="Title">主题</h2><p id="SubTitle">副题</p><div id="ozoom"><p>文。</p></div>'
    for name in ("founder.rmrb", "founder.langya", "founder.gansu"):
        read = platform(name).read_article(page, "http://h/content/202301/05/content_9.html")
        assert (read.kicker, read.title, read.subtitle, read.number) == ("引题", "主题", "副题", "9")
    assert platform("founder.rmrb").recognise(page) is None
