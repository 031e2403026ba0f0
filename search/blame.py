"""Why a query finds nothing: which of its terms, or of the filters beside it, no hit survives."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from search.query import Filter, Text, Tree
from search.query.lexer import quoted
from search.query.tree import And, Not, Or
from search.question import Blamed, Question

#: Terms looked at: each costs two counts.
_MOST = 12
Count = Callable[[Question, Tree | None], int]
_FILTERS: Mapping[str, Any] = {"years": None, "printed": None, "organ": (), "place": (), "paper": (), "kind": ()}


def blamed(question: Question, tree: Tree | None, count: Count) -> tuple[Blamed, ...]:
    """The terms and filters that find nothing by themselves; where each finds something, those without which the others do.

    `count` tells how many hits a question has whose query is a tree.
    """
    terms = list(_terms(tree))[:_MOST]
    free = replace(question, **_FILTERS)
    looked = [Blamed(written(part), at(part), count(free, part), count(question, rest)) for part, rest in terms]
    looked += [_filter(question, tree, name, count) for name in _FILTERS if getattr(question, name)]
    dead = tuple(one for one in looked if not one.alone)
    return dead or tuple(one for one in looked if one.without)


def _filter(question: Question, tree: Tree | None, name: str, count: Count) -> Blamed:
    value = getattr(question, name)
    bare = replace(question, **{name: _FILTERS[name]})
    told = ", ".join(value) if isinstance(value, tuple) else str(value)
    alone = replace(question, **{**_FILTERS, name: value})
    return Blamed(f"{name}={told}", None, count(alone, None), count(bare, tree))


def _terms(tree: Tree | None) -> Iterator[tuple[Tree, Tree | None]]:
    """Each part that must hold, with the query without it."""
    match tree:
        case And(parts):
            for place, part in enumerate(parts):
                rest = parts[:place] + parts[place + 1 :]
                yield part, rest[0] if len(rest) == 1 else And(rest)
        case Or(parts):
            yield from ((part, None) for part in parts)
        case None:
            return
        case _:
            yield tree, None


def at(tree: Tree) -> int:
    """Where a part of a query begins."""
    match tree:
        case Text(at=place) | Filter(at=place):
            return place
        case And(parts) | Or(parts):
            return min(map(at, parts))
        case Not(part):
            return at(part)


def written(tree: Tree) -> str:
    """A part of a query as one would write it."""
    match tree:
        case Text():
            return _text(tree)
        case Filter(field, value):
            return f"{field}:{value}"
        case And(parts):
            return " AND ".join(map(_inner, parts))
        case Or(parts):
            return " OR ".join(map(_inner, parts))
        case Not(part):
            return f"NOT {_inner(part)}"


def _inner(tree: Tree) -> str:
    return f"({written(tree)})" if isinstance(tree, And | Or) else written(tree)


def _text(text: Text) -> str:
    words = quoted(text.text) if text.quoted else text.text
    behind = "*" if text.prefix else "" if text.near is None else f"~{text.near}"
    return f"{text.field}:{words}{behind}" if text.field else f"{words}{behind}"
