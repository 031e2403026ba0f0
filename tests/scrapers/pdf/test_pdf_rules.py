"""Single rules of geometry, on glyphs placed by hand."""

import datetime as dt

import pytest

from scrapers.pdf.furniture import printed_date, printed_page
from scrapers.pdf.glyphs import Box, Glyph, PdfPage
from scrapers.pdf.heads import is_author
from scrapers.pdf.lines import lines
from scrapers.pdf.overprint import once
from scrapers.pdf.paragraphs import joined
from scrapers.pdf.reading import read_pages

SIZE = 10.0


def run(text: str, x: float, y: float, size: float = SIZE, gap: float = 0.0, font: int = 1) -> list[Glyph]:
    """Glyphs of a line; a space in the text is white in the page, and said by it."""
    found, spaced = [], False
    for character in text:
        wide = size * (0.5 if character.isascii() else 1.0)
        if character != " ":
            found.append(Glyph(character, x, y, x + wide, size, font, 0, spaced))
        spaced = character == " "
        x += wide + gap
    return found


def column(text: str, x: float, y: float, width: int = 16, size: float = SIZE) -> list[Glyph]:
    """A paragraph: its first line indented by two."""
    first, rest = text[: width - 2], text[width - 2 :]
    found = run(first, x + 2 * size, y, size)
    for at in range(0, len(rest), width):
        y += 1.5 * size
        found += run(rest[at : at + width], x, y, size)
    return found


def articles(glyphs: list[Glyph], rules: tuple[Box, ...] = (), frames: tuple[Box, ...] = ()) -> list[tuple[str | None, list[str]]]:
    """Titles and paragraphs of a page."""
    [(found, _)] = read_pages([PdfPage(600.0, 800.0, glyphs, list(rules), list(frames), [])], "a.pdf")
    return [(one.read.title, [p.text for p in one.read.paragraphs]) for one in found]


TEXT = "市政协全年共收到提案三百一十二件，经审查立案二百八十六件，已全部办复，委员满意率百分之九十九。"
OTHER = "全市新增城镇就业四万八千人，改造老旧小区三十七个，惠及居民一万二千户，群众的日子更有奔头。"


@pytest.mark.parametrize("copies", [2, 3, 4])
@pytest.mark.parametrize(("dx", "dy"), [(0, 0), (0.3, 0.1), (1.2, -0.4)])
def test_copies_of_a_glyph_are_left_out_whatever_their_font(copies: int, dx: float, dy: float) -> None:
    plain = run("人人有责人人尽责，常常如此", 50, 100)
    drawn = [one._replace(x=one.x + at * dx / copies, y=one.y + at * dy / copies, font=at) for at in range(copies) for one in plain]
    kept, dropped = once(drawn)
    assert "".join(one.text for one in kept) == "人人有责人人尽责，常常如此"
    assert dropped == (copies - 1) * len(plain)


@pytest.mark.parametrize(
    ("line", "furniture"),
    [
        ("责任编辑：张三 校对：李四", True),
        ("版式设计：王五", True),
        ("新闻热线：0851-8888888", True),
        ("投稿邮箱：news@b.cn", True),
        ("联系电话：0851-8888888", False),
        ("热线电话响个不停", False),
    ],
)
def test_editors_and_the_papers_own_numbers_are_in_no_article_wherever_they_stand(line: str, furniture: bool) -> None:
    page = run("全市老旧小区焕新颜", 60, 90, 26) + column(TEXT * 3, 60, 130) + run(line, 60, 420) + column(OTHER * 2, 60, 460)
    [(found, rest)] = read_pages([PdfPage(600.0, 800.0, page, [], [], [])], "a.pdf")
    bare = line.replace(" ", "")
    printed = "".join(p.text for one in found for p in one.read.paragraphs).replace(" ", "")
    assert (bare in printed, bare in "".join(rest).replace(" ", "")) == (not furniture, furniture)


@pytest.mark.parametrize("x", [3.9, 50.0, 511.3])
def test_copies_may_differ_in_size(x: float) -> None:
    plain = run("双岗双责", x, 399.9)
    kept, dropped = once([*plain, *(one._replace(size=one.size * 1.1) for one in plain)])
    assert (len(kept), dropped) == (4, 4)


@pytest.mark.parametrize("text", ["常常", "能听清楚了！能听清楚了！", "88888888", "年年岁岁", "…………"])
def test_what_is_printed_twice_side_by_side_stays(text: str) -> None:
    kept, dropped = once(run(text, 50, 100))
    assert (len(kept), dropped) == (len(text), 0)


@pytest.mark.parametrize(
    ("glyphs", "texts"),
    [
        (run("本报讯 记者", 50, 100), ["本报讯 记者"]),
        (run("共提案", 50, 100) + run("312", 82.5, 100) + run("件", 100, 100), ["共提案312件"]),
        (run("左栏的一行", 50, 100) + run("右栏的一行", 120, 100), ["左栏的一行", "右栏的一行"]),
        (run("疏排的行", 50, 100, gap=4), ["疏排的行"]),
        (run("大标题", 50, 100, 30) + run("正文", 150, 100), ["大标题", "正文"]),
        (run("GDP and CPI", 50, 100), ["GDP and CPI"]),
    ],
)
def test_lines_and_their_spaces(glyphs: list[Glyph], texts: list[str]) -> None:
    assert [line.text for line in lines(glyphs, [], SIZE)] == texts


