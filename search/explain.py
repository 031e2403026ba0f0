"""Why a hit scores what it scores: each text of the query, where it matches the article, and what that weighs.

The engine is asked for the score of every part of a leaf's clause on the one article. So the parts are those of the ranking itself, they
add up to the hit's score, and both engines say the same.
"""

from collections.abc import Callable, Iterator

from indexing.engines.protocol import All, AnyOf, Clause, OneOf, Optional, Phrase, Request, Response, Token
from search.query import Tokens, Tree, clause, texts
from search.question import Weight


def explain(ask: Callable[[Request], Response], tree: Tree | None, tokens: Tokens, words: bool, id_: str) -> tuple[Weight, ...]:
    """The weights of an article, heaviest first in each text; a text that does not match has none. EngineUnavailable, GenerationBroken."""
    only = OneOf("id", (id_,))

    def score(part: Clause) -> float | None:
        hits = ask(Request(part, only, limit=1)).hits
        return hits[0].score if hits else None

    found: list[Weight] = []
    for text in texts(tree):
        parts = _parts(clause(text, tokens, {}, words=words), lambda part: score(part) is not None)
        scored = ((field, way, score(part)) for field, way, part in parts)
        weights = [Weight(text.text, text.at, field, way, weight) for field, way, weight in scored if weight]
        found += sorted(weights, key=lambda one: -one.score)
    return tuple(found)


def _parts(whole: Clause, matches: Callable[[Clause], bool]) -> Iterator[tuple[str, str, Clause]]:
    """Field, way and clause of what adds to the score of a leaf; tokens of one field are one part. What does not score is left out."""
    match whole:
        case Optional(wanted, bonus):
            if matches(wanted):
                yield from _parts(wanted, matches)
                yield from _parts(bonus, matches)
        case AnyOf(clauses):
            tokens: dict[str, list[Clause]] = {}
            for one in clauses:
                if isinstance(one, Token):
                    tokens.setdefault(one.field, []).append(one)
                else:
                    yield from _parts(one, matches)
            yield from ((*_named(field), AnyOf(tuple(some))) for field, some in tokens.items())
        case Token(field=field) | Phrase(field=field):
            name, way = _named(field)
            yield name, "phrase" if isinstance(whole, Phrase) else way, whole
        case All((Token(field=field), *_)):
            yield (*_named(field), whole)


def _named(field: str) -> tuple[str, str]:
    name, _, way = field.rpartition("_")
    return name, way
