"""Clauses as Elasticsearch's queries. Neighbouring conjunctions become one `bool`: the server takes no deep nesting."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from articles.errors import QueryError
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

Query = dict[str, Any]

#: How deep clauses may nest, as in the other engine.
DEEPEST = 200
#: How deep the server takes queries (indices.query.bool.max_nested_depth), the leaf included.
_DEEPEST_SENT = 30
#: Values in one `terms` (index.max_terms_count is 65,536).
_MOST_VALUES = 60_000
_LOWEST, _HIGHEST = -(2**63), 2**63 - 1


def query(clause: Clause, filter_: Clause) -> Query:
    """The query of a request. QueryError where it nests too deep."""
    wanted = _parts(clause, DEEPEST)
    allowed = _parts(filter_, DEEPEST)
    wanted.filter += allowed.must + allowed.filter
    wanted.must_not += allowed.must_not
    made = wanted.query()
    if _levels(made) > _DEEPEST_SENT:
        raise QueryError("engine_query_deep", most=_DEEPEST_SENT)
    return made


@dataclass(slots=True)
class _Bool:
    """What must match and scores, what must match only, what must not, and what adds to the score."""

    must: list[Query] = field(default_factory=list)
    filter: list[Query] = field(default_factory=list)
    must_not: list[Query] = field(default_factory=list)
    should: list[Query] = field(default_factory=list)

    def add(self, other: "_Bool") -> None:
        self.must += other.must
        self.filter += other.filter
        self.must_not += other.must_not
        self.should += other.should

    def query(self) -> Query:
        if len(self.must) == 1 and not (self.filter or self.must_not or self.should):
            return self.must[0]
        filled = {name: getattr(self, name) for name in ("must", "filter", "must_not", "should") if getattr(self, name)}
        if not (self.must or self.filter):
            filled["filter"] = [{"match_all": {}}]
        return {"bool": {**filled, "minimum_should_match": 0}}


def _parts(clause: Clause, depth: int) -> _Bool:
    """A clause as the parts of a conjunction."""
    if not depth:
        raise QueryError("engine_query_deep", most=DEEPEST)
    parts = _Bool()
    match clause:
        case Everything():
            pass
        case OneOf() | Range() | Beginning() | Near():
            parts.filter.append(_unscored(clause))
        case All(clauses):
            for one in clauses:
                parts.add(_parts(one, depth - 1))
        case Without(wanted, excluded):
            parts.add(_parts(wanted, depth - 1))
            parts.must_not += _alternatives((excluded,), depth - 1)
        case Optional(wanted, bonus):
            parts.add(_parts(wanted, depth - 1))
            parts.should += _alternatives((bonus,), depth - 1)
        case AnyOf(clauses):
            parts.must.append(_any(_alternatives(clauses, depth - 1)))
        case Token() | Phrase() | AtLeast() | Nothing():
            parts.must.append(_leaf(clause))
    return parts


def _alternatives(clauses: Iterable[Clause], depth: int) -> list[Query]:
    """Clauses of which one must match, those of nested alternatives among them."""
    if not depth:
        raise QueryError("engine_query_deep", most=DEEPEST)
    made: list[Query] = []
    for one in clauses:
        made += _alternatives(one.clauses, depth - 1) if isinstance(one, AnyOf) else [_parts(one, depth).query()]
    return made


def _any(alternatives: list[Query]) -> Query:
    if not alternatives:
        return {"match_none": {}}
    return alternatives[0] if len(alternatives) == 1 else {"bool": {"should": alternatives, "minimum_should_match": 1}}


def _leaf(clause: Token | Phrase | AtLeast | Nothing) -> Query:
    match clause:
        case Token(name, token, boost) | Phrase(name, (token,), boost):
            return {"term": {name: {"value": token, "boost": boost}}}
        case Phrase(name, (_, *_) as tokens, boost):
            return {"match_phrase": {name: {"query": " ".join(tokens), "boost": boost}}}
        case AtLeast(name, (_, *_) as tokens, least):
            return {"bool": {"should": [{"term": {name: {"value": token}}} for token in tokens], "minimum_should_match": least}}
        case _:
            return {"match_none": {}}


def _unscored(clause: OneOf | Range | Beginning | Near) -> Query:
    match clause:
        case Beginning():
            return _beginning(clause)
        case Near():
            return _near(clause)
        case OneOf() | Range():
            return _restriction(clause)


def _beginning(clause: Beginning) -> Query:
    if not clause.tokens:
        return {"prefix": {clause.field: {"value": clause.prefix}}}
    run = {"match": {"query": " ".join(clause.tokens), "ordered": True, "max_gaps": 0}}
    intervals = [run, {"prefix": {"prefix": clause.prefix}}]
    return {"intervals": {clause.field: {"all_of": {"intervals": intervals, "ordered": True, "max_gaps": 0}}}}


def _near(clause: Near) -> Query:
    """Spans, not intervals: those miscount the gaps between a run of tokens and the same run again (seen in 9)."""
    if not clause.first or not clause.second:
        return {"match_none": {}}
    runs = [_run(clause.field, clause.first), _run(clause.field, clause.second)]
    orders = [runs, runs[::-1]] if clause.first != clause.second else [runs]
    return _any([_in_order(order, clause.distance) for order in orders])


def _run(name: str, tokens: tuple[str, ...]) -> Query:
    """Tokens side by side."""
    terms = [{"span_term": {name: token}} for token in tokens]
    return terms[0] if len(terms) == 1 else _in_order(terms, 0)


def _in_order(spans: list[Query], gaps: int) -> Query:
    return {"span_near": {"clauses": spans, "slop": gaps, "in_order": True}}


def _restriction(clause: OneOf | Range) -> Query:
    if isinstance(clause, Range):
        if clause.low is None and clause.high is None:
            return {"exists": {"field": clause.field}}
        low = _LOWEST if clause.low is None else min(max(clause.low, _LOWEST), _HIGHEST)
        high = _HIGHEST if clause.high is None else max(min(clause.high, _HIGHEST), _LOWEST)
        return {"range": {clause.field: {"gte": low, "lte": high}}} if low <= high else {"match_none": {}}
    values = list(dict.fromkeys(clause.values))
    parts = [values[start : start + _MOST_VALUES] for start in range(0, len(values), _MOST_VALUES)]
    return _any([{"terms": {clause.field: part}} for part in parts])


def _levels(made: Query) -> int:
    """How deep a query nests, each query in a query being a level."""
    inner = (one for part in made.get("bool", {}).values() if isinstance(part, list) for one in part)
    return 1 + max(map(_levels, inner), default=0)
