"""岚江新闻网: articles of 岚江日报 once more as ordinary news columns, listed by pages, a feed and sitemaps."""

import datetime as dt
import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from scrapers.sample import pages, replies
from scrapers.sample.dates import calendar, lost
from scrapers.sample.drafts import PrintedArticle
from scrapers.sample.issues import printed
from scrapers.sample.sites import FIRST_DAY, Site

HOST, PREFIX = "news.lanjiang.example", "/news/"
PAPER = "ljrb"
_SITE = Site(PAPER, HOST, PREFIX, "rmrb", FIRST_DAY, 500_000)
#: Items of a page of a list, of a feed, and pages a list has.
_A_PAGE, _A_FEED, _PAGES = 30, 40, 40
_PINNED = 1
_PATH = re.compile(rf"{PREFIX}(yaowen|wenhua)/(?:index(?:_(\d{{1,3}}))?\.html|\d{{6}}/t\d{{8}}_(\d+)\.html)")
_MAP = re.compile(rf"{PREFIX}sitemap-(\d{{4}})\.xml")


class Item(NamedTuple):
    """An article of a column: its day, its path, and what it says."""

    date: dt.date
    path: str
    article: PrintedArticle


class Answer(NamedTuple):
    """A text of the site, its day and its media type."""

    text: str
    date: dt.date
    kind: str


@cache
def items(column: str) -> tuple[Item, ...]:
    """The articles of a column (`yaowen`, `wenhua`), the newest first; what goes on, on another page of the paper, is not among them."""
    found = [Item(day, _path(column, day, one), one) for day in _days() for one in _articles(day) if _column(one) == column]
    return tuple(reversed(found))


def answer(path: str) -> Answer | None:
    """What the site answers to a path; None where it has nothing."""
    if path == f"{PREFIX}rss.xml":
        return _rendered("column_feed.xml", items("yaowen")[:_A_FEED], "application/rss+xml")
    if path == f"{PREFIX}sitemap.xml":
        years = sorted({day.year for day in _days()})
        last = _days()[-1]
        return Answer(pages.rendered("column_index.xml", host=HOST, prefix=PREFIX, years=years, last=last), last, "application/xml")
    if found := _MAP.fullmatch(path):
        held = [one for name in ("yaowen", "wenhua") for one in items(name) if one.date.year == int(found[1])]
        return _rendered("column_sitemap.xml", held, "application/xml") if held else None
    found = _PATH.fullmatch(path)
    return _of_column(path, found) if found else None


def _of_column(path: str, found: re.Match[str]) -> Answer | None:
    held = items(found[1])
    if not found[3]:
        number = int(found[2] or 0)
        shown = held[number * _A_PAGE : (number + 1) * _A_PAGE]
        pinned = held[-_PINNED:] if number == 0 else ()
        return _rendered("column_list.html", [*pinned, *shown], "text/html; charset=utf-8") if shown and number < _PAGES else None
    one = next((item for item in held if item.path == path), None)
    return _rendered("column_article.html", [one, *held[:6]], "text/html; charset=utf-8") if one else None


def _rendered(template: str, shown: Sequence[Item], kind: str) -> Answer:
    newest = max(one.date for one in shown)
    text = pages.rendered(template, host=HOST, prefix=PREFIX, items=shown, content=replies.content)
    return Answer(text, newest, kind)


@cache
def _days() -> tuple[dt.date, ...]:
    return tuple(day for day in calendar(PAPER) if (PAPER, day) not in lost())


def _articles(day: dt.date) -> list[PrintedArticle]:
    issue = printed(_SITE, day)
    found = [one for page in issue.pages for one in page.articles] if issue else []
    return [one for one in found if not (one.ad or one.continues or one.continued)]


def _column(one: PrintedArticle) -> str:
    return "wenhua" if one.draft.topic.startswith("news") else "yaowen"


def _path(column: str, day: dt.date, one: PrintedArticle) -> str:
    return f"{PREFIX}{column}/{day:%Y%m}/t{day:%Y%m%d}_{one.number}.html"
