"""Clauses as tantivy's query objects. Its string parser is never used: it turns `a AND NOT b` into no hits."""

import re
from collections.abc import Container

import tantivy
from tantivy import FieldType, Occur, Query

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

#: How deep clauses may nest: tantivy recurses, and a stack that overflows ends the process.
DEEPEST = 200
_LOWEST, _HIGHEST = -(2**63), 2**63 - 1


class Translator:
    """Makes queries for one schema."""

    def __init__(self, schema: tantivy.Schema, names: Container[str]) -> None:
        """`names` are the fields of the index; another field, of a later version of ours, matches nothing."""
        self._schema = schema
        self._names = names

    def query(self, clause: Clause, filter_: Clause) -> Query:
        """The query of a request. QueryError where clauses nest deeper than DEEPEST."""
        wanted = self._query(clause, DEEPEST)
        if isinstance(filter_, Everything):
            return wanted
        return Query.boolean_query([(Occur.Must, wanted), (Occur.Must, _unscored(self._query(filter_, DEEPEST)))])

    def _query(self, clause: Clause, depth: int) -> Query:
        if not depth:
            raise QueryError("engine_query_deep", most=DEEPEST)
        match clause:
            case Everything():
                return _unscored(Query.all_query())
            case Nothing():
                return Query.empty_query()
            case Token() | Phrase() | AtLeast() | Beginning() | Near() | OneOf() | Range():
                return self._leaf(clause) if clause.field in self._names else Query.empty_query()
            case _:
                return self._boolean(clause, depth - 1)

    def _leaf(self, clause: Token | Phrase | AtLeast | Beginning | Near | OneOf | Range) -> Query:
        match clause:
            case Token() | Phrase():
                return self._text(clause)
            case Beginning() | Near():
                return _unscored(self._beginning(clause) if isinstance(clause, Beginning) else self._near(clause))
            case AtLeast():
                return self._at_least(clause)
            case _:
                return self._restriction(clause)

    def _text(self, clause: Token | Phrase) -> Query:
        tokens = clause.tokens if isinstance(clause, Phrase) else (clause.token,)
        if not tokens:
            return Query.empty_query()
        if len(tokens) == 1:
            query = Query.term_query(self._schema, clause.field, tokens[0], index_option="freq")
        else:
            query = Query.phrase_query(self._schema, clause.field, list(tokens))
        return query if clause.boost == 1.0 else Query.boost_query(query, clause.boost)

    def _beginning(self, clause: Beginning) -> Query:
        regex = f"{_escaped(clause.prefix)}.*"
        if not clause.tokens:
            return Query.regex_query(self._schema, clause.field, regex)
        words: list[str | tuple[int, str]] = [*map(_escaped, clause.tokens), regex]
        return Query.regex_phrase_query(self._schema, clause.field, words)

    def _near(self, clause: Near) -> Query:
        """Two single tokens are one phrase with slop, which holds in both orders; longer runs a phrase for each distance."""
        first, second = clause.first, clause.second
        if not first or not second:
            return Query.empty_query()
        if len(first) == len(second) == 1 and first != second:
            pair: list[str | tuple[int, str]] = [(0, first[0]), (0, second[0])]
            return Query.phrase_query(self._schema, clause.field, pair, slop=clause.distance + 1)
        orders = ((first, second), (second, first)) if first != second else ((first, second),)
        apart = [_apart(one, other, gap) for one, other in orders for gap in range(clause.distance + 1)]
        phrases = [(Occur.Should, Query.phrase_query(self._schema, clause.field, words)) for words in apart]
        return Query.boolean_query(phrases)

    def _at_least(self, clause: AtLeast) -> Query:
        if not clause.tokens:
            return Query.empty_query()
        terms = [Query.term_query(self._schema, clause.field, token, index_option="freq") for token in clause.tokens]
        return Query.boolean_query([(Occur.Should, term) for term in terms], minimum_number_should_match=clause.least)

    def _restriction(self, clause: OneOf | Range) -> Query:
        if isinstance(clause, OneOf) and len(clause.values) == 1:
            return _unscored(Query.term_query(self._schema, clause.field, clause.values[0], index_option="basic"))
        if isinstance(clause, OneOf):
            return _unscored(Query.term_set_query(self._schema, clause.field, list(clause.values)))
        if clause.low is None and clause.high is None:
            return _unscored(Query.exists_query(clause.field))
        low = _LOWEST if clause.low is None else max(clause.low, _LOWEST)
        high = _HIGHEST if clause.high is None else min(clause.high, _HIGHEST)
        if low > high:
            return Query.empty_query()
        return _unscored(Query.range_query(self._schema, clause.field, FieldType.Integer, low, high))

    def _boolean(self, clause: All | AnyOf | Without | Optional, depth: int) -> Query:
        match clause:
            case All(()):
                return self._query(Everything(), depth + 1)
            case All(clauses):
                return Query.boolean_query([(Occur.Must, self._query(one, depth)) for one in clauses])
            case AnyOf(clauses):
                return Query.boolean_query([(Occur.Should, self._query(one, depth)) for one in clauses])
            case Without(wanted, excluded):
                return Query.boolean_query([(Occur.Must, self._query(wanted, depth)), (Occur.MustNot, self._query(excluded, depth))])
            case Optional(wanted, bonus):
                return Query.boolean_query([(Occur.Must, self._query(wanted, depth)), (Occur.Should, self._query(bonus, depth))])


def scores(clause: Clause) -> bool:
    """Whether anything in a clause gives a score: without it every hit ties."""
    match clause:
        case Token() | Phrase() | AtLeast():
            return True
        case All(clauses) | AnyOf(clauses):
            return any(map(scores, clauses))
        case Without(wanted, _):
            return scores(wanted)
        case Optional(wanted, bonus):
            return scores(wanted) or scores(bonus)
        case _:
            return False


def _apart(first: tuple[str, ...], second: tuple[str, ...], gap: int) -> list[str | tuple[int, str]]:
    """Two runs of tokens as one phrase, `gap` positions between them."""
    return [*enumerate(first), *enumerate(second, len(first) + gap)]


def _escaped(token: str) -> str:
    """A token as a regular expression of tantivy that matches it alone: `re.escape` escapes what that does not know."""
    return re.sub(r"[.+*?()|\[\]{}^$\\#&~-]", r"\\\g<0>", token)


def _unscored(query: Query) -> Query:
    return Query.const_score_query(query, 0.0)
