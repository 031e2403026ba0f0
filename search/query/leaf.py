"""A text at a leaf of the query → clauses, by the recipe of the index.

An unquoted text matches a field when all its words stand in `*_words`, or its bigrams stand side by side in `*_bigrams`; score = words
+ half the bigrams + 2 × the bigram phrase. A quoted one matches as a bigram phrase only. Either weighs more where headings, the opening
or what the article is about hold its bigrams (`search.query.weights`). One unit has no bigram: it is looked up in `*_units`.
With whole words only, an unquoted text matches by its words alone. A text that is a name (`search.query.named`) is also matched by what was
read out of the article, whatever is printed. What a star or a distance means is in `search.query.patterns`.
Never a phrase on words: how a text is cut depends on what stands around it. The whole recipe stays inside the leaf, so that NOT and
AND of the tree above hold for all of it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import chain

from indexing.engines.protocol import All, AnyOf, Clause, Nothing, OneOf, Optional, Phrase, Range, Token
from search.query.patterns import beginning, near, run_of
from search.query.tokens import Tokens
from search.query.tree import Named, Text
from search.query.weights import MOST_BONUS, MOST_QUOTED_BONUS, NAMED_WEIGHT, PHRASE_WEIGHT, WEIGHTS, bonus

#: What a synonym weighs beside the word that was asked for.
SYNONYM_WEIGHT = 0.5


def leaf(text: Text, tokens: Tokens, words: bool = False) -> Clause:
    """The clause of one text in its field, or in title, kicker and text; `words` asks for whole words only."""
    others = tuple(_one(replace(text, text=other, also=()), tokens, words, SYNONYM_WEIGHT) for other in text.also)
    printed = _any((_one(text, tokens, words, 1.0), *others))
    if not text.named:
        return printed
    about = tuple(Token("about_bigrams", bigram, NAMED_WEIGHT) for bigram in tokens.bigrams(text.text))
    found = AnyOf((printed, All(tuple(map(_read, text.named)))))
    return Optional(found, AnyOf(about)) if about else found


def _read(named: Named) -> Clause:
    """The clause of what a text names."""
    if named.field == "years":
        year = int(named.values[0])
        return Range("years", year, year)
    return OneOf(named.field, named.values)


def _one(text: Text, tokens: Tokens, words: bool, scale: float) -> Clause:
    """A text without its synonyms."""
    weights = {field: weight * scale for field, weight in WEIGHTS.items() if text.field in (None, field)}
    units = tokens.units(text.text)
    if not units:
        return Nothing()
    if text.near is not None:
        parts = [part for part in text.text.split() if tokens.units(part)]
        match = _any(tuple(near(field, parts, text.near, tokens) for field in weights))
        return Optional(match, _bonus(weights, [bigram for part in parts for bigram in tokens.bigrams(part)], MOST_QUOTED_BONUS))
    if text.prefix and (words or run_of(text.text)):
        match = _any(tuple(beginning(field, text.text, tokens, words and not text.quoted) for field in weights))
        return Optional(match, _bonus(weights, tokens.bigrams(run_of(text.text, head=True) or "")))
    if text.quoted or text.prefix:
        bigrams = tokens.bigrams(text.text)
        match = _any(tuple(_phrase(field, units, bigrams, weight) for field, weight in weights.items()))
        return Optional(match, _bonus(weights, bigrams, MOST_QUOTED_BONUS)) if bigrams else match
    return _by_recipe(text, tokens, words, weights)


def _by_recipe(text: Text, tokens: Tokens, words: bool, weights: Mapping[str, float]) -> Clause:
    """An unquoted text."""
    units, bigrams = tokens.units(text.text), tokens.bigrams(text.text)
    if len(units) == 1 and not words:
        return _any(tuple(_phrase(field, units, bigrams, weight) for field, weight in weights.items()))
    cut = tuple(dict.fromkeys(tokens.words(text.text)))
    by_words = tuple(All(tuple(Token(f"{field}_words", word, weight) for word in cut)) for field, weight in weights.items())
    phrases = tuple(_phrase(field, units, bigrams, PHRASE_WEIGHT * weight) for field, weight in weights.items())
    if not cut:
        return _any(phrases)
    if words:
        return Optional(_any(by_words), AnyOf((*phrases, _bonus(weights, bigrams))))
    return Optional(_any(tuple(chain.from_iterable(zip(by_words, phrases, strict=True)))), _bonus(weights, bigrams))


def _bonus(weights: Mapping[str, float], bigrams: Sequence[str], most: int = MOST_BONUS) -> Clause:
    """What only adds to the score: each bigram wherever it stands."""
    return AnyOf(bonus(bigrams, weights, most))


def _phrase(field: str, units: Sequence[str], bigrams: Sequence[str], weight: float) -> Clause:
    """Units side by side: as bigrams, a single one by itself."""
    if len(units) == 1:
        return Token(f"{field}_units", units[0], weight)
    name = f"{field}_bigrams"
    return Token(name, bigrams[0], weight) if len(bigrams) == 1 else Phrase(name, tuple(bigrams), weight)


def _any(clauses: tuple[Clause, ...]) -> Clause:
    return clauses[0] if len(clauses) == 1 else AnyOf(clauses)
