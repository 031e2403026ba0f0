import datetime as dt

import pytest
from search_kit import made

from articles.model import Byline, Page, Source
from search import cite, cite_full


@pytest.mark.parametrize(
    ("number", "date", "short"),
    [
        ("3", dt.date(2023, 1, 5), "《西宁晚报》2023年1月5日第3版"),
        ("03", dt.date(2023, 11, 25), "《西宁晚报》2023年11月25日第3版"),
        ("A03", dt.date(2023, 1, 5), "《西宁晚报》2023年1月5日第A03版"),
        ("00", dt.date(2023, 1, 5), "《西宁晚报》2023年1月5日第0版"),
        (None, dt.date(2023, 1, 5), "《西宁晚报》2023年1月5日"),
        ("10", None, "《西宁晚报》第10版"),
        (None, None, "《西宁晚报》"),
    ],
)
def test_the_short_form(number: str | None, date: dt.date | None, short: str) -> None:
    article = made(date=date, page=Page(number) if number else None)
    assert cite(article, "西宁晚报") == short


def test_the_full_form() -> None:
    bylines = (Byline("通讯员", "李四"), Byline("记者", "张三"), Byline("摄影", "王五"))
    article = made(title="同心同行", bylines=bylines, page=Page("03"), date=dt.date(2023, 1, 5))
    assert cite_full(article, "西宁晚报") == "张三, 李四. 同心同行[N]. 西宁晚报, 2023-01-05(3)."
    many = tuple(Byline("记者", name) for name in "甲乙丙丁甲")
    assert cite_full(made(title="同心", bylines=many, page=None), "报").startswith("甲, 乙, 丙, 等. 同心[N]. 报, 2020-01-02.")
    assert cite_full(made(page=Page("A01")), "报") == "无题[N]. 报, 2020-01-02(A01)."


def test_a_file_without_a_paper() -> None:
    article = made("files-0123456789ab-1", paper="files", date=None, page=None, title="报告", source=Source("报告.txt", "0" * 64))
    assert cite(article, "散件") == "《报告》（报告.txt）"
    assert cite_full(article, "散件") == "报告[Z]. 报告.txt."
