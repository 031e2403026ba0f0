"""The tree of a query → the clause an engine answers, each leaf expanded in its place."""

from collections.abc import Mapping

from indexing.engines.protocol import All, AnyOf, Clause, Everything, OneOf, Range, Without
from search.query.leaf import leaf
from search.query.names import NO_PLACES, Places, organs, places
from search.query.tokens import Tokens
from search.query.tree import And, Filter, FilterField, Not, Or, Text, Tree
from search.query.values import kinds, pages, paper, span


def clause(tree: Tree | None, tokens: Tokens, papers: Mapping[str, str], known: Places = NO_PLACES, words: bool = False) -> Clause:
    """The clause of a tree; None asks for everything. QueryError for a value that cannot be.

    `papers` maps codes to names, `known` names of places to codes; `words` asks for whole words only.
    """

    def of(tree: Tree) -> Clause:
        match tree:
            case Text():
                return leaf(tree, tokens, words)
            case Filter():
                return restriction(tree, papers, known)
            case And(parts):
                return _and(
                    [of(part) for part in parts if not isinstance(part, Not)], [of(one.part) for one in parts if isinstance(one, Not)]
                )
            case Or(parts):
                return AnyOf(tuple(map(of, parts)))
            case Not(part):
                return Without(Everything(), of(part))

    return of(tree) if tree is not None else Everything()


def _and(wanted: list[Clause], excluded: list[Clause]) -> Clause:
    """All that is wanted, without anything excluded; where nothing is wanted, everything is."""
    kept = All(tuple(wanted)) if len(wanted) > 1 else (wanted[0] if wanted else Everything())
    if not excluded:
        return kept
    return Without(kept, AnyOf(tuple(excluded)) if len(excluded) > 1 else excluded[0])


def restriction(filter_: Filter, papers: Mapping[str, str], known: Places) -> Clause:
    """The clause of a filter written in the query."""
    value, at = filter_.value, filter_.at
    match filter_.field:
        case "years":
            years = span(value, at)
            return Range("years", years.first, years.last)
        case "place":
            return OneOf("within", places(value, known, at))
        case field:
            return OneOf(field, _values(field, value, at, papers))


def _values(field: FilterField, value: str, at: int, papers: Mapping[str, str]) -> tuple[str, ...]:
    """The values of a keyword field that a value written in the query stands for."""
    match field:
        case "page":
            return pages(value, at)
        case "kind":
            return kinds(value, at)
        case "paper":
            return (paper(value, papers, at),)
        case "organ":
            return organs(value)
        case _:
            return (value,)
