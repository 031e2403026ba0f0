"""What an article says more often than others do: its key terms against a corpus, and slogans that are named as such. Pure.

How rare a word is comes from whoever counted it; words come from whoever cut the text.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from articles.model import Term
from articles.reading.rules import pattern, table

#: A word as it was cut: folded, with its place in the text.
Word = tuple[str, int, int]
_TERM = re.compile("[\u4e00-\u9fff\u3400-\u4dbf]{2,}")
_NUMERAL = re.compile("[一二两三四五六七八九十百千万亿零〇几多第余]+[\u4e00-\u9fff]?")
#: Slogans told of an article: none says more.
_MOST_SLOGANS = 100


def slogans(text: str) -> tuple[Term, ...]:
    """Slogans (`“六个一”`, `1+3+6+N`, 三重一大) by where each stands first; offsets without the quotation marks."""
    found: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for start, end in sorted(set(_named(text))):
        spans = found[text[start:end]]
        if not spans or spans[-1][1] <= start:
            spans.append((start, end))
    told = (Term(words, "slogan", None, len(spans), *spans[0]) for words, spans in found.items())
    return tuple(sorted(told, key=lambda one: one.start))[:_MOST_SLOGANS]


def _named(text: str) -> Iterator[tuple[int, int]]:
    for one in pattern("terms", "quoted").finditer(text):
        if not pattern("terms", "none").fullmatch(one["slogan"]):
            yield one.span("slogan")
    for key in ("formula", "known"):
        yield from (one.span() for one in pattern("terms", key).finditer(text))


def candidates(words: Sequence[Word]) -> Mapping[str, list[tuple[int, int]]]:
    """Words that may be key terms, with the places they stand at: of two characters and more, no numerals, nothing inside a longer word."""
    found: dict[str, list[tuple[int, int]]] = defaultdict(list)
    reach = 0
    for word, start, end in sorted(words, key=lambda one: (one[1], -one[2])):
        inside, reach = end <= reach, max(reach, end)
        if not inside and _TERM.fullmatch(word) and not _NUMERAL.fullmatch(word) and word not in _stop():
            found[word].append((start, end))
    return found


def ranked(found: Mapping[str, Sequence[tuple[int, int]]], rarity: Mapping[str, float], limit: int) -> tuple[Term, ...]:
    """The words of most weight: how often one stands among all candidates, times how rare it is (a word `rarity` lacks is left out)."""
    total = sum(map(len, found.values())) or 1
    weighed = ((len(places) / total * rarity[word], word) for word, places in found.items() if word in rarity)
    best = sorted(weighed, key=lambda one: (-one[0], found[one[1]][0]))[:limit]
    return tuple(Term(word, "word", round(weight, 6), len(found[word]), *found[word][0]) for weight, word in best)


@cache
def _stop() -> frozenset[str]:
    return frozenset(table("terms")["stop"]["words"])
