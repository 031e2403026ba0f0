"""Lexemes → tree, by recursive descent: `or := and (OR and)*`, `and := not ([AND] not)*`, `not := NOT not | [field:] atom`."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import cast, get_args

from articles.errors import QueryError
from search.query.faults import wrong
from search.query.fields import FIELDS
from search.query.lexer import Lexeme, LexemeKind, lexemes
from search.query.tree import And, Filter, FilterField, Not, Or, Text, TextField, Tree

#: Longest query in characters, deepest nesting and most leaves: beyond them nobody types, and an answer could cost anything.
LONGEST, DEEPEST, MOST_LEAVES = 2_000, 20, 100
#: Longest text without quotation marks, all terms together: each character of it costs the engines nine clauses (a quoted one three),
#: and Elasticsearch takes 8,192 with half a gigabyte of memory.
LONGEST_UNQUOTED = 500
#: The farthest that words may be apart and still be searched as near.
FARTHEST_NEAR = 50

_Field = TextField | FilterField | None


def parse(query: str, has_units: Callable[[str], bool]) -> Tree | None:
    """The tree of a query, None for an empty one. `has_units` says whether a text holds anything to search for.

    QueryError with the place and what was expected: quotation marks or parentheses without partner, an operator without operand,
    an unknown field, a field without value, nothing but punctuation, too long, too deep.
    """
    if len(query) > LONGEST:
        raise wrong("query_long", LONGEST, length=len(query), expected=LONGEST)
    if not query.strip():
        return None
    found = list(lexemes(query, has_units))
    if not found:
        raise wrong("query_no_text", len(query) - len(query.lstrip()), query=query.strip())
    return _Parser(found, len(query), has_units).whole()


class _Parser:
    """Reads one list of lexemes from left to right."""

    def __init__(self, found: list[Lexeme], end: int, has_units: Callable[[str], bool]) -> None:
        self._found = found
        self._end = end
        self._has_units = has_units
        self._next = 0
        self._depth = 0
        self._leaves = 0
        self._unquoted = 0

    def whole(self) -> Tree:
        tree = self._or(None)
        if (lexeme := self._peek()) is not None:
            raise wrong("query_group_close", lexeme.at, expected="(")
        return tree

    def _peek(self) -> Lexeme | None:
        return self._found[self._next] if self._next < len(self._found) else None

    def _take(self, *kinds: LexemeKind) -> Lexeme | None:
        lexeme = self._peek()
        if lexeme is None or lexeme.kind not in kinds:
            return None
        self._next += 1
        return lexeme

    def _or(self, field: _Field) -> Tree:
        parts = [self._and(field)]
        while self._take("or"):
            parts.append(self._and(field))
        parts = _distinct(parts)
        return parts[0] if len(parts) == 1 else Or(tuple(parts))

    def _and(self, field: _Field) -> Tree:
        parts = [self._not(field)]
        while (lexeme := self._peek()) is not None and lexeme.kind not in ("or", "close"):
            self._take("and")
            parts.append(self._not(field))
        parts = _distinct(parts)
        return parts[0] if len(parts) == 1 else And(tuple(parts))

    def _not(self, field: _Field) -> Tree:
        negated = False
        while self._take("not"):
            negated = not negated
        part = self._atom(field)
        return Not(part) if negated else part

    def _atom(self, field: _Field) -> Tree:
        if name := self._take("field"):
            follower = self._peek()
            if follower is None or follower.kind not in ("word", "quote", "open"):
                raise wrong("query_value", name.at + len(name.text) + 1, field=name.text)
            return self._atom(FIELDS[name.text])
        if group := self._take("open"):
            return self._group(group, field)
        if lexeme := self._take("word", "quote"):
            return self._leaf(lexeme, field)
        raise self._dangling()

    def _group(self, group: Lexeme, field: _Field) -> Tree:
        self._depth += 1
        if self._depth > DEEPEST:
            raise wrong("query_deep", group.at, expected=DEEPEST)
        if (closing := self._peek()) is not None and closing.kind == "close":
            raise wrong("query_group_empty", group.at)
        tree = self._or(field) if closing else None
        if tree is None or not self._take("close"):
            raise wrong("query_group_open", group.at, expected=")")
        self._depth -= 1
        return tree

    def _leaf(self, lexeme: Lexeme, field: _Field) -> Tree:
        self._leaves += 1
        if self._leaves > MOST_LEAVES:
            raise wrong("query_leaves", lexeme.at, expected=MOST_LEAVES)
        if field in get_args(FilterField):
            if lexeme.prefix or lexeme.near is not None:
                raise wrong("query_exact_value", lexeme.at, value=lexeme.text)
            return Filter(cast("FilterField", field), lexeme.text.strip(), lexeme.at)
        if not self._has_units(lexeme.text):
            raise wrong("query_no_text", lexeme.at, query=lexeme.text)
        self._unquoted += len(lexeme.text) if lexeme.kind == "word" else 0
        if self._unquoted > LONGEST_UNQUOTED:
            raise wrong("query_unquoted", lexeme.at, length=self._unquoted, expected=LONGEST_UNQUOTED)
        if lexeme.near is not None:
            self._checked_near(lexeme, lexeme.near)
        only = cast("TextField | None", field)
        return Text(lexeme.text, lexeme.at, lexeme.kind == "quote", only, lexeme.prefix, lexeme.near)

    def _checked_near(self, lexeme: Lexeme, distance: int) -> None:
        if distance > FARTHEST_NEAR:
            raise wrong("query_near_far", lexeme.at, distance=distance, expected=FARTHEST_NEAR)
        if sum(map(self._has_units, lexeme.text.split())) < 2:
            raise wrong("query_near_parts", lexeme.at, text=lexeme.text, expected=f'"协商 提案"~{distance}')

    def _dangling(self) -> QueryError:
        """An operator, or a closing parenthesis, where a word should stand."""
        here = self._peek()
        if here is not None and here.kind == "close" and self._depth == 0:
            return wrong("query_group_close", here.at, expected="(")
        before = self._found[self._next - 1] if self._next else here
        culprit = before if before is not None and before.kind in ("and", "or", "not") else here
        if culprit is None:
            return wrong("query_operand", self._end, operator="")
        return wrong("query_operand", culprit.at, operator=culprit.text)


def _distinct(parts: Sequence[Tree]) -> list[Tree]:
    """The parts, a term that is said again left out: a hundred times the same word asks for no more than once."""
    distinct: dict[Tree, Tree] = {}
    for part in parts:
        distinct.setdefault(replace(part, at=0) if isinstance(part, Text | Filter) else part, part)
    return list(distinct.values())
