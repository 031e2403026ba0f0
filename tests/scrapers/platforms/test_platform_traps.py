"""What pages do that no reader may fall for."""

import contextlib
import datetime as dt

import pytest

from articles.errors import EmptyIssue, LayoutUnknown, SettingsError, Unreadable, ZongshuError
from scrapers.platforms import platform
from scrapers.platforms.blocks import blocks
from scrapers.platforms.forwarding import forwarded
from scrapers.platforms.founder.addresses import CLASSIC, NBS, NEWER, Issue, date_of, resolved
from scrapers.platforms.founder.detect import detect
from scrapers.platforms.founder.property import properties
from scrapers.platforms.founder.written import written
from scrapers.platforms.jumps import continued, continues, page_key
from scrapers.platforms.labels import is_ad, page_label, printed_date, weekday_date
from scrapers.platforms.markup import LIMIT, flags, parse

A = "http://paper.example/pc/layout/202301/05/node_01.html"
B = "http://paper.example/html/2023-01/05/node_2.htm"


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


@pytest.mark.parametrize("name", ["founder.rmrb", "founder.pad", "founder.classic"])
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
    ("text", "target"),
    [
        ("<META HTTP-EQUIV='REFRESH' CONTENT='0; URL=html/2023-01/05/node_1.htm?v=1'>", "http://paper.example/html/2023-01/05/node_1.htm"),
        ('<meta http-equiv="refresh" content="0;url=http://paper.example/html/x.htm">', "http://paper.example/html/x.htm"),
        ("<script>window.location.href='mobile/index.html'</script>", "http://paper.example/mobile/index.html"),
        ('<meta http-equiv="refresh" content="60">', None),
        ('<meta http-equiv="refresh" content="0;url=paperindex.htm">', None),
        ("<p>url=x</p>", None),
        ("<meta content='0;url=a.htm' http-equiv=Refresh>", "http://paper.example/a.htm"),
        ("<meta http-equiv=refresh content=\"0; url = 'a.htm' \">", "http://paper.example/a.htm"),
        ("<meta http-equiv=refresh content='0;url=https://new.example/a.htm'>", "https://new.example/a.htm"),
        ("<meta http-equiv=refresh content='300;url=index.html'><a href=node_2.htm>第1版：要闻</a>", None),
        ("<!-- <meta http-equiv=refresh content='0;url=old.htm'> --><a href=node_2.htm>第1版：要闻</a>", None),
        ("<meta http-equiv=refresh content='0;url=javascript:alert(1)'>", None),
        ("<meta http-equiv=refresh content='0;url=http://[kaputt'>", None),
        ("<meta http-equiv=refresh><p>x</p>", None),
        ("<script>location = 'a.htm'; </script>", "http://paper.example/a.htm"),
        ('<script>window.location.replace("a.htm")</script>', "http://paper.example/a.htm"),
        ("<script>top.location.href='mobile/' + day + '/index.html'</script>", None),
        ("<script>allocation = 'a.htm'</script>", None),
        ("<p>location.href='a.htm'</p>", None),
        ("<script>location.href='a.htm'</script>" + "<p>正文</p>" * 400, None),
    ],
)
def test_forwarding(text, target):
    assert platform("founder.classic").forward(text, "http://paper.example/paperindex.htm") == target


@pytest.mark.parametrize(
    "unit",
    [
        "<meta http-equiv=refresh ",
        "<meta",
        "<meta http-equiv=refresh content='0;",
        "location=",
        "location ",
        "url=",
        "<!--",
        "<script>location='",
    ],
)
def test_a_page_made_to_forward_slowly_is_answered(unit):
    for size in (1900, 400_000):
        for page in (
            unit * (size // len(unit)),
            unit + " " * size,
            "<meta http-equiv=refresh content='0;url=" + unit * (size // len(unit)),
        ):
            with contextlib.suppress(ZongshuError):
                forwarded(page, A)


def test_what_was_asked_for_over_tls_stays_so():
    text = "<meta http-equiv=refresh content='0;url=http://paper.example/html/2023-01/05/node_1.htm'>"
    assert forwarded(text, "https://paper.example/paperindex.htm") == "https://paper.example/html/2023-01/05/node_1.htm"


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


def test_a_reader_reads_every_skin_of_its_family():
    page = '<p id="PreTitle">引题</p><h2 id="Title">主题</h2><p id="SubTitle">副题</p><div id="ozoom"><p>文。</p></div>'
    for name in ("founder.rmrb", "founder.langya", "founder.gansu"):
        read = platform(name).read_article(page, "http://h/content/202301/05/content_9.html")
        assert (read.kicker, read.title, read.subtitle, read.number) == ("引题", "主题", "副题", "9")
    assert platform("founder.rmrb").recognise(page) is None


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
