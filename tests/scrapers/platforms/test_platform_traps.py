"""What pages do that no reader may fall for."""

import contextlib

import pytest

from articles.errors import EmptyIssue, LayoutUnknown, Unreadable, ZongshuError
from scrapers.platforms import platform
from scrapers.platforms.blocks import blocks
from scrapers.platforms.founder.property import properties
from scrapers.platforms.markup import LIMIT, flags, parse
from scrapers.platforms.written import written

A = "http://paper.example/pc/layout/202301/05/node_01.html"


@pytest.mark.parametrize(
    "name",
    [
        "founder.rmrb",
        "founder.pad",
        "founder.classic",
        "paperindex",
        "shtml.plain",
        "asp",
        "mobile",
        "parts.plist",
        "parts.banci",
    ],
)
class TestBadPages:
    @pytest.mark.parametrize(
        "text", ["", " \n\t", "<html></html>", "\ufeff", "<!-- nur ein Kommentar -->", "<script>location.reload()</script>"]
    )
    def test_blank(self, name, text):
        with pytest.raises(EmptyIssue):
            platform(name).read_layout(text, A)
        with pytest.raises(EmptyIssue):
            platform(name).read_article(text, A)

    def test_foreign(self, name):
        page = "<html><body><h1>404</h1><p>您访问的页面不存在</p><a href='/index.html'>首页</a></body></html>"
        assert platform(name).recognise(page) is None
        with pytest.raises(LayoutUnknown) as caught:
            platform(name).read_layout(page, A)
        assert caught.value.facts["address"] == A
        with pytest.raises(LayoutUnknown):
            platform(name).read_article(page, A)

    def test_too_large(self, name):
        with pytest.raises(Unreadable):
            platform(name).read_article("稿" * (LIMIT + 1), A)

    def test_too_deep(self, name):
        with pytest.raises(Unreadable):
            platform(name).read_layout("<div>" * 5000 + "深", A)


def layout_a(body):
    return f'<div class="date-box">2023年01月05日 Thu</div><a id="pageLink" href="node_01.html">01版：要闻</a>{body}'


def test_a_page_being_uploaded_is_an_empty_issue():
    with pytest.raises(EmptyIssue):
        platform("founder.rmrb").read_layout(layout_a('<ul class="news-list"></ul>'), A)


def test_a_page_of_advertisements_is_not_empty():
    page = platform("founder.rmrb").read_layout(layout_a('<p class="left ban">第01版：广告</p>'), A)
    assert (page.skip, page.articles) == ("ad", ())


def test_everything_on_a_page_of_advertisements_is_skipped():
    body = '<p class="ban">第01版：广告</p><ul class="news-list"><li><a href="../../../content/202301/05/content_1.html">好酒</a></li></ul>'
    assert [link.skip for link in platform("founder.rmrb").read_layout(layout_a(body), A).articles] == ["ad"]


def test_deep_markup_is_read_and_flagged():
    body = "<div>" * 400 + "<p>深处的正文。</p>" + "</div>" * 400
    page = f'<div id="content"><font id="main-title">题</font><founder-content>{body}</founder-content></div>'
    read = platform("founder.pad").read_article(page, A)
    assert [paragraph.text for paragraph in read.paragraphs][-1] == "深处的正文。"
    assert "deep_markup" in read.flags
    assert flags(parse("<p>浅</p>", A)) == ()


