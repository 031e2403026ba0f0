"""An article as it is shown to who asks for it whole: with the sections of its text and its key terms against all that is held."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace

from articles.model import Article
from articles.reading import candidates, outline, parts, ranked, slogans
from indexing import Request, general_rarity, unknown_rarity
from indexing.engines.protocol import Token
from search.index import Index
from search.query.tokens import Tokens

#: Key terms told; words whose frequency is asked for: those that print at large finds rarest.
_TERMS, _ASKED = 20, 60
#: What the statistics of print at large count as, in articles: they fade as more is held.
_PRIOR = 2_000
#: How much of a text is cut: more than the longest report.
_LONGEST = 200_000


def explained(article: Article, tokens: Tokens, index: Index | None = None) -> Article:
    """The article with `sections`, `parts` and `terms`; without an index, rarity is that of print at large. EngineError."""
    names = {one.name for one in article.bylines}
    found = candidates([one for one in _words(article.text[:_LONGEST], tokens) if one[0] not in names])
    general = general_rarity()
    rarity: Mapping[str, float] = {word: general.get(word, unknown_rarity()) for word in found}
    best = ranked(found, rarity, _ASKED)
    if index is not None:
        rarity = _among_held([one.words for one in best], rarity, index)
        best = ranked({word: found[word] for word in rarity}, rarity, _ASKED)
    return replace(article, sections=outline(article.text), parts=parts(article), terms=(*best[:_TERMS], *slogans(article.text[:_LONGEST])))


def _words(text: str, tokens: Tokens) -> list[tuple[str, int, int]]:
    return [(word, start, end) for word, (start, end) in zip(tokens.words(text), tokens.word_spans(text), strict=True)]


def _among_held(words: Sequence[str], general: Mapping[str, float], index: Index) -> Mapping[str, float]:
    """How rare words are among the articles held, and in print at large where little is held."""
    held = index.count()
    answers = index.ask_all([Request(Token("text_words", word), limit=0) for word in words])
    share = held / (held + _PRIOR)
    return {
        word: share * math.log((held + 1) / (answer.total + 1)) + (1 - share) * general[word]
        for word, answer in zip(words, answers, strict=True)
    }
