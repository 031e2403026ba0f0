"""One article and one page of an issue, set in the markup of every skin: what is read does not depend on it."""

import datetime as dt

import pytest

from scrapers.platforms import platform, platforms

KICKER, TITLE, SUBTITLE = "澄浦市政协2022年工作综述", "同心同行 共绘新画卷", "——写在会议召开之际"
LINES = ["澄湖水暖，履职正酣。2022年，市政协开展协商活动26次。", "一年来，立案提案418件，办复率100％。"]
BODY = "".join(f"<p>　　{line}</p>" for line in LINES)
HEAD = f"<h3>{KICKER}</h3><h1>{TITLE}</h1><h2>{SUBTITLE}</h2>"
MARKED = f"<founder-content><!--enpcontent-->{BODY}<!--/enpcontent--></founder-content>"
BOOTSTRAP = f'<p id="PreTitle">{KICKER}</p><h2 id="Title">{TITLE}</h2><p id="SubTitle">{SUBTITLE}</p><div id="ozoom">{MARKED}</div>'
BOXES = (
    f'<div class="newsdetatit"><div class="intro">{KICKER}</div><h3>{TITLE}</h3><div class="sub">{SUBTITLE}</div></div>'
    f'<div class="newsdetatext">{MARKED}</div>'
)
PROPERTY = (
    f"<!--enpproperty <date>2023-01-05 00:00:00:0</date><introtitle>{KICKER}</introtitle><subtitle>{SUBTITLE}</subtitle>"
    f"<title>{TITLE}</title><paperarticleid>7</paperarticleid>/enpproperty-->"
)
ROWS = "".join(f"<tr valign=top><td>{line}</td></tr>" for line in (KICKER, TITLE, SUBTITLE))
GENERAL = f'<div class="article">{HEAD}<div id="articleContent">{MARKED}</div></div>'
PAD = (
    f'<font id="intro-title">{KICKER}</font><font id="main-title">{TITLE}</font><font id="sub-title">{SUBTITLE}</font>'
    f'<div id="content">{MARKED}</div>'
)
CELLS = (
    f"<table><tr><td class=font02>{KICKER}</td></tr><tr><td class=font01>{TITLE}</td></tr><tr><td class=font02>{SUBTITLE}</td></tr></table>"
)
ELEMENTS = "".join(
    f"<founder-{name}>{text}</founder-{name}>" for name, text in (("introtitle", KICKER), ("title", TITLE), ("subtitle", SUBTITLE))
)
ARTICLES = {
    "rmrb": [GENERAL, f"<div id=ozoom>{MARKED}</div>{PROPERTY}"],
    "pad": [PAD],
    "heze": [BOOTSTRAP],
    "xiamen": [BOOTSTRAP],
    "gansu": [f'<div class="detail-art">{BOOTSTRAP}</div>'],
    "tuanjie": [BOOTSTRAP],
    "langya": [BOXES],
    "yicai": [BOXES],
    "nanfang": [GENERAL, PAD],
    "stcn": [GENERAL, PAD],
    "nbs": [f'<div class="text_c">{HEAD}<div id="articleContent">{MARKED}</div></div>'],
    "classic": [
        f"{CELLS}<div id=ozoom>{BODY}</div>",
        f"{CELLS.replace('font01', 'font08')}{MARKED}",
        f"<table class=wz>{ROWS}</table>{MARKED}",
        f"{ELEMENTS}{MARKED}",
    ],
}


def test_every_skin_is_here():
    assert (
        {f"founder.{name}" for name in ARTICLES}
        == {f"founder.{name}" for name in LAYOUTS}
        == {name for name in platforms() if name.startswith("founder.")}
    )


@pytest.mark.parametrize(("name", "page"), [(name, page) for name, pages in ARTICLES.items() for page in pages])
def test_the_same_article_in_every_skin(name, page):
    reader = platform(f"founder.{name}")
    assert reader.recognise(page) == "article"
    read = reader.read_article(page, "saved")
    assert (read.kicker, read.title, read.subtitle) == (KICKER, TITLE, SUBTITLE)
    assert [paragraph.text for paragraph in read.paragraphs] == LINES


