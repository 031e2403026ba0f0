"""Any number of articles for benchmarks, made directly, without pages."""

import dataclasses
import datetime as dt
from collections.abc import Iterator
from hashlib import sha256
from itertools import count, islice

from articles.model import Article, Page, Paragraph, Source
from scrapers.sample import news
from scrapers.sample.dates import MAX_SCALE, calendar, lost, ordinal
from scrapers.sample.drafts import Line, PrintedArticle
from scrapers.sample.issues import issue

_PAPERS = ("ljrb", "cpwb", "hcrb")
#: Everyday articles a further round adds to each issue, and how far apart the rounds' numbers are.
_MORE = 12
_ROUND = 10_000_000


def articles(number: int) -> Iterator[Article]:
    """The first `number` articles of an endless row: the standard set, then every other day, then further news of the same days."""
    return islice(_row(), number)


def _row() -> Iterator[Article]:
    standard = [(paper, date) for paper in _PAPERS for date in calendar(paper)]
    daily = [(paper, date) for paper in _PAPERS for date in calendar(paper, MAX_SCALE)]
    held = set(standard)
    for paper, date in [*standard, *(day for day in daily if day not in held)]:
        found = issue(paper, date)
        yield from (model(paper, date, article) for article in (found.articles if found else ()))
    for further in count(1):
        for paper, date in daily:
            yield from _further(paper, date, further)


def _further(paper: str, date: dt.date, further: int) -> Iterator[Article]:
    """Twelve more everyday articles of a day, of the round `further`."""
    found = issue(paper, date) if (paper, date) not in lost() else None
    if found is None:
        return
    pattern = found.articles[0]
    for index, story in enumerate(news.deal(paper, date, ordinal(paper, date) + further, _MORE)):
        draft = news.tell(story, paper, date, further, index)
        yield model(paper, date, dataclasses.replace(pattern, draft=draft, number=pattern.number + further * _ROUND + index))


def model(paper: str, date: dt.date, found: PrintedArticle) -> Article:
    """A printed article as the model has it, the author's line first; what later readers find out stays empty."""
    draft = found.draft
    lines = ((Line(draft.author),) if draft.author else ()) + draft.lines
    paragraphs, start = [], 0
    for line in lines:
        paragraphs.append(Paragraph(line.text, start, start + len(line.text), line.role))
        start += len(line.text) + 1
    text = "\n".join(line.text for line in lines)
    return Article(
        id=f"{paper}-{date:%Y%m%d}-{found.number}",
        revision=1,
        paper=paper,
        date=date,
        page=Page(found.page, found.page_name),
        kicker=draft.kicker,
        title=draft.title,
        subtitle=draft.subtitle,
        bylines=draft.bylines,
        dateline=draft.dateline,
        text=text,
        paragraphs=tuple(paragraphs),
        kind=draft.kind,
        organ=None,
        place=None,
        period=None,
        figures=(),
        repairs=(),
        flags=(),
        cluster=None,
        source=Source(found.address, sha256(text.encode()).hexdigest()),
    )
