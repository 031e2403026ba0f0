"""An article page of a site of no family: text by trafilatura, and title, day and author by what Chinese sites print and declare."""

import datetime as dt
import re
from collections.abc import Iterator, Sequence

from lxml.html import HtmlElement

from articles.errors import EmptyIssue
from scrapers.platforms.article import byline
from scrapers.platforms.blocks import Block, blocks, laid_out, one_line
from scrapers.platforms.column.body import body
from scrapers.platforms.column.days import day_of_address, day_of_instant
from scrapers.platforms.labels import printed_date
from scrapers.platforms.markup import at, flags, line
from scrapers.platforms.model import ArticlePage

_SITE = re.compile(r"\s{0,9}(?:[-_|–—]{1,2}|>{1,2}|::)\s{0,9}")
_DAYS = frozenset(
    [
        "publishdate",
        "pubdate",
        "article:published_time",
        "publish_time",
        "og:release_date",
        "datepublished",
        "firstpublishedtime",
        "releasedate",
    ]
)
_AUTHORS = frozenset(["author", "article:author"])
#: `来源：…　作者：张三`: a line between title and text; longer ones are text.
_INFO = 160
_AUTHOR = re.compile(
    r"(?:作\s{0,3}者|记\s{0,3}者|撰\s{0,3}文)\s{0,3}[:：]\s{0,3}([^\d:：|]{2,40}?)(?=\s{0,9}(?:$|[|\d]|\s[^\s:：]{1,8}[:：]))"
)
_TOLD = re.compile(r"来\s{0,3}源|作\s{0,3}者|发布(?:时间|日期)|时间\s{0,3}[:：]|日期\s{0,3}[:：]|\d{1,2}:\d\d|字号|浏览|责任?编辑")
#: A heading shorter than this is a label.
_TITLE = 4
_NUMBER = re.compile(r"([A-Za-z0-9_-]{1,60})(?:\.\w{2,6})?")


def read(root: HtmlElement, text: str, address: str, *, whole: bool = False) -> ArticlePage:
    """The article of a page; with `whole`, all its text where none of it is an article's. EmptyIssue for none, but with `whole`."""
    title = _title(root)
    found = body(root, text) or (list(blocks(root)) if whole else [])
    if not found and not whole:
        raise EmptyIssue("column_no_text", address=address)
    lines = [words for words, _ in blocks(root)]
    info = _info(lines, title, found)
    author = _author(root, info)
    kept = [block for block in found if block[0] != title and block[0] not in info] or found
    made = laid_out(byline(author or "", kept) + kept)
    return ArticlePage(
        number=number_of(address),
        date=_day(root, info, address),
        page_number=None,
        page_name=None,
        kicker=None,
        title=title,
        subtitle=None,
        author=author,
        paragraphs=made,
        address=address if "://" in address else None,
        flags=flags(root),
    )


def number_of(address: str) -> str | None:
    """What an article's file is called, as a number: `t20230105_1182`; None where that tells no article apart."""
    found = _NUMBER.fullmatch(address.partition("?")[0].rstrip("/").rpartition("/")[2])
    name = re.sub(r"\W", "_", found[1]) if found else ""
    return name[-40:] if "://" in address and any(map(str.isdigit, name)) else None


def has_title_and_day(root: HtmlElement, address: str = "") -> bool:
    """Whether a page says of itself what an article says: a title of its own, and its day beside it or declared."""
    title = _title(root)
    return title is not None and _day(root, _info([words for words, _ in blocks(root)], title, []), address) is not None


def _title(root: HtmlElement) -> str | None:
    """The longest heading that the page's title repeats; else the first heading of the highest kind; else the page's title itself."""
    named = next((one_line("".join(found.itertext())) for found in root.iter("title")), "") or _declared(root, frozenset(["og:title"]))
    headings = [text for path in ("//h1", "//h2") for heading in at(root, path)[:20] if (text := line(heading))]
    bare = "".join((named or "").split())
    repeated = max((text for text in headings if "".join(text.split()) in bare), key=len, default="")
    first = next((line(heading) for heading in at(root, "//h1")[:20] if len(line(heading)) >= _TITLE), None)
    parts = [part for part in _SITE.split(named or "") if part.strip()]
    if len(repeated) >= _TITLE:
        return repeated
    return first or (parts[0] if parts else None) or repeated or next(iter(headings), None)


def _declared(root: HtmlElement, names: frozenset[str]) -> str | None:
    for meta in at(root, "//meta[@content]"):
        name = (meta.get("name") or meta.get("property") or meta.get("itemprop") or "").strip().lower()
        if name in names and (said := one_line(meta.get("content", "")[:400])):
            return said
    return None


def _info(lines: Sequence[str], title: str | None, found: Sequence[Block]) -> list[str]:
    """The short lines below the title, before the text, that tell source, time and author."""
    start = next((place + 1 for place, text in enumerate(lines) if title and text == title), 0)
    first = found[0][0] if found else None
    told: list[str] = []
    for text in lines[start : start + 12]:
        if len(text) <= _INFO and (_TOLD.search(text) or (len(text) <= 40 and printed_date(text))) and not text.endswith("。"):
            told.append(text)
        elif text == first or len(text) > _INFO or told:
            break
    return told


def _author(root: HtmlElement, info: Sequence[str]) -> str | None:
    printed = next((found[1] for text in info if (found := _AUTHOR.search(text))), None) or _declared(root, _AUTHORS)
    return (printed or "").strip().rstrip(",，、;；)）") or None


def _day(root: HtmlElement, info: Sequence[str], address: str) -> dt.date | None:
    """The day printed below the title; else the one the page declares; else that of its address."""
    return next(filter(None, _days(root, info, address)), None)


def _days(root: HtmlElement, info: Sequence[str], address: str) -> Iterator[dt.date | None]:
    yield from (printed_date(text) for text in info)
    yield day_of_instant(_declared(root, _DAYS))
    yield from (day_of_instant(found.get("datetime")) for found in at(root, "//time[@datetime]")[:3])
    yield day_of_address(address)