def test_an_upright_rule_parts_a_line() -> None:
    glyphs = run("左边", 50, 100) + run("右边", 75, 100)
    assert [line.text for line in lines(glyphs, [Box(72, 50, 73, 200)], SIZE)] == ["左边", "右边"]


@pytest.mark.parametrize(
    ("text", "more", "whole"),
    [
        ("引进Photo", "voltaic项目", "引进Photovoltaic项目"),
        ("International", "Standard", "International Standard"),
        ("eco-", "nomic", "economic"),
        ("增长1", "2.5%", "增长12.5%"),
        ("提案", "工作", "提案工作"),
    ],
)
def test_words_of_latin_letters_over_a_line_break(text: str, more: str, whole: str) -> None:
    assert joined(text, more) == whole


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("本报记者 倪书衡 通讯员 高丽杰", True),
        ("□ 本报记者 李四", True),
        ("（记者 张三）", True),
        ("本报讯（记者 方砚青）昨天下", False),
        ("记者从供电局了解到，全县即时用电", False),
        ("强化理论武装 筑牢思想同心", False),
    ],
)
def test_a_line_of_authors(text: str, is_one: bool) -> None:
    assert is_author(text) is is_one


def test_two_columns_under_a_headline_are_one_article() -> None:
    head = run("市政协晒出成绩单", 60, 60, 30)
    first, second = column(TEXT[:30], 50, 120), run(TEXT[30:46], 240, 120) + run(TEXT[46:], 240, 135)
    assert articles(head + second + first) == [("市政协晒出成绩单", [TEXT])]


def test_the_stream_s_order_does_not_matter() -> None:
    glyphs = run("市政协晒出成绩单", 60, 60, 30) + column(TEXT, 50, 120) + run("老区旧貌换新颜", 330, 60, 28) + column(OTHER, 310, 120)
    assert articles(glyphs) == articles(glyphs[::-1]) == [("市政协晒出成绩单", [TEXT]), ("老区旧貌换新颜", [OTHER])]


def test_a_glyph_a_mile_high_is_looked_for_nearby_alone() -> None:
    wild = [Glyph("政", 100.0 * at, 50, 100.0 * at + 1e9, 1e9, 1, 0) for at in range(3)]
    assert once([*wild, wild[0]]) == (wild, 1)


def test_a_vertical_headline() -> None:
    head = [Glyph(one, 50, 100 + 34 * at, 80, 30, 1, 0) for at, one in enumerate("履职有为")]
    assert articles(head + column(TEXT, 110, 90)) == [("履职有为", [TEXT])]


def test_a_box_keeps_its_own() -> None:
    glyphs = run("市政协晒出成绩单", 60, 60, 30) + column(TEXT, 50, 120) + column(OTHER, 300, 150) + run("短评", 340, 110, 24)
    assert articles(glyphs, frames=(Box(290, 80, 480, 260),)) == [("市政协晒出成绩单", [TEXT]), ("短评", [OTHER])]


def test_briefs_are_apart() -> None:
    glyphs = run("简讯", 110, 60, 20)
    one, two, three = (f"{text[:40]}。（{name}）" for text, name in ((TEXT, "林一舟"), (OTHER, "石斌 侯川"), (TEXT[::-1], "闻一苇")))
    y = 90.0
    for text in (one, two, three):
        glyphs += column(text, 50, y)
        y += 15 * 4
    assert [title for title, _ in articles(glyphs)] == [None] * 3
    assert ["".join(lines_).replace(" ", "") for _, lines_ in articles(glyphs)] == [text.replace(" ", "") for text in (one, two, three)]


def test_a_table_keeps_its_rows_and_cells() -> None:
    rows = (("指标", "单位", "完成数"), ("地区生产总值", "亿元", "1801.1"), ("城镇新增就业", "万人", "3.4"))
    glyphs = run("二〇二四年主要指标", 60, 60, 30) + column(TEXT, 50, 120)
    rules = []
    for at, row in enumerate(rows):
        for x, cell in zip((52, 142, 202), row, strict=True):
            glyphs += run(cell, x, 220 + 20 * at)
    rules = [Box(50, 206 + 20 * at, 260, 207 + 20 * at) for at in range(4)]
    assert articles(glyphs, tuple(rules)) == [("二〇二四年主要指标", [TEXT, *("\t".join(row) for row in rows)])]


def test_what_a_page_says_of_itself() -> None:
    assert printed_date(["综合新闻", "2011.5.24 星期二"]) == dt.date(2011, 5, 24)
    assert printed_date(["2023年13月45日"]) is None
    assert printed_page(["岚江日报", "第A03版"]) == "A03"
    assert printed_page(["2", "综合新闻"]) == "2"
    assert printed_page(["综合新闻"]) is None
