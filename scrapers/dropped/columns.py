"""What the columns of a table of articles are called, and what their cells say."""

import datetime as dt
import re
from collections.abc import Mapping, Sequence

from scrapers.platforms.labels import page_label, printed_date

#: A column by the names its head may have, in Chinese and English.
NAMES: Mapping[str, tuple[str, ...]] = {
    "title": ("标题", "题目", "题名", "篇名", "title", "headline"),
    "kicker": ("引题", "肩题", "眉题", "kicker"),
    "subtitle": ("副题", "副标题", "subtitle"),
    "text": ("正文", "内容", "全文", "文本", "正文内容", "text", "body", "content", "fulltext", "full_text"),
    "date": ("日期", "见报日期", "出版日期", "刊出日期", "发布日期", "date", "published"),
    "paper": ("报纸", "报刊", "报名", "报纸名称", "来源报纸", "paper", "newspaper"),
    "page": ("版", "版次", "版号", "版面", "page"),
    "byline": ("作者", "记者", "署名", "author", "byline"),
    "address": ("网址", "链接", "地址", "url", "link", "address"),
}
_KNOWN = {name: column for column, names in NAMES.items() for name in names}
_ISO = re.compile(r"\s*(\d{4})(\d{2})(\d{2})\s*")


def columns_of(cells: Sequence[str]) -> dict[str, int]:
    """The known columns of a head and where they stand; the first of two that mean the same."""
    found: dict[str, int] = {}
    for at, cell in enumerate(cells):
        column = _KNOWN.get(cell.strip().strip("\ufeff").lower())
        if column:
            found.setdefault(column, at)
    return found


def day_of(cell: str) -> dt.date | None:
    """The date of a cell (`2023-01-05`, `2023/1/5`, `20230105`, `2023年1月5日`); None where it is none."""
    plain = _ISO.fullmatch(cell)
    return printed_date("-".join(plain.groups()) if plain else cell)


def page_of(cell: str) -> tuple[str | None, str | None]:
    """Number and name of a page (`3`, `A03`, `第3版：要闻`)."""
    text = cell.strip()
    label = page_label(text)
    if label:
        return label
    return (text[:20] or None), None
