"""What a page prints around its articles: date, page, paper, editors, what stands on every page; and what it says of itself there."""

import datetime as dt
import re
from collections.abc import Sequence
from itertools import pairwise

from scrapers.pdf.blocks import Measure
from scrapers.pdf.glyphs import Box, PdfPage
from scrapers.pdf.lines import Line

#: Headers stand in this part of a page's height, footers in that.
_HEADER, _FOOTER = 0.09, 0.06
#: What several pages have in these outer parts is furniture; further in it may be the headline of an article that goes on.
_AGAIN = 0.05
_DATE = re.compile(r"(?P<year>(?:19|20)\d\d)\s*[年./-]\s*(?P<month>\d{1,2})\s*[月./-]\s*(?P<day>\d{1,2})\s*日?")
_PAGE = re.compile(r"第?\s*(?P<page>[A-Za-z]{0,2}\d{1,3}|[一二三四五六七八九十]{1,3})\s*版|(?P<bare>[A-Z]{0,2}\d{1,2})")
_EDITORS = re.compile(
    r"[□■●◆▲]?(?:本版|本期|今日)?(?:责任编辑|责编|执行编辑|值班(?:编委|主任|编辑)|主编|编辑|版式(?:设计)?|美编|美术编辑|校对|文字校对|组版|审读)"
    r"\s*[/／]?[:：\s　].{1,80}"
)
_CONTACT = re.compile(r"(?:电子邮箱|邮箱|新闻热线|热线|投稿|电话|地址|邮编)[:：\s　].{1,80}")
#: The paper's own numbers, wherever on the page they stand; others (联系电话) are parts of notices.
_HOTLINE = re.compile(
    r"(?:本报|新闻|报料|爆料|订阅|投稿|发行|广告|读者)+(?:服务)?(?:热线|电话|邮箱|信箱)\s*[:：]?[\d\-—@.A-Za-z、 　/（）()]{6,60}"
)
_ADDRESS = re.compile(
    r"(?:https?://|www\.)\S+|[^\s@]+@[^\s@]+\.\S+|(?:邮发代号|国内统一刊号|国内统一连续出版物号|总第|星期|农历)\S*.{0,40}"
)
_CREDIT = re.compile(r"(?:本报|特约)?(?:记者|通讯员)?\s{0,9}[一-鿿·]{2,8}(?:\s[一-鿿]{2,4})*\s{0,9}[/／]?\s{0,9}(?:摄|摄影|供图|图)")


def repeated(pages: Sequence[Sequence[Line]], heights: Sequence[float]) -> frozenset[str]:
    """What stands in the margins of several pages, digits left aside."""
    seen: dict[str, set[int]] = {}
    for number, (lines, height) in enumerate(zip(pages, heights, strict=True)):
        for line in lines:
            if line.box.y1 < _AGAIN * height or line.box.y0 > (1 - _AGAIN) * height:
                seen.setdefault(_masked(line.text), set()).add(number)
    return frozenset(text for text, numbers in seen.items() if len(numbers) > 1)


def _masked(text: str) -> str:
    return re.sub(r"[\d一二三四五六七八九十]+", "#", "".join(text.split()))


def take_furniture(lines: Sequence[Line], page: PdfPage, measure: Measure, again: frozenset[str]) -> tuple[list[Line], list[Line]]:
    """The lines of a page that belong to no article, and the rest."""
    taken = [line for line in lines if _in_margin(line, page, again) or _EDITORS.fullmatch(line.text) or _HOTLINE.fullmatch(line.text)]
    taken += [line for line in lines if _CREDIT.fullmatch(line.text) and any(_inside(line, box) for box in page.pictures)]
    header = [line for line in taken if line.box.y1 < _HEADER * page.height]
    rest = [line for line in lines if line not in taken]
    if header:
        foot = max(line.box.y1 for line in header)
        taken += [line for line in rest if line.base <= foot + 0.2 * line.size]
    else:
        edge = _header_rule(rest, page)
        taken += [line for line in rest if line.base <= edge]
    taken += _footer([line for line in rest if line not in taken], page, measure)
    kept = set(map(id, taken))
    return list({id(line): line for line in taken}.values()), [line for line in lines if id(line) not in kept]


def _inside(line: Line, box: Box) -> bool:
    return box.holds((line.box.x0 + line.box.x1) / 2, line.base - 0.3 * line.size)


def _in_margin(line: Line, page: PdfPage, again: frozenset[str]) -> bool:
    """A line of header or footer by what it says, or because other pages have it too."""
    top, foot = line.box.y1 < _HEADER * page.height, line.box.y0 > (1 - _FOOTER) * page.height
    if not top and not foot:
        return False
    if _masked(line.text) in again:
        return True
    says = (
        _DATE.match(line.text)
        or _PAGE.fullmatch(line.text)
        or _EDITORS.fullmatch(line.text)
        or _CONTACT.fullmatch(line.text)
        or _ADDRESS.fullmatch(line.text)
    )
    return says is not None


def _header_rule(lines: Sequence[Line], page: PdfPage) -> float:
    """The rule under a header that says nothing we know: level, long, with few lines over it; 0 without one."""
    rules = [rule.y0 for rule in page.rules if rule.width > 0.6 * page.width and rule.y0 < _HEADER * page.height]
    return next((y for y in sorted(rules, reverse=True) if sum(line.base <= y for line in lines) <= 4), 0.0)


def _footer(lines: Sequence[Line], page: PdfPage, measure: Measure) -> list[Line]:
    """Lines by themselves at the page's foot: nothing over them for some lines."""
    low = sorted((line for line in lines if line.box.y0 > (1 - _FOOTER) * page.height), key=lambda line: line.base)
    if not low or (len(low) > 1 and any(after.base - before.base > 0.5 * measure.size for before, after in pairwise(low))):
        return []
    lowest = set(map(id, low))
    others = [line.box.y1 for line in lines if id(line) not in lowest]
    return low if others and low[0].box.y0 - max(others) > 1.5 * measure.leading and low[0].size <= measure.size else []


def printed_date(furniture: Sequence[str]) -> dt.date | None:
    """The date a page prints in its margins."""
    for text in furniture:
        if found := _DATE.search(text):
            try:
                return dt.date(int(found["year"]), int(found["month"]), int(found["day"]))
            except ValueError:
                continue
    return None


def printed_page(furniture: Sequence[str]) -> str | None:
    """The page number a page prints in its margins, without 第 and 版."""
    found = [match for text in furniture if (match := _PAGE.fullmatch("".join(text.split())))]
    named = next((match["page"] for match in found if match["page"]), None)
    return named or next((match["bare"] for match in found), None)
