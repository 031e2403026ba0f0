"""A query cut into lexemes: words, quoted texts, parentheses, operators and field names, each with its offset."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

from indexing import fold
from search.query.faults import wrong
from search.query.fields import FIELDS, near

LexemeKind = Literal["word", "quote", "open", "close", "and", "or", "not", "field"]

OPERATORS: dict[str, LexemeKind] = {
    **dict.fromkeys(("AND", "ＡＮＤ", "与", "與"), "and"),
    **dict.fromkeys(("OR", "ＯＲ", "或"), "or"),
    **dict.fromkeys(("NOT", "ＮＯＴ", "非"), "not"),
}
#: Signs that are operators elsewhere, and what to write instead: passed over like other punctuation they would change the meaning.
_SIGNS = {"|": "OR", "||": "OR", "&": "AND", "&&": "AND", "!": "NOT"}

_QUOTED = re.compile(r'"((?:[^"\\]|\\["\\]|\\(?!["\\]))*)"')
_ESCAPE = re.compile(r'\\(["\\])')
_BEHIND_QUOTE = re.compile(r"[*＊]+|[~～]([0-9０-９]{0,9})")
_STARS = re.compile("[*＊]+")
#: A field's name with its colon, in folded text.
KNOWN_FIELD = re.compile("(" + "|".join(sorted(FIELDS, key=len, reverse=True)) + "):")
# Letters before an ASCII colon look like a field; figures (10:30) and addresses (http://) do not.
_LIKE_FIELD = re.compile(r"([^\W\d_]{1,12}):(?!//)")


def quoted(text: str) -> str:
    """A text as it stands in a query between quotation marks: what `lexemes` reads back as it was."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


@dataclass(frozen=True, slots=True)
class Lexeme:
    """A piece of a query: `text` without quotes, escapes, colon and what follows; `at` is its offset in the query.

    `prefix`: a star follows. `near`: a distance follows (`"…"~10`).
    """

    kind: LexemeKind
    text: str
    at: int
    prefix: bool = False
    near: int | None = None


def lexemes(query: str, has_units: Callable[[str], bool]) -> Iterator[Lexeme]:
    """Cut a query. A word that holds nothing to search for (punctuation only) is passed over, unless it is a field's value.

    QueryError for a quotation mark that is not closed, for an unknown field, and for a star that is not behind a word.
    """
    at, depth, value = 0, 0, False
    folded = fold(query)
    while at < len(query):
        if query[at].isspace():
            at += 1
            continue
        lexeme, at = (None if value else _field(query, folded, at)) or _next(query, at, value)
        depth += {"open": 1, "close": -1}.get(lexeme.kind, 0)
        if lexeme.kind != "word" or value or has_units(lexeme.text):
            yield _starred(lexeme) if lexeme.kind == "word" else lexeme
        value = lexeme.kind == "field"


def _next(query: str, at: int, value: bool) -> tuple[Lexeme, int]:
    """The lexeme at an offset and where the next may begin."""
    if query[at] == '"':
        return _quoted(query, at)
    if query[at] in "()":
        return Lexeme("open" if query[at] == "(" else "close", query[at], at), at + 1
    if not value and _excludes(query, at):
        return Lexeme("not", "-", at), at + 1
    end = _word_end(query, at)
    word = query[at:end]
    if not value and word in OPERATORS and _stands_free(query, at, end):
        return Lexeme(OPERATORS[word], word, at), end
    if not value and word in _SIGNS:
        raise wrong("query_sign", at, sign=word, expected=_SIGNS[word])
    return Lexeme("word", word, at), end


def _quoted(query: str, at: int) -> tuple[Lexeme, int]:
    found = _QUOTED.match(query, at)
    if found is None:
        raise wrong("query_quote_open", at, expected='"')
    lexeme, end = Lexeme("quote", _ESCAPE.sub(r"\1", found[1]), at), found.end()
    behind = _BEHIND_QUOTE.match(query, end)
    if behind is None:
        return lexeme, end
    if behind[1] is None:
        return replace(lexeme, prefix=True), behind.end()
    if not behind[1]:
        raise wrong("query_distance", end, expected="~10")
    return replace(lexeme, near=int(behind[1])), behind.end()


def _starred(word: Lexeme) -> Lexeme:
    """A word without the star behind it. QueryError for a star elsewhere: only the beginning of a word can be searched for."""
    bare = word.text.rstrip("*＊")
    if found := _STARS.search(bare):
        raise wrong("query_star", word.at + found.start(), expected=f"{_STARS.sub('', bare)}*")
    return replace(word, text=bare, prefix=bare != word.text)


def _excludes(query: str, at: int) -> bool:
    """Whether a hyphen stands for NOT: behind white space or a parenthesis, before a word that is no figure (-5% is a number)."""
    before, after = query[at - 1 : at] if at else "", query[at + 1 : at + 2]
    return query[at] == "-" and (not before or before.isspace() or before == "(") and (after in tuple('"(') or _is_letter(after))


def _is_letter(character: str) -> bool:
    return character.isalnum() and not character.isdigit()


def _field(query: str, folded: str, at: int) -> tuple[Lexeme, int] | None:
    """A field's name with its colon, ASCII or (for known names) full width; traditional forms are names too."""
    if found := KNOWN_FIELD.match(folded, at):
        return Lexeme("field", found[1], at), found.end()
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
