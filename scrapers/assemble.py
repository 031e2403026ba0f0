"""What was read of a page into an Article, with what the text says of itself."""

import datetime as dt
from collections.abc import Sequence

from articles.model import Article, Page, Source
from articles.reading import Piece, Reading, bylines
from articles.reading import read as read_piece
from scrapers.divisions import divisions
from scrapers.platforms import ArticlePage


def assemble(
    id_: str, paper: str, date: dt.date | None, page: Page | None, read: ArticlePage, source: Source, flags: Sequence[str], home: str | None
) -> Article:
    """The article of a page, revision 1, and what it says; `home` is the division of its paper's home. Its cluster is found by others."""
    lines = [paragraph.text for paragraph in read.paragraphs]
    people, place_and_day = bylines(lines, read.author)
    text = "\n".join(lines)
    says = read_piece(Piece(read.kicker, read.title, read.subtitle, text, date, home), divisions())
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
        text=text,
        paragraphs=read.paragraphs,
        kind=says.kind.value,
        organ=says.organ.value,
        place=says.place.value,
        period=says.period.value,
        figures=says.figures,
        repairs=read.repairs,
        flags=tuple(dict.fromkeys((*read.flags, *flags))),
        cluster=None,
        source=source,
    )


def says(article: Article, home: str | None) -> Reading:
    """What an article says by today's rules, each finding with the words it rests on; `home` is the division of its paper's home."""
    piece = Piece(article.kicker, article.title, article.subtitle, article.text, article.date, home)
    return read_piece(piece, divisions())
