"""Whether one fragment of a text goes on with another: what the last lines of the one and the first of the other say."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log

from articles.repair.cohesion import grams, shared, weights

_ENDED = re.compile(r"[。！？!?…：:；;][”’」』）)》\"]*$")
_PARAGRAPH_ENDED = re.compile(r"[。！？!?…：:][”’」』）)》\"]*$")
_DIGITS = re.compile(r"[0-9０-９]+(?:\.[0-9]+)?")
_NUMERALS = "一二三四五六七八九十"
#: Points of an enumeration, one pattern a kind; the first group is the number.
_POINTS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"([{_NUMERALS}])、",
        rf"[（(]([{_NUMERALS}])[）)]",
        rf"([{_NUMERALS}])是",
        rf"第([{_NUMERALS}])[，、]",
        r"(?<![\d.])(\d)[.．、](?!\d)",
    )
)
_CONNECTING = re.compile(r"[的了和与及等着过们]|以及|并且|而且|或者|[，、；。”）》％%]")
_LEADING = re.compile(r"同时|此外|另外|会议|我们|要|今年|一年来|各位|加快|坚持|推动|推进|深入|全面|加强|大力|积极|持续|着力|切实|扎实")
#: Characters of a fragment's end or begin that are looked at for what it is about.
_NEAR = 240
#: Words looked for have at most so many characters on one side of a join.
_WORD = 4


@dataclass(frozen=True, slots=True)
class Fragment:
    """A piece of a text; `first` and `last` say how much its first and last lines are short of the column (0: not known)."""

    text: str
    first: float = 0.0
    last: float = 0.0


def _numbers(text: str) -> list[list[int]]:
    """The numbers of the points of each kind, in order."""
    return [[_NUMERALS.find(found[1]) + 1 or int(found[1]) for found in kind.finditer(text)] for kind in _POINTS]


def _sequence(before: Sequence[Sequence[int]], after: Sequence[Sequence[int]]) -> tuple[int, int]:
    """In how many kinds of points the numbering goes on across the join, and in how many it goes back."""
    pairs = [(one[-1], other[0]) for one, other in zip(before, after, strict=True) if one and other]
    return sum(last + 1 == first for last, first in pairs), sum(first != 1 and first <= last for last, first in pairs)


def _open(text: str) -> tuple[int, int]:
    """Quotes and brackets left open at the end, and closed without having been opened."""
    depth = lowest = 0
    for sign in text:
        depth += (sign in "“（《") - (sign in "”）》")
        lowest = min(lowest, depth)
    return depth - lowest, -lowest


def crossing(before: str, after: str, words: Mapping[str, int]) -> tuple[float, float, float]:
    """Words across a join: of two characters, of more (each as the logarithm of its frequency), and whole words on both sides of it."""
    two = log(1 + words.get(before[-1:] + after[:1], 0))
    more = max(
        (
            log(1 + words.get(before[-left:] + after[:right], 0))
            for left in range(1, _WORD)
            for right in range(1, _WORD)
            if left + right > 2
        ),
        default=0.0,
    )
    ends = max(log(1 + words.get(before[-size:], 0)) for size in (2, 3, 4))
    begins = max(log(1 + words.get(after[:size], 0)) for size in (2, 3, 4))
    return two / 10, more / 10, (ends + begins) / 20


class Links:
    """What is known of the fragments of one text, and the signs of each link."""

    def __init__(self, fragments: Sequence[Fragment], words: Mapping[str, int]) -> None:
        self._words = words
        texts = [_DIGITS.sub("0", "".join(fragment.text.split())) for fragment in fragments]
        self._fragments, self._texts = fragments, texts
        self._pairs = Counter(text[at : at + 2] for text in texts for at in range(len(text) - 1))
        self._triples = Counter(text[at : at + 3] for text in texts for at in range(len(text) - 2))
        self._singles = Counter("".join(texts))
        self._heads = [grams(text[:_NEAR]) for text in texts]
        self._tails = [grams(text[-_NEAR:]) for text in texts]
        self._told = weights([grams(text) for text in texts])
        self._numbers = [_numbers("".join(fragment.text.split())) for fragment in fragments]
        self._open = [_open(text) for text in texts]

    def signs(self, one: int, other: int) -> list[float]:
        """The signs that `other` goes on where `one` ends; each is weighed by `order.WEIGHTS`."""
        before, after = self._texts[one], self._texts[other]
        ended = bool(_ENDED.search(before))
        goes_on, goes_back = _sequence(self._numbers[one], self._numbers[other])
        first, last = self._fragments[other].first, self._fragments[one].last
        paragraph = first > 1.3
        two, more, sides = crossing(before[-_WORD:], after[:_WORD], self._words)
        connects, leads = bool(_CONNECTING.match(after)), bool(_LEADING.match(after))
        return [
            0.0 if ended else self._glued(before, after),
            0.0 if ended else float(connects),
            float(ended and leads),
            float(goes_on),
            float(goes_back),
            float(min(self._open[one][0], self._open[other][1])),
            float(abs(self._open[one][0] - self._open[other][1])),
            shared(self._heads[other], self._tails[one], self._told) / 10,
            float(bool(_PARAGRAPH_ENDED.search(before)) and paragraph),
            float(not ended and paragraph),
            float(ended and last > 1.6 and not paragraph),
            0.0 if ended else two,
            0.0 if ended else more,
            0.0 if ended else sides,
        ]

    def _glued(self, before: str, after: str) -> float:
        """How often the characters on both sides of the join stand together elsewhere, against chance."""
        pair = self._pairs[before[-1:] + after[:1]]
        triples = self._triples[before[-2:] + after[:1]] + self._triples[before[-1:] + after[:2]]
        chance = self._singles[before[-1:]] * self._singles[after[:1]] / max(1, self._singles.total())
        return log((pair + 0.1 + 2 * triples) / (chance + 0.1))
