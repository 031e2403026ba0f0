"""What pages print in words: page labels, dates, advertisements, jumps to other pages."""

import datetime as dt
import re

from scrapers.platforms.blocks import one_line
from scrapers.platforms.model import Skip

_LABEL = re.compile(
    r"(?P<first>第?)\s*(?P<number>[A-Za-z]{0,4}\d{1,5}(?!\d)[A-Za-z]?)"
    r"(?:\s*(?P<last>版))?(?P<mark>[\s\u3000:：\-—·|]*)(?P<name>.*)",
    re.DOTALL,
)
#: `00001` is page 01 (reference, B.2: 浙江's and 河南's lists).
_PADDED = re.compile(r"^0+(?=\d\d$)(?<=000)")
_DATE = re.compile(r"(\d{4})\s*[年\-/.]\s*(\d{1,2})\s*[月\-/.]\s*(\d{1,2})")
_WEEKDAY = re.compile(r"\d{4}年\d{1,2}月\d{1,2}日(?=[\s\u3000]*(?:星期|周|[A-Z][a-z]{2}\b))")
_AD = re.compile(r"(公益|商业|分类|中缝|形象|专题|招聘)?广告(版|专版|专刊|信息|公告)?[（(]?[\d一二三四五六七八九十]*[)）]?")


def page_label(text: str) -> tuple[str, str | None] | None:
    """Number and name of `第01版：要闻`, `01版：要闻`, `第1版　　要闻`, `A03 综合`; None where the text is no label."""
    found = _LABEL.fullmatch(one_line(text))
    if not found or not (found["first"] or found["last"] or found["mark"].strip() or (found["mark"] and len(found["number"]) > 1)):
        return None
    return _PADDED.sub("", found["number"]), found["name"].strip("\u3000 ") or None


def printed_date(text: str) -> dt.date | None:
    """The first date in a text (`2023年02月11日`, `2023-02-11 00:00:00:0`); None where there is none, or no such day."""
    found = _DATE.search(text)
    try:
        return dt.date(*map(int, found.groups())) if found else None
    except ValueError:
        return None


def weekday_date(text: str) -> dt.date | None:
    """The first date a weekday follows: how an issue's date is printed, and few other dates are."""
    found = _WEEKDAY.search(text)
    return printed_date(found[0]) if found else None


def is_ad(text: str | None) -> Skip | None:
    """`ad` where a page's name or an article's title says it is an advertisement."""
    return "ad" if text and _AD.fullmatch(re.sub(r"\s", "", text)) else None
