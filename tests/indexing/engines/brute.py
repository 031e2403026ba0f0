"""Clauses answered by looking at every document: what both engines are held against."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from indexing import Document
from indexing.engines.protocol import (
    All,
    AnyOf,
    AtLeast,
    Beginning,
    Clause,
    Everything,
    Near,
    Nothing,
    OneOf,
    Optional,
    Phrase,
    Range,
    Token,
    Without,
)

UNDATED = 10**9


def matches(document: Document, clause: Clause) -> bool:
    """Whether a document matches."""
    match clause:
        case All(clauses):
            return all(matches(document, one) for one in clauses)
        case AnyOf(clauses):
            return any(matches(document, one) for one in clauses)
        case Without(wanted, excluded):
            return matches(document, wanted) and not matches(document, excluded)
        case Optional(wanted, _):
            return matches(document, wanted)
        case Everything() | Nothing():
            return isinstance(clause, Everything)
    return _leaf(document, clause)


def _leaf(document: Document, clause: Token | Phrase | AtLeast | Beginning | Near | OneOf | Range) -> bool:
    match clause:
        case OneOf(field, values):
            return bool(set(_values(document, field)) & set(values))
        case Range(field, low, high):
            return any((low is None or value >= low) and (high is None or value <= high) for value in _values(document, field))
    return _holds(document.get(clause.field, "").split(), clause)


def _holds(held: list[str], clause: Token | Phrase | AtLeast | Beginning | Near) -> bool:
    match clause:
        case Token(_, token):
            return token in held
        case Phrase(_, tokens):
            return _side_by_side(held, tokens)
        case AtLeast(_, tokens, least):
            return len(set(held) & set(tokens)) >= least
        case Beginning(_, tokens, prefix):
            ends = (start + len(tokens) for start in range(len(held)) if held[start : start + len(tokens)] == list(tokens))
            return any(end < len(held) and held[end].startswith(prefix) for end in ends)
        case Near(_, first, second, distance):
            return _near(held, first, second, distance) or _near(held, second, first, distance)


def by_id(documents: Sequence[Document]) -> list[str]:
    """Ids in order."""
    return sorted(document["id"] for document in documents)


def by_date(documents: Sequence[Document], sign: int) -> list[str]:
    """Ids by date (`sign` -1: newest first), those without one last, ties by id."""
    ordered = sorted(documents, key=lambda document: (sign * document["date"] if "date" in document else UNDATED, document["id"]))
    return [document["id"] for document in ordered]


def facet(documents: Sequence[Document], field: str) -> list[tuple[str, int]]:
    """Values and counts, most first, ties by value."""
    counts = Counter(str(value) for document in documents for value in set(_values(document, field)))
    return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))


def _values(document: Document, field: str) -> Sequence[Any]:
    value = document.get(field, ())
    return value if isinstance(value, tuple) else (value,)


def _near(held: list[str], first: Sequence[str], second: Sequence[str], distance: int) -> bool:
    ends = [start + len(first) for start in _starts(held, first)]
    return any(end <= start <= end + distance for end in ends for start in _starts(held, second))


def _starts(held: list[str], tokens: Sequence[str]) -> list[int]:
    return [start for start in range(len(held)) if tokens and held[start : start + len(tokens)] == list(tokens)]


def _side_by_side(held: list[str], tokens: Sequence[str]) -> bool:
    wanted = list(tokens)
    return bool(wanted) and any(held[start : start + len(wanted)] == wanted for start in range(len(held)))
