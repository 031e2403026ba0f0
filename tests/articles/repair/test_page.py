"""Pages as text: lines to paragraphs, furniture, order, and the log that tells of it."""

import random
import re

import pytest
from broken.damage import KINDS, column, doubled
from broken.documents import news, reports, sample, wrapped_news
from broken.fixed import excerpt
from broken.pieces import columns
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.repair import rebuild, replay, restore
from articles.repair.columns import in_columns
from articles.repair.furniture import caption, furniture
from articles.repair.lines import Line, kept_lines
from articles.repair.paragraphs import joined
from articles.repair.setting import learned
from scrapers import read_dropped

FIRST = [
    "岚江市政协坚持把学习放在首位，全年组织委员学习十二次，参加学习的委员达到八百人次，学习成果转化为履职实践。",
    "围绕中心服务大局，市政协开展专题调研二十项，形成报告二十篇，其中八篇得到市委主要领导批示。",
    "新的一年，市政协将继续团结各界人士，凝聚共识，为现代化建设贡献力量。",
]


def squeezed(text):
    return "".join(text.split())


def told(text, page):
    """The log gives the article of the printed text, and the printed text of the article."""
    assert all(0 <= step.start < step.end <= len(text) and step.printed == text[step.start : step.end] for step in page.edits)
    assert squeezed(replay(text, page.edits)) == squeezed(page.result)
    again = rebuild(page.result, page.edits)
    assert again == text if page.edits else squeezed(again) == squeezed(text)


def paragraphs(lines):
    return [joined(lines[part.begin : part.end]) for part in learned(lines).divided(0, len(lines))]


def lines_of(*texts):
    return kept_lines("\n".join(texts))


@pytest.mark.corpus
@pytest.mark.slow
def test_clean_text_is_not_taken_for_columns_and_columns_come_back_in_their_order(corpus):
    wrapped = 0
    for at, document in enumerate([*reports(corpus), *news(corpus), *sample()]):
        plain = restore("\n".join(document.paragraphs))
        assert (plain.parts, plain.edits) == ((), ()), document.id
        if at % 5:
            continue
        text = "\n".join(column(document.paragraphs, 12 + at % 11, at % 2))
        page = restore(text)
        wrapped += bool(page.parts)
        assert not [step for step in page.edits if step.action == "moved"], document.id
        kept = [line for line in text.split("\n") if not page.parts or not list(furniture(lines_of(line)))]
        assert squeezed(page.result) == squeezed("".join(kept)), document.id
        told(text, page)
    assert wrapped > 900
    for _, text in wrapped_news(corpus):
        told(text, restore(text))


@pytest.mark.parametrize("kind", KINDS)
def test_the_log_of_damaged_pages_gives_the_article(kind):
    documents = [document for document in sample() if len(document.paragraphs) > 4][:40]
    for seed, document in enumerate(documents):
        text = doubled(document, kind, seed).text
        page = restore(text)
        told(text, page)


def test_columns_become_paragraphs_whatever_the_blank_lines_say():
    """Where a paragraph's last line fills the column, nothing but a lost indent tells; the floor is what was reached."""
    right = []
    for width in range(12, 23):
        lines = column(FIRST, width)
        draw = random.Random(width)
        broken = [part for line in lines for part in ([line, ""] if draw.random() < 0.2 and line[-1] != "。" else [line])]
        found = lines_of(*broken)
        right.append(paragraphs(found) == FIRST)
    assert sum(right) >= 9


def test_indents_that_were_kept_are_believed():
    text = "\n".join(f"\u3000\u3000{line}" if first else line for p in FIRST for first, line in _firsts(column([p], 14)))
    found = kept_lines(text)
    assert paragraphs(found) == FIRST


def _firsts(lines):
    return [(at == 0, line) for at, line in enumerate(lines)]


def test_numbers_and_latin_words_across_a_line():
    assert (
        joined(lines_of("全年完成投资20", "25亿元，引进New", "York的well-", "known项目"))
        == "全年完成投资2025亿元，引进New York的well-known项目"
    )


