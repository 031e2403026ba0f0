"""What may be asked about figures, and what an answer is."""

from dataclasses import dataclass

from articles.errors import QueryError
from articles.model import FigureStatus, Kind, Place
from search.query import Span
from search.question import Blamed, Lack

#: Most series of one answer; longest text that says what is counted; most figures of no series that are told.
MOST_SERIES, LONGEST_WHAT, MOST_UNFIT = 1_000, 100, 100


@dataclass(frozen=True, slots=True)
class FigureQuestion:
    """What is counted (words of it, all of which must be named), whose and where it is, of which years (any overlap), in which unit.

    Of several values of a filter one must hold. A place means itself, with `below` the divisions in it too. `planned` tells what was
    planned beside what was achieved. QueryError where a bound is passed.
    """

    what: str = ""
    organ: tuple[str, ...] = ()
    place: tuple[str, ...] = ()
    paper: tuple[str, ...] = ()
    years: Span | None = None
    unit: str | None = None
    planned: bool = False
    below: bool = False
    limit: int = 20

    def __post_init__(self) -> None:
        for name, value, most in (("what", len(self.what), LONGEST_WHAT), ("limit", self.limit, MOST_SERIES)):
            if not 0 <= value <= most:
                raise QueryError("query_bounds", field=name, value=value, expected=most)


@dataclass(frozen=True, slots=True)
class Source:
    """Where a value is printed: the article, its citation, the sentence.

    `value` is in the series' unit, `unit` the one printed (斤) without 万 and 亿, `printed` number and unit as they stand there. `start`
    and `end` are the number's offsets in the article's text, `mark` where it begins in the sentence (None where the sentence is not found
    there).
    """

    id: str
    paper: str
    date: str | None
    title: str | None
    kind: Kind
    citation: str
    value: str
    unit: str
    printed: str
    qualifier: str | None
    direction: str | None
    sentence: str
    start: int
    end: int
    mark: int | None


@dataclass(frozen=True, slots=True)
class Point:
    """A value of a series: of the years `first` to `year`, in the series' unit (below zero for a fall), and where it is printed.

    The first source is the one with most digits, of the most official kind; `sources` counts all, of which at most twenty are named.
    `conflict`: another value of these years contradicts it. `sure` is False where a stage (立案) is not printed but supposed.
    """

    year: int
    first: int
    value: str
    printed: str
    qualifier: str | None
    direction: str | None
    status: FigureStatus
    sure: bool
    conflict: bool
    sources: int
    told: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Gap:
    """A year without a value: no account of the body is held (`no_account`), or the `accounts` held tell none (`no_figure`)."""

    year: int
    why: str
    accounts: int


@dataclass(frozen=True, slots=True)
class Series:
    """A quantity of a body over years; a value covers `years` years. `rule` is what named the quantity."""

    organ: str
    place: Place
    what: str
    unit: str
    years: int
    rule: str
    points: tuple[Point, ...]
    gaps: tuple[Gap, ...]


@dataclass(frozen=True, slots=True)
class Unfit:
    """A figure that is asked for and of no series, and why; organ, place and years where they are known."""

    why: str
    organ: str | None
    place: Place | None
    what: str
    unit: str
    first: int | None
    year: int | None
    status: FigureStatus
    source: Source


@dataclass(frozen=True, slots=True)
class Scanned:
    """What was looked at: articles that may tell it, how many of them were read, their figures, and how many are left after each filter."""

    articles: int = 0
    read: int = 0
    figures: int = 0
    named: int = 0
    unit: int = 0
    years: int = 0
    status: int = 0


@dataclass(frozen=True, slots=True)
class FiguresSummary:
    """How many series more there are; figures of no series, how many in all; what was looked at and which issues are missing.

    `below`: articles of divisions in the places asked for, which were not; `blamed`: where no article is found, the terms and filters
    without which some would be.
    """

    more: int
    unfit: tuple[Unfit, ...]
    unfit_total: int
    scanned: Scanned
    missing: Lack
    below: int = 0
    blamed: tuple[Blamed, ...] = ()


@dataclass(frozen=True, slots=True)
class FigureAnswer:
    """Series, those that are what was asked first, then those with the most years; and what stands beside them."""

    series: tuple[Series, ...]
    summary: FiguresSummary
