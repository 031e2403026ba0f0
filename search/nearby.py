"""What comes near a query that finds little: articles that lack one of its terms, which is said with each.

First the years beside a year that was asked for, then any year, then any other term: who asks for a body's account of 2013 is helped
by that of 2012, hardly by that of another body.
"""

from collections.abc import Callable, Iterator, Sequence

from indexing.engines.protocol import Clause, Hit, Request, Response
from search.blame import written
from search.query import Filter, Text, Tree, texts
from search.query.tree import And, Or

#: Articles told at most, whatever room there is.
MOST_NEAR = 10
#: More terms than a query has that somebody typed by hand: each costs a question.
_MOST_TERMS = 8
#: A term that is lacked, and the query without it.
_Relaxed = tuple[str, Tree]


def near_hits(
    tree: Tree | None, seen: Sequence[str], limit: int, clause: Callable[[Tree], Clause], ask: Callable[[Sequence[Request]], list[Response]]
) -> list[tuple[Hit, str]]:
    """At most `limit` hits that come near, each with the term it lacks, best first within what it lacks; none of the `seen` ids.

    `clause` makes the clause of a tree, `ask` answers requests on the articles that are looked at.
    """
    tiers = list(_tiers(tree))
    if not tiers:
        return []
    found: dict[str, tuple[Hit, str]] = {}
    terms, wanted = clause(Or(texts(tree))), limit + len(seen)
    for tier in tiers:
        answers = ask([Request(terms, clause(rest), limit=wanted, counted=False) for _, rest in tier])
        hits = [(hit, lacked) for (lacked, _), answer in zip(tier, answers, strict=True) for hit in answer.hits]
        for hit, lacked in sorted(hits, key=lambda one: (-_comparable(one[0].score), one[0].id)):
            if hit.id not in seen:
                found.setdefault(hit.id, (hit, lacked))
        if len(found) >= limit:
            break
    return list(found.values())[:limit]


def _comparable(score: float) -> float:
    """A score to the digits in which engines agree."""
    return float(f"{score:.4g}")


def _tiers(tree: Tree | None) -> Iterator[list[_Relaxed]]:
    """The query without one of its terms, in the order in which users would do without them."""
    if not isinstance(tree, And):
        return
    terms = [place for place, part in enumerate(tree.parts) if isinstance(part, Text)]
    if not 2 <= len(terms) <= _MOST_TERMS:
        return
    years = [place for place in terms if _year(tree.parts[place]) is not None]
    yield from filter(None, ([_beside(tree, place) for place in years], [_without(tree, place) for place in years]))
    yield [_without(tree, place) for place in terms if place not in years]


def _without(tree: And, place: int) -> _Relaxed:
    rest = tree.parts[:place] + tree.parts[place + 1 :]
    return written(tree.parts[place]), rest[0] if len(rest) == 1 else And(rest)


def _beside(tree: And, place: int) -> _Relaxed:
    """The query with the years beside the one it asks for."""
    part, year = tree.parts[place], _year(tree.parts[place]) or 0
    beside = Filter("years", f"{year - 1}..{year + 1}", getattr(part, "at", 0))
    return written(part), And((*tree.parts[:place], beside, *tree.parts[place + 1 :]))


def _year(part: Tree) -> int | None:
    """The year a term names."""
    if not isinstance(part, Text) or not part.named or part.named[0].field != "years":
        return None
    return int(part.named[0].values[0])