def test_spaces_around_numbers_are_the_settings():
    text = "\n".join(
        [
            "市政协全年组织学习 22 次、召开会议 26",
            "次、研讨交流 9 场，参训委员达到 200 多",
            "人次，满意率达 99.3%，提案工作取得积极",
            "成效，各方面反映良好，委员们普遍认为收",
            "获很大。",
        ]
    )
    assert restore(text).parts[0][0].startswith("市政协全年组织学习22次、召开会议26次、研讨交流9场，参训委员达到200多人次，满意率达99.3%，")


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ("责编：张三 版式：李四 校对：王五", "editors"),
        ("责任编辑/赵钱孙", "editors"),
        ("（下转第3版）", "jump"),
        ("上接A01版", "jump"),
        ("（上接第一页报道）", None),
        ("（下转第三版）", "jump"),
        ("【上接A01版】", "jump"),
        ("在此基础上接续奋斗，前提下转向全面提升。", None),
        ("本报记者 张三 摄", "credit"),
        ("新华社记者 卢汉欣摄", "credit"),
        ("（新华社发 张三摄）", "credit"),
        ("张三/摄", "credit"),
        ("摄影：张三", "credit"),
        ("文/图 李四", "credit"),
        ("图片来源：王小五", "credit"),
        ("城市规划示意图", None),
        ("版式设计：汪哲平", "editors"),
        ("本版编辑 张三 李四", "editors"),
        ("报料热线：0851-8888888 投稿邮箱：a@b.cn", "hotline"),
        ("服务热线12345受理群众诉求十万件", None),
        ("新闻热线：0851-8888888", "hotline"),
        ("国内统一连续出版物号CN52-0001", "imprint"),
        ("2023年1月5日 星期四 第3版 要闻", "page"),
        ("2023年1月5日，全市召开动员大会", None),
        ("分享到：微信 微博 朋友圈", "buttons"),
        ("【字体：大 中 小】【打印】【关闭窗口】", "buttons"),
        ("扫一扫 分享到朋友圈", "buttons"),
        ("字号 A- A+ 打印", "buttons"),
        ("上一篇：无 下一篇：无", "buttons"),
        ("市民可在微信、微博收藏并评论", None),
        ("微信支付和打印店进了村", None),
        ("编辑部的故事", None),
        ("校对了三遍，仍有错字。", None),
        ("张三摄影展今天开幕", None),
        ("热线电话响个不停", None),
        ("本报记者 张三", None),
    ],
)
def test_furniture(line, rule):
    assert [taken.rule for taken in furniture(lines_of(line))] == ([f"furniture_{rule}"] if rule else [])


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("图为委员在村里调研。 李四摄", True),
        ("图为活动现场。", True),
        ("会议结束后，委员们拍照留念。", False),
        ("▲委员视察老旧小区改造。李四摄", True),
        ("左图：委员在田间。", True),
        ("老城区一角。（资料图片）", True),
        ("记者张三摄于岚江。", False),
    ],
)
def test_captions(text, holds):
    assert caption(text) is holds


def test_jump_marks_at_the_ends_of_lines_go_and_their_lines_stay():
    lines = column(FIRST, 14)
    lines[0] = f"（上接第1版）{lines[0]}"
    lines[-1] = f"{lines[-1]}（下转第三版）"
    text = "\n".join(lines)
    page = restore(text)
    assert [part for part, _ in page.parts] == FIRST
    assert [step.printed for step in page.edits if step.rule == "furniture_jump"] == ["（上接第1版）", "（下转第三版）"]
    told(text, page)


def test_buttons_and_editors_are_part_of_no_text_and_captions_keep_their_role():
    text = "\n\n".join(["岚江市政协工作综述", *FIRST, "责编：张三 校对：李四", "分享到：微信 微博 朋友圈"])
    page = restore(text)
    assert page.result.split("\n") == ["岚江市政协工作综述", *FIRST]
    assert {step.rule for step in page.edits} == {"furniture_editors", "furniture_buttons", "white_space"}
    told(text, page)
    lines = [*column(FIRST[:2], 14), *column(["图为委员在村里调研，了解农田改造情况。 李四摄"], 14), *column(FIRST[2:], 14)]
    assert [role for _, role in restore("\n".join(lines)).parts] == ["body", "body", "caption", "body"]


#: Points that count on from column to column.
POINTS = [
    f"{number}是抓好{what}工作。全年组织委员就{what}开展视察{at + 3}次，形成调研报告{at + 2}篇，提出意见建议{at * 7 + 11}条，多数得到采纳。"
    f"在{what}方面，各专门委员会同有关部门多次协商，推动解决了一批群众关心的{what}问题，受到各界好评。"
    for at, (number, what) in enumerate(
        zip("一二三四五六七八九", ("农业", "工业", "教育", "医疗", "交通", "旅游", "财政", "环保", "养老"), strict=True)
    )
]


def test_columns_out_of_order_go_where_their_sentences_go_on():
    lines = column(POINTS, 16)
    parts = ["\n".join(lines[begin:end]) for begin, end in ((0, 19), (19, 39), (39, len(lines)))]
    right = restore("\n\n".join(parts))
    assert [part for part, _ in right.parts] == POINTS
    text = "\n\n".join(parts[at] for at in (2, 0, 1))
    page = restore(text)
    assert [(step.rule, step.start) for step in page.edits if step.action == "moved"] == [("order", 0)]
    assert [part for part, _ in page.parts] == POINTS
    told(text, page)


