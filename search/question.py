"""What may be asked, and what an answer is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import get_args

from articles.errors import QueryError
from articles.model import Kind, Page, Period, Place, Source
from indexing.engines.protocol import FacetField, Sort
from search.highlight import Snippet
from search.query import Added, Span

#: Most hits of one answer, and how far paging reaches.
MOST_HITS, FARTHEST = 1_000, 1_000_000
#: The facets of an answer, those of the contract.
FACETS: tuple[FacetField, ...] = ("years", "organ", "place", "paper", "kind", "printed_year")
SORTS: tuple[Sort, ...] = get_args(Sort)


@dataclass(frozen=True, slots=True)
class Question:
    """A query and what narrows it.

    `years` are the years covered (any overlap), `printed` the years of printing. Of several values of a filter one must hold. The scope
    is summaries, or everything with `all_`, or the kinds named by `kind` (or in the query). `sort` None is relevance where words are
    asked for, else by date.

    - `words`: unquoted words match whole words only. `synonyms`: words that mean the same are found too. `names`: a term that is the
      name of a place, an organ or a year also finds what was read as being about it.
    - `nearby` fills a first page that has room left with articles that lack one term.
    - `clusters` looks up the cluster of each hit, which costs more than all the rest; `fold` does too, and names printings of one text
      within a page with the first of them. `explain` adds what each hit's score is made of.

    QueryError where limit or offset are out of bounds.
    """

    query: str = ""
    years: Span | None = None
    printed: Span | None = None
    organ: tuple[str, ...] = ()
    place: tuple[str, ...] = ()
    paper: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    all_: bool = False
    sort: Sort | None = None
    limit: int = 10
    offset: int = 0
    facets: tuple[FacetField, ...] = ()
    fold: bool = False
    explain: bool = False
    clusters: bool = False
    words: bool = False
    synonyms: bool = True
    names: bool = True
    nearby: bool = True

    def counting(self, facets: tuple[FacetField, ...]) -> "Question":
        """The same question with those facets counted beside it."""
        return replace(self, facets=facets)

    def __post_init__(self) -> None:
        for name, value, most in (("limit", self.limit, MOST_HITS), ("offset", self.offset, FARTHEST)):
            if not 0 <= value <= most:
                raise QueryError("query_bounds", field=name, value=value, expected=most)


@dataclass(frozen=True, slots=True)
class Folded:
    """Another printing of a hit's text on the same page of hits."""

    id: str
    citation: str


@dataclass(frozen=True, slots=True)
class Weight:
    """What a text of the query (which begins at `at`) weighs by standing in a field: as `words`, `phrase`, `bigrams` or `units`."""

    text: str
    at: int
    field: str
    way: str
    score: float


@dataclass(frozen=True, slots=True)
class Found:
    """A hit as it is sent: the article's public fields, its citation, and where the query stands in it.

    Snippets are of `title` and `kicker` (whole, where marked) and of `text`; marks are offsets into the snippet's text, and `start` is
    the snippet's offset in the field. `folded` are the other printings of the text among the hits, where folding is asked for;
    `explanation` what the score is made of, None where it is not asked for. `named` are the fields (`place`, `organ`, `years`) that hold
    what a term of the query names. `cluster` is the id of the first printing of the text, None where it was printed once, or
    where clusters were not asked for.
    """

    id: str
    revision: int
    paper: str
    paper_name: str
    date: str | None
    page: Page | None
    kicker: str | None
    title: str | None
    subtitle: str | None
    kind: Kind
    organ: str | None
    place: Place | None
    period: Period | None
    cluster: str | None
    citation: str
    score: float
    snippets: tuple[Snippet, ...]
    source: Source
    folded: tuple[Folded, ...] = ()
    explanation: tuple[Weight, ...] | None = None
    named: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Nearby:
    """An article that does not answer the query but comes near, and the term of the query that it lacks."""

    hit: Found
    lacks: str


@dataclass(frozen=True, slots=True)
class Lack:
    """Issues that the question should see and cannot: how many, by paper and by why."""

    total: int = 0
    papers: Mapping[str, int] = field(default_factory=dict)
    outcomes: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Counted:
    """A value of a facet and how many of the hits have it."""

    value: str
    count: int


@dataclass(frozen=True, slots=True)
class Bookmark:
    """A place in an answer, just behind a hit: its rank from 1, its score or date (yyyymmdd, None without one), its id.

    By relevance it is of a view of the index, which is named.
    """

    rank: int
    key: float | None
    id: str
    view: str | None = None


@dataclass(frozen=True, slots=True)
class Blamed:
    """A term of a query without hits (or, `at` None, a filter beside it): hits of it alone, and of the query without it."""

    term: str
    at: int | None
    alone: int
    without: int


@dataclass(frozen=True, slots=True)
class Answer:
    """The hits of the page asked for, how many there are in all, and what the question does not see.

    `missing`: issues of the papers and years asked for that are not held; `further`: hits outside of the scope of kinds. `next`: the
    place the next page begins behind, in a walk that has one; `added`: the synonyms and names looked for; `blamed`: where nothing was
    found, the terms and filters without which something would be; `nearby`: where the first page has room left, what comes near.
    """

    hits: tuple[Found, ...]
    total: int
    facets: Mapping[str, Sequence[Counted]]
    missing: Lack
    further: int
    next: Bookmark | None = None
    added: tuple[Added, ...] = ()
    blamed: tuple[Blamed, ...] = ()
    nearby: tuple[Nearby, ...] = ()
