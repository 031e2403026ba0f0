"""What was read of a page into an Article, with what the text says of itself."""

import datetime as dt
from collections.abc import Sequence

from articles.model import Article, Page, Source
from articles.reading import bylines, kind
from scrapers.platforms import ArticlePage


def assemble(
    id_: str, paper: str, date: dt.date | None, page: Page | None, read: ArticlePage, source: Source, flags: Sequence[str]
) -> Article:
    """The article of a page, revision 1; organ, place, period, figures and cluster are read later, by others."""
    lines = [paragraph.text for paragraph in read.paragraphs]
    people, place_and_day = bylines(lines, read.author)
    return Article(
        id=id_,
        revision=1,
        paper=paper,
        date=date,
        page=page,
        kicker=read.kicker,
        title=read.title,
        subtitle=read.subtitle,
        bylines=people,
        dateline=place_and_day,
        text="\n".join(lines),
        paragraphs=read.paragraphs,
        kind=kind(read.kicker, read.title, read.subtitle),
        organ=None,
        place=None,
        period=None,
        figures=(),
        repairs=read.repairs,
        flags=tuple(dict.fromkeys((*read.flags, *flags))),
        cluster=None,
        source=source,
    )