@pytest.mark.corpus
def test_columns_of_reports_move_only_where_they_belong(corpus):
    moved = pages = 0
    for document in reports(corpus):
        made = columns(document, 3, 1) if document.half == "test" else None
        if made is None:
            continue
        fragments, order = made
        inside = [fragments[order.index(at)].text for at in range(3)]
        right = restore("\n\n".join(inside))
        assert not [step for step in right.edits if step.action == "moved"], document.id
        text = "\n\n".join(inside[at] for at in (1, 2, 0))
        page = restore(text)
        told(text, page)
        pages += 1
        if [step for step in page.edits if step.action == "moved"]:
            moved += 1
            assert squeezed(page.result) == squeezed(right.result), document.id
    assert pages > 20
    assert moved >= 3


def test_a_title_behind_its_text_goes_first_and_headings_to_their_sections():
    opening = [
        "本报记者 顾明浦",
        *column(
            [
                "2022年，岚江市政协认真履职，各项工作取得新的成效，为全市发展作出了贡献，得到了各界群众的充分肯定，也为来年的工作打下了基础。"
            ],
            16,
        ),
    ]
    study = column(
        [
            "市政协组织委员学习理论，中心组学习十二次，专题学习讨论八次，覆盖了全部界别的委员和机关的全体干部。",
            "学习成果转化为履职实践，学习制度更加健全。",
        ],
        18,
    )
    proposals = column(
        [
            "全年提交提案三百件，立案提案二百八十件，提案办理协商二十次，提案办复率和满意率都高于上年，重点提案由领导督办，提案者、承办单位和群众三方面都表示满意。"
        ],
        17,
    )
    text = "\n".join(
        [
            *opening,
            "",
            "同心同向 凝聚共识",
            "——岚江市政协2022年工作综述",
            "",
            *study,
            "",
            "强化理论学习",
            "",
            *proposals,
            "",
            "提升提案质量",
        ]
    )
    page = restore(text)
    assert (page.title, page.subtitle) == ("同心同向 凝聚共识", "——岚江市政协2022年工作综述")
    assert [part for part, role in page.parts if role == "heading"] == ["强化理论学习", "提升提案质量"]
    assert [part[:4] for part, _ in page.parts] == [
        "本报记者",
        "2022",
        "强化理论",
        "市政协组",
        "学习成果",
        "提升提案",
        "全年提交",
    ]
    told(text, page)


def test_a_file_is_repaired_and_tells_so():
    text = "\n".join(column(FIRST * 2, 14)).replace("开展专题调研二十项，", "开展专题调研二十项开展专题调研二十项，，", 1)
    article = read_dropped("x.txt", text.encode())[0]
    assert {step.action for step in article.repairs} <= {"removed", "joined"}
    assert squeezed(replay(text, article.repairs)) == squeezed((article.title or "") + article.text)


def test_lines_know_their_places():
    assert kept_lines("甲乙。\n\n  丙 \n") == [Line("甲乙。", range(3), False, False), Line("丙", range(7, 8), True, True)]
    assert not in_columns(lines_of("一段。", "二段。", "三段。", "四段。", "五段。", "六段。"))


@settings(max_examples=300, deadline=None)
@given(st.lists(st.text(st.sampled_from("人民政协委员会议，。“”12年 —\u3000（一）是摄责编：下转第版%A…"), max_size=24), max_size=40))
def test_any_page_is_an_article_that_its_log_gives(lines):
    text = "\n".join(lines)
    page = restore(text)
    told(text, page)


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=400))
def test_no_page_is_too_much(text):
    page = restore(text)
    told(text, page)


@pytest.mark.corpus
def test_pages_with_mutations_are_read(corpus):
    seed = (corpus / "seed/xining-cppcc-2022.txt").read_text("utf-8")
    draw = random.Random("mutations")
    for _ in range(60):
        lines = seed.split("\n")
        for _ in range(draw.randrange(1, 30)):
            at = draw.randrange(len(lines))
            lines[at : at + 1] = draw.choice(
                ([], ["", lines[at]], [lines[at]] * 2, [lines[at][::-1]], [lines[at] * 30], ["\x00" + lines[at]])
            )
        text = "\n".join(lines)
        page = restore(text)
        told(text, page)


@pytest.mark.parametrize(
    "piece", ["人", "甲乙丙丁戊己庚辛壬癸子丑\n", "\n", "（下转第3版）\n", "强化 理论\n", "——\n", "一、\n", " ", "。\n", "2023年", "摄\n"]
)
def test_a_large_page_of_one_thing_takes_no_time_out_of_proportion(piece):
    text = piece * (60_000 // len(piece))
    told(text, restore(text))


def test_an_excerpt_is_whole_paragraphs():
    document = next(document for document in sample() if len(document.paragraphs) > 4)
    assert set(excerpt(document, 1).paragraphs) <= set(document.paragraphs)
    assert re.fullmatch(r".*#\d+", excerpt(document, 1).id)