@pytest.mark.parametrize(
    "unit",
    [
        "href=",
        "<!--enpproperty ",
        "<!--enpcontent-->",
        "<title>",
        "《",
        "日报",
        "<td class=font02>记者",
        "<tr><td>甲<td>",
        "<a href=content_1.html>",
        "（上接",
    ],
)
@pytest.mark.parametrize("name", ["founder.rmrb", "founder.classic"])
def test_a_page_made_to_be_slow_is_read_or_refused(name, unit):
    for page in (
        unit * (400_000 // len(unit)),
        '<font id="main-title">题</font><td class=font01>题<p class=sec>' + unit * (400_000 // len(unit)),
    ):
        for read in (platform(name).read_layout, platform(name).read_article):
            with contextlib.suppress(ZongshuError):
                read(page, A)


def test_a_declaration_in_the_page_has_no_say():
    page = '<?xml version="1.0" encoding="gb2312"?><meta charset="gb2312"><p>朱镕基\x00</p>'
    assert "朱镕基" in "".join(text for text, _ in blocks(parse(page, A)))


def test_property_block_survives_what_it_holds():
    fields = properties(
        "<!--enpproperty <title><![CDATA[甲 &amp;\n   乙]]></title><author></author><founder-date>2023-01-05</founder-date>/enpproperty-->"
    )
    assert fields == {"title": "甲 & 乙", "date": "2023-01-05"}
    assert properties("<!--enpproperty <title>无尽") == {}
    assert properties("<!--enpproperty " + "<title>" * 9000 + "-->") == {}


def test_a_number_from_a_property_block_is_checked():
    page = '<font id="main-title">题</font><p>文</p><!--enpproperty <paperarticleid>../../etc</paperarticleid>/enpproperty-->'
    assert platform("founder.pad").read_article(page, "saved").number is None


def test_text_before_title_block_and_property_are_kept_apart():
    page = (
        "<td class=font02>引题</td><td class=font01>主&nbsp;题<br>二行</td><td class=font02>副题</td><td class=font02>本报记者　沈岚</td>"
        "<founder-content><p>正文<br>第二段</founder-content>"
    )
    read = platform("founder.classic").read_article(page, "http://paper.example/html/2023-01/05/content_9.htm?div=-1")
    assert (read.kicker, read.title, read.subtitle, read.number) == ("引题", "主 题 二行", "副题", "9")
    assert [paragraph.text for paragraph in read.paragraphs] == ["本报记者　沈岚", "正文", "第二段"]
    assert read.address == "http://paper.example/html/2023-01/05/content_9.htm"


@pytest.mark.parametrize(
    ("script", "title"),
    [
        ('document.write(view("题目  "))', "题目"),
        ("document.write(view('题<br/>目'))", "题 目"),
        (r'document.write(view("\u9898\x41\/\"目\""))', '题A/"目"'),
        ('document.write( view ( "甲&nbsp;乙&amp;丙" ) );', "甲 乙&丙"),
        ('document.writeln("题")', "题"),
        ("document.write(title)", None),
        ('document.write(view("没有结束', None),
        ('alert("题")', None),
    ],
)
def test_titles_that_scripts_write_are_read_and_never_run(script, title):
    root = parse(f'<ul id="titleList"><li><a href=x><script>{script}</script></a></ul>', A)
    assert written(root) == title


@pytest.mark.parametrize(
    ("src", "image"),
    [
        ("p.jpg.1", "p.jpg"),
        ("p.JPG.2", "p.JPG"),
        ("p.png", "p.png"),
        ("p.tif.1", "p.tif"),
        ("p.1", "p.1"),
        ("p.jpg.1.html", "p.jpg.1.html"),
    ],
)
def test_the_large_picture_of_a_page(src, image):
    text = f'<a href="node_02.html">02版：综合</a><map><area href="content_1.html" coords="1.5,2"></map><img usemap="#m" src="{src}">'
    page = platform("founder.rmrb").read_layout(text, A)
    assert page.image == f"http://paper.example/pc/layout/202301/05/{image}"
    assert page.articles[0].areas == ((1.5, 2.0),)


@pytest.mark.parametrize("coords", ["nan,1,2", "1,inf", "1;2", "", "kaputt", "1e999,2"])
def test_an_area_that_is_none_leaves_its_article(coords):
    text = f'<a href="node_02.html">02版：综合</a><map><area coords="{coords}" href="content_1.html"></map>'
    links = platform("founder.rmrb").read_layout(text, A).articles
    assert [(link.address.rpartition("/")[2], link.areas) for link in links] == [("content_1.html", ())]


def test_only_a_pdf_is_a_pages_pdf():
    links = '<a href="node_02.html">02版：综合</a><a href="content_1.html">题</a>'
    text = f'{links}<div class="paper-bot"><a href="x.html">大图</a><a href="x.PDF?v=1">PDF</a></div>'
    assert platform("founder.rmrb").read_layout(text, A).pdf == "http://paper.example/pc/layout/202301/05/x.PDF"


def test_a_list_that_names_no_article_is_not_the_pages_own():
    """`a.nextArt` is the next page on some sites; then the list beside the map counts."""
    pages = '<span id="layout">第A1版：要闻</span><ul id="layoutlist"><li><a href="node_A2.html">第A2版：综合</a></ul>'
    text = f'{pages}<a class="nextArt" href="node_A2.html">下一版</a><ul><li><a href="content_1.html">题</a></ul>'
    assert [link.title for link in platform("founder.heze").read_layout(text, A).articles] == ["题"]


def test_a_title_only_the_list_beside_the_article_prints():
    listed = "<div id=mp8><a href=content_8.htm>另一篇</a></div><div id=mp9>腊八&nbsp;节</div>"
    page = f"{listed}<div id=ozoom><!--enpcontent--><p>文。</p><!--/enpcontent--></div>"
    read = platform("founder.classic").read_article(page, "http://h/html/2023-01/05/content_9.htm?div=-1")
    assert (read.number, read.title) == ("9", "腊八 节")
    assert platform("founder.classic").read_article(page, "saved").title is None
