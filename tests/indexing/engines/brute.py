"""Clauses answered by looking at every document: what both engines are held against."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from indexing import Document
from indexing.engines.protocol import All, AnyOf, AtLeast, Clause, Everything, Nothing, OneOf, Optional, Phrase, Range, Token, Without

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


def _leaf(document: Document, clause: Token | Phrase | AtLeast | OneOf | Range) -> bool:
    match clause:
        case Token(field, token):
            return token in document.get(field, "").split()
        case Phrase(field, tokens):
            return _side_by_side(document.get(field, "").split(), tokens)
        case AtLeast(field, tokens, least):
            return len(set(document.get(field, "").split()) & set(tokens)) >= least
        case OneOf(field, values):
            return bool(set(_values(document, field)) & set(values))
        case Range(field, low, high):
            return any((low is None or value >= low) and (high is None or value <= high) for value in _values(document, field))


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


def _side_by_side(held: list[str], tokens: Sequence[str]) -> bool:
    wanted = list(tokens)
    return bool(wanted) and any(held[start : start + len(wanted)] == wanted for start in range(len(held)))
