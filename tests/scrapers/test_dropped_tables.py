"""Tables of articles: heads in either language, good rows kept, bad ones named by their lines."""

import datetime as dt

import pytest

from articles.errors import Unreadable
from scrapers import papers, read_dropped

PAPERS = papers()
GOOD = '标题,正文,日期,报纸,版,作者\n澄浦政协2023年工作综述,"2023年,立案286件。",2023-01-05,cpwb,A02,张三\n'


def table(text, name="a.csv", **known):
    said = []
    articles = read_dropped(name, text if isinstance(text, bytes) else text.encode(), papers=PAPERS, trouble=said.append, **known)
    return articles, said


def test_a_row_is_an_article_with_what_its_columns_say():
    [article], said = table(GOOD)
    assert said == []
    assert (article.id, article.paper, article.date, article.page.number) == ("cpwb-20230105-pA02-1", "cpwb", dt.date(2023, 1, 5), "A02")
    assert (article.title, article.text) == ("澄浦政协2023年工作综述", "2023年,立案286件。")
    assert [(one.role, one.name) for one in article.bylines] == [("作者", "张三")]
    assert article.source.address == "a.csv"


@pytest.mark.parametrize("mark", [",", "\t", ";", "，"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_marks_encodings_and_english_heads(mark, encoding):
    rows = ("Title", "Text", "date"), ("澄浦小事", "这一年里澄浦市政协做了许多事情。", "2023年1月5日")
    text = "".join(f"{mark.join(row)}\r\n" for row in rows)
    [article], _ = table(text.encode(encoding), "a.tsv")
    assert (article.title, article.text, article.date) == ("澄浦小事", "这一年里澄浦市政协做了许多事情。", dt.date(2023, 1, 5))
    assert article.id.startswith("files-")


def test_bad_rows_are_named_and_the_good_ones_kept():
    lines = [
        "标题,正文,日期,报纸",
        "甲,甲文。,2023-01-05,澄浦晚报",
        "乙,乙文。,2023-01-05,cpwb,多,了",
        "丙,,2023-01-05,cpwb",
        '丁,"丁文没有收尾,2023-01-05,cpwb',
        "戊,戊文。,何年何月,cpwb",
        "己,己文。,2023-01-06,没有的报",
        '庚,"庚文一。\n庚文二。",2023-01-06,cpwb',
        f"辛,{'长' * 600_000},2023-01-06,cpwb",
    ]
    articles, [error] = table("\n".join(lines))
    assert [one.title for one in articles] == ["甲", "戊", "己", "庚"]
    assert articles[3].text == "庚文一。\n庚文二。"
    facts = error.facts
    assert (facts["wide"], facts["empty"], facts["torn"], facts["dateless"], facts["paperless"]) == ("3", "4", "5 10", "6", "7")
    assert all("table_rows_unread_4" in one.flags for one in articles)
    assert [one.flags[1:] for one in articles] == [(), ("table_date_unread",), ("table_paper_unknown",), ()]
    assert articles[2].paper == "files"
    for lang in ("zh", "en"):
        assert "5 10" in error.message(lang)


def test_rows_of_one_day_have_ids_of_their_own_and_what_is_given_holds_for_all():
    text = "text\tpage\n第一篇。\t1\n第二篇。\t1\n第三篇。\t第2版：要闻\n"
    articles, _ = table(text, "a.txt", paper="cpwb", date=dt.date(2023, 1, 5))
    assert [one.id for one in articles] == ["cpwb-20230105-p1-1", "cpwb-20230105-p1-2", "cpwb-20230105-p2-1"]
    assert articles[2].page.name == "要闻"


@pytest.mark.parametrize(
    ("text", "key"),
    [("题,文\n甲,乙\n", "table_head"), ("", "table_head"), ("正文\n", "dropped_empty"), ("正文,日期\n,2023-01-05\n", "table_rows")],
)
def test_a_table_without_articles_is_a_named_error(text, key):
    with pytest.raises(Unreadable) as caught:
        table(text)
    assert caught.value.key == key


def test_a_table_too_long_is_refused():
    with pytest.raises(Unreadable) as caught:
        table("正文\n" + "一年的工作。\n" * 5_001)
    assert caught.value.key == "table_long"


def test_a_text_whose_first_line_has_such_words_is_a_text():
    for text in ("内容，标题，日期都在里面。\n\n第二段。", "正文,共三段,记者写了很多,标题还没有,日期也没有\n第二行。"):
        assert len(table(text, "a.txt")[0]) == 1
        assert "第二" in table(text, "a.txt")[0][0].text
