"""The protocol of an engine: documents in, a tree of clauses answered with hits, counts and facets.

An engine is thin: it translates clauses, it does not know the query language. Both engines give the same hits, counts, facets and
order (ties by id, ascending) for the same request.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal, Protocol

from articles.errors import DocumentRejected
from indexing.schema import Document

TokenField = Literal[
    "title_words",
    "title_bigrams",
    "title_units",
    "kicker_words",
    "kicker_bigrams",
    "kicker_units",
    "text_words",
    "text_bigrams",
    "text_units",
    "heading_bigrams",
    "opening_bigrams",
    "about_bigrams",
]
FacetField = Literal["years", "organ", "place", "paper", "kind", "printed_year", "printed_month"]
Sort = Literal["relevance", "date", "-date"]


@dataclass(frozen=True, slots=True)
class Everything:
    """Matches every document, score 0."""


@dataclass(frozen=True, slots=True)
class Nothing:
    """Matches no document."""


@dataclass(frozen=True, slots=True)
class Token:
    """Documents whose field holds the token."""

    field: str
    token: str
    boost: float = 1.0


@dataclass(frozen=True, slots=True)
class Phrase:
    """Documents whose field holds the tokens side by side, in this order."""

    field: str
    tokens: tuple[str, ...]
    boost: float = 1.0


@dataclass(frozen=True, slots=True)
class Beginning:
    """Documents whose field holds the tokens side by side and behind them one that begins with `prefix`; it does not score.

    QueryError where tokens stand before a prefix that more tokens begin with than the engine looks at.
    """

    field: str
    tokens: tuple[str, ...]
    prefix: str


@dataclass(frozen=True, slots=True)
class Near:
    """Documents whose field holds both runs of tokens, in either order, at most `distance` positions between them; it does not score.

    Neither shares a position with the other.
    """

    field: str
    first: tuple[str, ...]
    second: tuple[str, ...]
    distance: int


@dataclass(frozen=True, slots=True)
class AtLeast:
    """Documents whose field holds at least `least` (1 or more) of the tokens; the rarer those it holds, the higher the score."""

    field: str
    tokens: tuple[str, ...]
    least: int


@dataclass(frozen=True, slots=True)
class OneOf:
    """Documents whose keyword field has one of the values; it does not score."""

    field: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Range:
    """Documents whose number field has a value in `low..high` (inclusive; None is open, both None: any value); it does not score."""

    field: str
    low: int | None
    high: int | None


@dataclass(frozen=True, slots=True)
class All:
    """Every clause must match; scores add up."""

    clauses: tuple["Clause", ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one clause must match; the scores of all that match add up."""

    clauses: tuple["Clause", ...]


@dataclass(frozen=True, slots=True)
class Without:
    """Documents that `clause` matches and `excluded` does not."""

    clause: "Clause"
    excluded: "Clause"


@dataclass(frozen=True, slots=True)
class Optional:
    """Documents that `clause` matches; `bonus` only adds to the score."""

    clause: "Clause"
    bonus: "Clause"


Clause = Everything | Nothing | Token | Phrase | AtLeast | Beginning | Near | OneOf | Range | All | AnyOf | Without | Optional


@dataclass(frozen=True, slots=True)
class After:
    """A place in an order, just behind a document: its key (score; date as yyyymmdd, None without one), its id, its rank from 1.

    By date a place holds for any state of the index, by relevance only for the view its score is of.
    """

    key: float | None
    id: str
    rank: int


@dataclass(frozen=True, slots=True)
class Request:
    """A question: `clause` matches and scores, `filter` only restricts; facets count what both let through.

    Documents without a date come last in either order of date; ties go by id, ascending. A limit of 0 only counts; what is not `counted`
    tells the number of its hits as the total. `after` takes the place of `offset`: the page begins behind it, while total and facets
    count everything.
    """

    clause: Clause
    filter: Clause = field(default_factory=Everything)
    sort: Sort = "relevance"
    limit: int = 10
    offset: int = 0
    facets: tuple[FacetField, ...] = ()
    after: After | None = None
    counted: bool = True


@dataclass(frozen=True, slots=True)
class Hit:
    """A document found: its id, score and the stored article as a line of JSON."""

    id: str
    score: float
    article: bytes


@dataclass(frozen=True, slots=True)
class Response:
    """Hits of the page asked for, the exact total, and per facet the values with exact counts, most first, ties by value."""

    total: int
    hits: tuple[Hit, ...]
    facets: Mapping[str, Sequence[tuple[str, int]]]


class View(Protocol):
    """An index as it was at one moment, held so that it can be asked again: scores and order do not move. Any thread may ask."""

    @property
    def name(self) -> str:
        """What the view is found by again; it may change with each question."""
        ...

    def ask(self, request: Request) -> Response:
        """Answer a request on that state. QueryError where it is held no more."""
        ...

    def close(self) -> None:
        """Nobody will ask again; idempotent."""
        ...


@dataclass(frozen=True, slots=True)
class Written:
    """How many documents were put or deleted, and those the engine refuses by id: the others are in nevertheless."""

    changed: int
    rejected: Mapping[str, DocumentRejected] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Held:
    """What an engine holds of an id: the article's revision, and the digest (`indexing.schema.digest`) of the article as it is stored."""

    revision: int
    digest: str


NOTHING_DELETED: Mapping[str, int] = MappingProxyType({})


class Engine(Protocol):
    """One open generation of an index. Raises EngineUnavailable, DocumentRejected, GenerationBroken, StorageFull.

    Any number of threads may use it.
    """

    def write(self, documents: Iterable[Document], deleted: Mapping[str, int] = NOTHING_DELETED) -> Written:
        """Put documents and delete ids; durable when it returns.

        A document replaces one of its id unless that has a higher revision, or is the same; an id of `deleted` (and the revision as
        of which it is gone) goes unless it has a higher revision, in the index or in `documents`.
        """
        ...

    def ask(self, request: Request) -> Response:
        """Answer a request on what was durable when it came in."""
        ...

    def view(self) -> View:
        """What is durable now, held to be asked again."""
        ...

    def ask_all(self, requests: Sequence[Request]) -> list[Response]:
        """Answer many requests, each for hits among its first 10,000, at the price of one trip to the engine."""
        ...

    def get(self, id_: str) -> bytes | None:
        """The stored article of an id, None where there is none."""
        ...

    def revisions(self, ids: Iterable[str]) -> dict[str, int]:
        """The revisions of those ids that are held."""
        ...

    def held(self, ids: Iterable[str]) -> dict[str, Held]:
        """What is held of those ids that are."""
        ...

    def ids(self, after: str, limit: int) -> list[str]:
        """The next ids held behind one, in their order; every id is passed by who begins at "" and goes on behind the last."""
        ...

    def count(self) -> int:
        """How many documents there are."""
        ...

    def close(self) -> None:
        """Give up files and connections; idempotent."""
        ...