DATE = "<p>2023年01月05日 星期四</p>"
BOX = '<div class="newslisttit"><em>第01版：要闻</em></div><div class="{0}">{{pages}}</div><div class="newslist">{{articles}}</div>'
#: What is printed where: label of the page, a link to page 2, links to two articles, an area of the first.
LAYOUTS = {
    "rmrb": '<p class="ban">第01版：要闻</p><div>{pages}</div><ul class="news-list">{articles}</ul>',
    "pad": '<p id="nowLayout">第01版：要闻</p><ul>{pages}</ul><ul>{articles}</ul>',
    "heze": '<span id="layout">第01版：要闻</span><ul id="layoutlist">{pages}</ul><ul id="articlelist">{articles}</ul>',
    "xiamen": '<span id="layout">第01版：要闻</span><ul id="layoutlist">{pages}</ul><ul id="articlelist">{articles}</ul>',
    "gansu": '<div class="tabs"><h3>第01版：要闻</h3></div><div class="nav-list">{pages}</div><div class="news-list">{articles}</div>',
    "tuanjie": '<div class="tabs"><h3>第01版：要闻</h3></div><div class="nav-list">{pages}</div><div class="news-list">{articles}</div>',
    "langya": BOX.format("Therestlist"),
    "yicai": BOX.format("Chunkiconlist"),
    "nanfang": '<ul id="bmdh">{pages}</ul><div id="content_nav"><ul id="artPList1">{articles}</ul></div>',
    "stcn": '<div id="webtree"><dl><dt>{own}</dt><dd>{articles}</dd></dl><dl><dt>{other}</dt><dd></dd></dl></div>',
    "nbs": '<div class="l_t">01版:要闻</div><div id="titleList">{articles}</div><div id="pageList">{pages}</div>',
    "classic": '<div class="banci">第01版：<strong>要闻</strong></div><ul class="ul02_l">{articles}</ul><table>{pages}</table>',
}
FILES = {
    "nbs": ("nbs.D1ljrb_{page:02}.htm", "nw.D1ljrb_20230105_{number}-01.htm"),
    "gansu": ("col{page:02}.html", "../../../con/202301/05/c{number}.html"),
    "tuanjie": ("l{page:02}.html", "../../../c/202301/05/content_{number}.html"),
    "classic": ("node_{page:02}.htm", "content_{number}.htm?div=-1"),
}


@pytest.mark.parametrize("name", LAYOUTS)
def test_the_same_page_in_every_skin(name):
    reader = platform(f"founder.{name}")
    page_file, article_file = FILES.get(name, ("node_{page:02}.html", "content_{number}.html"))
    node = "D1ljrb_01" if name == "nbs" else "01"
    own, other = (
        f'<a id=pageLink href="{page_file.format(page=page)}">第{page:02}版：{label}</a>' for page, label in ((1, "要闻"), (2, "综合"))
    )
    first, second, third = (article_file.format(number=number) for number in (11, 12, 13))
    text = (
        f'{DATE}<map><area coords="1.5,2,3" href="{first}"><area coords="4,5,6" href="{third}"></map><img usemap="#m" src="p.jpg.2">'
        + LAYOUTS[name].format(
            own=own,
            other=other,
            pages=f"<li>{own}</li><li>{other}</li>",
            articles=f'<li><a href="{first}">一</a></li><li><a href="{second}">二</a></li>',
        )
        + "<a href=../04/node_01.html>上一期</a><a href=../04/node_1.htm>上一期</a>"
    )
    assert reader.recognise(text) == "layout"
    page = reader.read_layout(text, reader.layout_address("http://paper.example/pc/", dt.date(2023, 1, 5), node))
    assert (page.date, page.number, page.name) == (dt.date(2023, 1, 5), "01", "要闻")
    assert [(link.number, link.name) for link in page.pages] == [("01", "要闻"), ("02", "综合")]
    listed = [(reader.shape.number(link.address), link.title, link.areas, link.page) for link in page.articles]
    assert [(number.removesuffix("_01"), *rest) for number, *rest in listed] == [
        ("11", "一", ((1.5, 2.0, 3.0),), None),
        ("12", "二", (), None),
        ("13", None, ((4.0, 5.0, 6.0),), None),
    ]
    assert page.image.endswith("/p.jpg")
