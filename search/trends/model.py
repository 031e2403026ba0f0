"""What may be asked about phrases over the years, and what an answer is."""

from dataclasses import dataclass
from typing import Literal, get_args

from articles.errors import QueryError
from search.query import LONGEST, Span
from search.question import Lack

Grouping = Literal["place", "province", "prefecture", "county", "organ"]
GROUPINGS: tuple[Grouping, ...] = get_args(Grouping)
#: Most phrases of one question; most groups of each; most years of one answer.
MOST_PHRASES, MOST_LINES, MOST_YEARS = 10, 1_000, 200


@dataclass(frozen=True, slots=True)
class TrendQuestion:
    """Phrases in the query language, a line each, and what narrows the accounts looked at; of several values of a filter one must hold.

    `years` are the years covered. `by` makes a line of each place (with all that lies in it; `province`, `prefecture`, `county`: those of
    that level) or organ too, at most `limit` a phrase. The scope is summaries, or all articles with `all_`. QueryError where a bound is
    passed.
    """

    phrases: tuple[str, ...]
    years: Span | None = None
    by: Grouping | None = None
    organ: tuple[str, ...] = ()
    place: tuple[str, ...] = ()
    paper: tuple[str, ...] = ()
    all_: bool = False
    limit: int = 10

    def __post_init__(self) -> None:
        if not 1 <= len(self.phrases) <= MOST_PHRASES:
            raise QueryError("trend_phrases", value=len(self.phrases), expected=MOST_PHRASES)
        longest = max(map(len, self.phrases))
        for name, value, most in (("limit", self.limit, MOST_LINES), ("phrase", longest, LONGEST)):
            if not 0 <= value <= most:
                raise QueryError("query_bounds", field=name, value=value, expected=most)


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """A year of which accounts are held: how many hold the phrase, of how many, and the share of these (0 to 1, six digits)."""

    year: int
    count: int
    held: int
    share: float


@dataclass(frozen=True, slots=True)
class Seen:
    """An article, as it is cited."""

    id: str
    date: str | None
    title: str | None
    citation: str


@dataclass(frozen=True, slots=True)
class Spread:
    """In how many places and organs a phrase stands in a year, and in how many it had been seen by then; articles without are left out."""

    year: int
    places: int
    organs: int
    places_reached: int
    organs_reached: int


@dataclass(frozen=True, slots=True)
class Line:
    """A phrase over the years, of all accounts or (`group`, a code or an organ, with its `name`) of a group of them.

    `total` counts articles: one that covers several years is a point's in each. `gaps` are the years of which no account is held.
    `first` is the earliest article by its printed date (None without any, and for groups), `spread` stands for the years with any.
    """

    phrase: str
    group: str | None
    name: str | None
    total: int
    points: tuple[TrendPoint, ...]
    gaps: tuple[int, ...]
    first: Seen | None = None
    spread: tuple[Spread, ...] = ()


@dataclass(frozen=True, slots=True)
class TrendsSummary:
    """The accounts looked at, the years of the answer, how many groups were left out, and the issues that are not held."""

    held: int
    first_year: int | None
    last_year: int | None
    more: int
    missing: Lack


@dataclass(frozen=True, slots=True)
class TrendAnswer:
    """Lines in the order of the phrases, the groups of each by count; and what stands beside them."""

    lines: tuple[Line, ...]
    summary: TrendsSummary
