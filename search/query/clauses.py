"""The tree of a query → the clause an engine answers, each leaf expanded in its place."""

from collections.abc import Mapping

from indexing.engines.protocol import All, AnyOf, Clause, Everything, OneOf, Range, Without
from search.query.leaf import Tokens, leaf
from search.query.tree import And, Filter, Not, Or, Text, Tree
from search.query.values import kinds, pages, paper, span


def clause(tree: Tree | None, tokens: Tokens, papers: Mapping[str, str]) -> Clause:
    """The clause of a tree; None asks for everything. `papers` maps codes to names. QueryError for a value that cannot be."""
    match tree:
        case None:
            return Everything()
        case Text():
            return leaf(tree, tokens)
        case Filter():
            return restriction(tree, papers)
        case And(parts):
            return _and([clause(part, tokens, papers) for part in parts if not isinstance(part, Not)], _excluded(parts, tokens, papers))
        case Or(parts):
            return AnyOf(tuple(clause(part, tokens, papers) for part in parts))
        case Not(part):
            return Without(Everything(), clause(part, tokens, papers))


def _excluded(parts: tuple[Tree, ...], tokens: Tokens, papers: Mapping[str, str]) -> list[Clause]:
    return [clause(part.part, tokens, papers) for part in parts if isinstance(part, Not)]


def _and(wanted: list[Clause], excluded: list[Clause]) -> Clause:
    """All that is wanted, without anything excluded; where nothing is wanted, everything is."""
    kept = All(tuple(wanted)) if len(wanted) > 1 else (wanted[0] if wanted else Everything())
    if not excluded:
        return kept
    return Without(kept, AnyOf(tuple(excluded)) if len(excluded) > 1 else excluded[0])


def restriction(filter_: Filter, papers: Mapping[str, str]) -> Clause:
    """The clause of a filter written in the query."""
    match filter_.field:
        case "years":
            years = span(filter_.value, filter_.at)
            return Range("years", years.first, years.last)
        case "page":
            return OneOf("page", pages(filter_.value, filter_.at))
        case "kind":
            return OneOf("kind", kinds(filter_.value, filter_.at))
        case "paper":
            return OneOf("paper", (paper(filter_.value, papers, filter_.at),))
        case "place":
            return OneOf("within", (filter_.value,))
        case field:
            return OneOf(field, (filter_.value,))
