"""What an article is: frozen dataclasses, one attribute per field of the contract.

Offsets count code points of `text` (0-based, end excluded) unless said otherwise. `articles.exchange` turns them into JSON and back.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Annotated, ClassVar, Literal

from pydantic import ConfigDict, Field, JsonValue

Kind = Literal["summary.report", "summary.account", "summary.committee", "summary.department", "summary.term", "news", "other"]
ParagraphRole = Literal["body", "heading", "caption", "table"]
FigureStatus = Literal["achieved", "planned"]
RepairAction = Literal["removed", "moved", "joined"]
PartOfAccount = Literal["review", "plan"]
TermSort = Literal["word", "slogan"]
Level = Literal["country", "province", "prefecture", "county", "township"]

_STRICT = ConfigDict(extra="forbid", strict=True)
From = Annotated[int, Field(alias="from")]


@dataclass(frozen=True, slots=True)
class Page:
    """The page an article is printed on: its number as printed, without 第 and 版 (`01`, `A03`), and its name (`要闻`)."""

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT
    number: str
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Byline:
    """A person named for an article and the role printed (`记者`, `通讯员`, `作者`, `摄影`, `整理`)."""

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT
    role: str
    name: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A printed paragraph: `text == article.text[start:end]`."""

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT
    text: str
    start: int
    end: int
    role: ParagraphRole = "body"


@dataclass(frozen=True, slots=True)
class Place:
    """A division: its six-digit code, name and level."""

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT
    code: str
    name: str
    level: Level


@dataclass(frozen=True, slots=True)
class Years:
    """An inclusive range of years."""

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT
    from_: From
    to: int


@dataclass(frozen=True, slots=True)
class Period:
    """The years an account covers, the words that say so, the session's year and the year planned for."""

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT
    from_: From
    to: int
    basis: str
    confidence: float
    given: int | None = None
    planned: int | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """A quantitative claim: the decimal `value` in `unit`, as printed at `start:end`, inside `sentence`."""

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT
    value: str
    unit: str
    unit_printed: str
    what: str
    qualifier: str | None
    direction: str | None
    status: FigureStatus
    period: Years | None
    same_as: int | None
    sentence: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Repair:
    """A step that made `text` from the printed text: offsets into the printed text; `to` for a span that moved.

    `printed` is what stood there, left out of the JSON for spans that moved: those stand in `text`.
    """

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT
    rule: str
    start: int
    end: int
    action: RepairAction
    to: int | None
    confidence: float
    printed: Annotated[str, Field(exclude_if=lambda printed: not printed)] = ""


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle on a page of a file (`page` counts from 1), in parts of the page's width and height from its upper left corner."""

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT
    page: int
    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(frozen=True, slots=True)
class Corrected:
    """A field an editor overruled, and what the reader had read there (as JSON)."""

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT
    field: str
    read: JsonValue


@dataclass(frozen=True, slots=True)
class Section:
    """A section: its level (1 to 3; 4 for a bare heading), its heading as printed, and where it begins and ends in the text."""

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT
    level: int
    heading: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Part:
    """The part of an account that reviews, or the one that plans: where it begins and ends in the text."""

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT
    part: PartOfAccount
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Term:
    """What an article says more often than others do: a word with its weight, or a slogan named as such (`1+3+6+N`, `六个一`).

    `start`, `end`: where it stands first; `count`: how often. A slogan's weight is None.
    """

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT
    words: str
    sort: TermSort
    weight: float | None
    count: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Neighbour:
    """Another account of the same body, of the years before or after."""

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT
    id: str
    paper: str
    date: dt.date | None
    title: str | None
    period: Period | None


@dataclass(frozen=True, slots=True)
class Source:
    """Where an article comes from: the paper's public address (or the file's name) and the SHA-256 of the raw payload."""

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT
    address: str
    digest: str


@dataclass(frozen=True, slots=True)
class Article:
    """One article of a newspaper, as printed, with what was read out of it."""

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT
    id: str
    revision: int
    paper: str
    date: dt.date | None
    page: Page | None
    kicker: str | None
    title: str | None
    subtitle: str | None
    bylines: tuple[Byline, ...]
    dateline: str | None
    text: str
    paragraphs: tuple[Paragraph, ...]
    kind: Kind
    organ: str | None
    place: Place | None
    period: Period | None
    figures: tuple[Figure, ...]
    repairs: tuple[Repair, ...]
    flags: tuple[str, ...]
    cluster: str | None
    source: Source
    #: Where the article stands on its page; left out of the JSON where nothing is known.
    areas: Annotated[tuple[Area, ...], Field(exclude_if=lambda areas: not areas)] = ()
    #: Fields an editor overruled.
    corrected: Annotated[tuple[Corrected, ...], Field(exclude_if=lambda corrected: not corrected)] = ()
    #: Computed for who asks, never kept: the sections of the text, its parts, and what it says more often than others do.
    sections: Annotated[tuple[Section, ...], Field(exclude_if=lambda sections: not sections)] = ()
    parts: Annotated[tuple[Part, ...], Field(exclude_if=lambda parts: not parts)] = ()
    terms: Annotated[tuple[Term, ...], Field(exclude_if=lambda terms: not terms)] = ()
    #: The same body's accounts of the nearest years before and after that are held.
    previous: Annotated[Neighbour | None, Field(exclude_if=lambda previous: previous is None)] = None
    next: Annotated[Neighbour | None, Field(exclude_if=lambda following: following is None)] = None
