"""What the sample's texts are before and after they are put on a page: the truth tests compare readers with."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from articles.model import Byline, Kind, ParagraphRole


@dataclass(frozen=True, slots=True)
class Line:
    """A printed paragraph and what it is.

    `part` names the section of an account's patterns it was made of, and which of its paragraphs (`…/1`; `…/0` is the heading): paragraphs
    of one part answer to each other in the accounts of other years.
    """

    text: str
    role: ParagraphRole = "body"
    part: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """A text as written.

    `author` is a line of its own under the title (`本报记者 …`), `bylines` are all who are named, there or in the text.
    `organ`, `place` and `years` (covered) are set for accounts; `figures` are the series' values the text prints, by key.
    """

    topic: str
    title: str
    lines: tuple[Line, ...]
    kicker: str | None = None
    subtitle: str | None = None
    author: str | None = None
    bylines: tuple[Byline, ...] = ()
    dateline: str | None = None
    kind: Kind = "news"
    organ: str | None = None
    place: str | None = None
    years: tuple[int, int] | None = None
    figures: Mapping[str, str] = field(default_factory=dict)
    picture: bool = False


@dataclass(frozen=True, slots=True)
class PrintedArticle:
    """A draft on a page, at its public address; `number` is the platform's, unique in the paper.

    A text on two pages is two of these: the first is `continued` on a page, the second `continues` from one, both printed numbers.
    """

    number: int
    address: str
    page: str
    page_name: str
    draft: Draft
    ad: bool = False
    continues: str | None = None
    continued: str | None = None

    @property
    def text(self) -> str:
        """The printed paragraphs joined by line feeds, the author's line not among them."""
        return "\n".join(line.text for line in self.draft.lines)


@dataclass(frozen=True, slots=True)
class PrintedPage:
    """A page of an issue: its number as printed, the platform's node, and its articles in the order of the list."""

    number: str
    node: str
    name: str
    address: str
    articles: tuple[PrintedArticle, ...]
    ad: bool = False


@dataclass(frozen=True, slots=True)
class SampleIssue:
    """An issue of a sample newspaper; `encoding` is that of its bytes, `declared` the one its pages name."""

    paper: str
    date: dt.date
    pages: tuple[PrintedPage, ...]
    encoding: str = "utf-8"
    declared: str = "utf-8"

    @property
    def articles(self) -> tuple[PrintedArticle, ...]:
        """What a reader should find: every article but advertisements, in printed order."""
        return tuple(article for page in self.pages for article in page.articles if not article.ad)
