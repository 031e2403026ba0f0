"""What a comparison is: two accounts, their sections and paragraphs side by side, their figures and key terms."""

from dataclasses import dataclass, field
from typing import Literal

from articles.model import FigureStatus, Kind, Period, Place, Term
from search.question import Lack
from search.series import Point

#: What became of a section or a paragraph: the same words, other words, only in the second text, only in the first.
State = Literal["kept", "reworded", "new", "gone"]
#: How a stretch of words stands to the other text: as there, other than there, taken from anywhere in it word for word.
Marked = Literal["same", "changed", "borrowed"]
#: What two accounts are chosen by.
By = Literal["id", "year", "place", "revision"]
#: What became of a figure: another value, the same, told by the second account only, by the first only.
FigureState = Literal["changed", "same", "new", "gone"]


@dataclass(frozen=True, slots=True)
class Stretch:
    """Some words and how they stand to the other text."""

    text: str
    mark: Marked


@dataclass(frozen=True, slots=True)
class Printed:
    """A heading or a paragraph: its offsets in the article's text, its words in stretches."""

    start: int
    end: int
    stretches: tuple[Stretch, ...]


@dataclass(frozen=True, slots=True)
class ParagraphPair:
    """A paragraph of either text, or of one: what became of it, how alike the two are (0 to 1).

    `moved`: the two stand in sections that do not answer to each other, or in another order.
    """

    state: State
    moved: bool
    likeness: float
    before: Printed | None
    after: Printed | None


@dataclass(frozen=True, slots=True)
class SectionPair:
    """A section of either text, or of one, with the paragraphs that stand in it directly, in the order of the second text.

    `level` is 0 for what stands before the first heading, which has none.
    """

    state: State
    moved: bool
    likeness: float
    level: int
    before: Printed | None
    after: Printed | None
    paragraphs: tuple[ParagraphPair, ...]


@dataclass(frozen=True, slots=True)
class FigurePair:
    """A quantity as both accounts tell it: the value then and now, each with its sentence.

    `ahead` is the year of the value, counted from the last year its account covers (0: that year; 1: the next). `change` is the difference
    in `unit` (of per cent: in points), `percent` its part of the first value: None where one is not told, of rates and of a value of zero.
    """

    state: FigureState
    what: str
    unit: str
    years: int
    ahead: int
    status: FigureStatus
    change: str | None
    percent: str | None
    before: Point | None
    after: Point | None


@dataclass(frozen=True, slots=True)
class Side:
    """An account that is compared: what it is and its citation. `revision` is the number of the revision whose words these are."""

    id: str
    revision: int
    paper: str
    paper_name: str
    date: str | None
    title: str | None
    kind: Kind
    organ: str | None
    place: Place | None
    period: Period | None
    citation: str


@dataclass(frozen=True, slots=True)
class Counts:
    """How many paragraphs and figures of each state there are, and how many sentences of the second text stand in the first."""

    kept: int
    reworded: int
    new: int
    gone: int
    borrowed: int
    figures_changed: int
    figures_same: int
    figures_new: int
    figures_gone: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two accounts side by side.

    `others_before` and `others_after` are the other accounts that answer to what was asked for, the likeliest first: any may be compared
    by its id. `missing` are issues that may print accounts of these years and are not held. `terms_new` are key terms of the second that
    the first does not hold at all, `terms_gone` those of the first.
    """

    by: By
    before: Side
    after: Side
    counts: Counts
    sections: tuple[SectionPair, ...]
    figures: tuple[FigurePair, ...]
    terms_new: tuple[Term, ...]
    terms_gone: tuple[Term, ...]
    others_before: tuple[Side, ...] = ()
    others_after: tuple[Side, ...] = ()
    missing: Lack = field(default_factory=Lack)
