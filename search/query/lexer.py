"""A query cut into lexemes: words, quoted texts, parentheses, operators and field names, each with its offset."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from search.query.faults import wrong
from search.query.fields import FIELDS, near

LexemeKind = Literal["word", "quote", "open", "close", "and", "or", "not", "field"]

OPERATORS: dict[str, LexemeKind] = {"AND": "and", "OR": "or", "NOT": "not", "与": "and", "或": "or", "非": "not"}

_QUOTED = re.compile(r'"((?:[^"\\]|\\["\\]|\\(?!["\\]))*)"')
_ESCAPE = re.compile(r'\\(["\\])')
_KNOWN_FIELD = re.compile("(" + "|".join(sorted(FIELDS, key=len, reverse=True)) + ")[:：]", re.IGNORECASE)
# Letters before an ASCII colon look like a field; figures (10:30) and addresses (http://) do not.
_LIKE_FIELD = re.compile(r"([^\W\d_]{1,12}):(?!//)")


@dataclass(frozen=True, slots=True)
class Lexeme:
    """A piece of a query: `text` without quotes, escapes and colon; `at` is its offset in the query."""

    kind: LexemeKind
    text: str
    at: int


def lexemes(query: str, has_units: Callable[[str], bool]) -> Iterator[Lexeme]:
    """Cut a query. A word that holds nothing to search for (punctuation only) is passed over, unless it is a field's value.

    QueryError for a quotation mark that is not closed and for an unknown field.
    """
    at, depth, value = 0, 0, False
    while at < len(query):
        if query[at].isspace():
            at += 1
            continue
        lexeme, at = _next(query, at, depth, value)
        depth += {"open": 1, "close": -1}.get(lexeme.kind, 0)
        if lexeme.kind != "word" or value or has_units(lexeme.text):
            yield lexeme
        value = lexeme.kind == "field"


def _next(query: str, at: int, depth: int, value: bool) -> tuple[Lexeme, int]:
    """The lexeme at an offset and where the next may begin."""
    if query[at] == '"':
        return _quoted(query, at)
    if query[at] in "()":
        return Lexeme("open" if query[at] == "(" else "close", query[at], at), at + 1
    if not value and (field := _field(query, at)):
        return field
    end = _word_end(query, at)
    word = query[at:end]
    if not value and word in OPERATORS and _stands_free(query, at, end):
        return Lexeme(OPERATORS[word], word, at), end
    return Lexeme("word", word, at), end


def _quoted(query: str, at: int) -> tuple[Lexeme, int]:
    found = _QUOTED.match(query, at)
    if found is None:
        raise wrong("query_quote_open", at, expected='"')
    return Lexeme("quote", _ESCAPE.sub(r"\1", found[1]), at), found.end()


def _field(query: str, at: int) -> tuple[Lexeme, int] | None:
    """A field's name with its colon, ASCII or (for known names) full width."""
    if found := _KNOWN_FIELD.match(query, at):
        return Lexeme("field", found[1].lower(), at), found.end()
    if found := _LIKE_FIELD.match(query, at):
        raise wrong("query_field", at, field=found[1], expected=near(found[1], FIELDS))
    return None


def _word_end(query: str, at: int) -> int:
    """Where the word ends: before white space, a quotation mark, or a parenthesis that it did not open itself."""
    nested = 0
    for end in range(at, len(query)):
        char = query[end]
        if char.isspace() or char == '"' or (char == ")" and not nested):
            return end
        nested += {"(": 1, ")": -1}.get(char, 0)
    return len(query)


def _stands_free(query: str, start: int, end: int) -> bool:
    """Whether white space, a parenthesis or the query's edge is on both sides: 非 in 非遗保护 is no operator."""
    before, after = query[start - 1 : start], query[end : end + 1]
    return (not before or before.isspace() or before in "()") and (not after or after.isspace() or after in "()")
