"""A text at a leaf of the query → clauses, by the recipe of the index.

An unquoted text matches a field when all its words stand in `*_words`, or its bigrams stand side by side in `*_bigrams`; score = words
+ half the bigrams + 2 × the bigram phrase. A quoted one matches as a bigram phrase only. Either weighs more where headings, the opening
or what the article is about hold its bigrams (`search.query.weights`). One unit has no bigram: it is looked up in `*_units`.
Never a phrase on words: how a text is cut depends on what stands around it. The whole recipe stays inside the leaf, so that NOT and
AND of the tree above hold for all of it.
"""

from collections.abc import Sequence
from typing import Protocol

from indexing.engines.protocol import All, AnyOf, Clause, Nothing, Optional, Phrase, Token
from search.query.tree import Text
from search.query.weights import PHRASE_WEIGHT, WEIGHTS, bonus


class Tokens(Protocol):
    """How texts are cut, the same for documents and queries."""

    def units(self, text: str) -> Sequence[str]:
        """Han characters and runs of letters and digits, folded, in order."""
        ...

    def bigrams(self, text: str) -> Sequence[str]:
        """Each two neighbouring units as one token."""
        ...

    def words(self, text: str) -> Sequence[str]:
        """Words as the index holds them."""
        ...


def leaf(text: Text, tokens: Tokens) -> Clause:
    """The clause of one text in its field, or in title, kicker and text."""
    fields = (text.field,) if text.field else tuple(WEIGHTS)
    units = tokens.units(text.text)
    if not units:
        return Nothing()
    if len(units) == 1:
        return _any(tuple(Token(f"{field}_units", units[0], WEIGHTS[field]) for field in fields))
    bigrams = tuple(tokens.bigrams(text.text))
    if text.quoted:
        match = _any(tuple(_phrase(field, bigrams, WEIGHTS[field]) for field in fields))
    else:
        words = tuple(dict.fromkeys(tokens.words(text.text)))
        match = _any(tuple(clause for field in fields for clause in _matches(field, words, bigrams)))
    return Optional(match, AnyOf(bonus(bigrams, fields)))


def _matches(field: str, words: tuple[str, ...], bigrams: tuple[str, ...]) -> list[Clause]:
    """The two ways an unquoted text matches a field."""
    weight = WEIGHTS[field]
    by_words = All(tuple(Token(f"{field}_words", word, weight) for word in words))
    phrase = _phrase(field, bigrams, PHRASE_WEIGHT * weight)
    return [by_words, phrase] if words else [phrase]


def _phrase(field: str, bigrams: tuple[str, ...], weight: float) -> Clause:
    name = f"{field}_bigrams"
    return Token(name, bigrams[0], weight) if len(bigrams) == 1 else Phrase(name, bigrams, weight)


def _any(clauses: tuple[Clause, ...]) -> Clause:
    return clauses[0] if len(clauses) == 1 else AnyOf(clauses)
