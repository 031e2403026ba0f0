"""How alike pieces of two texts are: by pairs of neighbouring characters, rare ones counting more, all numbers counting as one.

A report of the next year says the same with other numbers, and every report says 发展: so each number is the same sign, and a pair that
stands in many pieces weighs little.
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from articles.likeness import Kept
from indexing import fold

_NUMBER = re.compile(r"\d+")
#: A pair of characters is not looked for where it stands in more pieces than that of one text times the other.
_COMMON = 2_500


@dataclass(frozen=True, slots=True)
class Alike:
    """Piece `one` of the first text and piece `other` of the second, and how alike they are (0 to 1)."""

    one: int
    other: int
    likeness: float


def units(text: str) -> str:
    """A text's letters, characters and digits, folded: texts of the same units say the same words."""
    return Kept(fold(text)).units


def alike(first: Sequence[str], second: Sequence[str], least: float) -> list[Alike]:
    """The pieces of two texts that are at least so alike: twice the weight of what both hold by the weight of both (Dice)."""
    here, there = [_pairs(text) for text in first], [_pairs(text) for text in second]
    weights = _weights([*here, *there])
    shared = defaultdict[tuple[int, int], float](float)
    common = set().union(*here) & set().union(*there)
    left, right = _holders(here, common), _holders(there, common)
    for pair in sorted(common):
        if len(left[pair]) * len(right[pair]) <= _COMMON:
            weight = weights[pair]
            for one, count in left[pair]:
                for other, more in right[pair]:
                    shared[one, other] += min(count, more) * weight
    heavy, heavier = [_weight(piece, weights) for piece in here], [_weight(piece, weights) for piece in there]
    found = (Alike(one, other, 2 * both / (heavy[one] + heavier[other])) for (one, other), both in sorted(shared.items()))
    return [one for one in found if one.likeness >= least]


def _pairs(text: str) -> Counter[str]:
    """Pairs of neighbouring characters, and how often each stands there."""
    plain = _NUMBER.sub("0", units(text))
    return Counter(map("".join, pairwise(plain))) if len(plain) > 1 else Counter([plain] if plain else [])


def _weights(pieces: Sequence[Counter[str]]) -> Mapping[str, float]:
    """The rarer among the pieces, the heavier."""
    standing = Counter(pair for piece in pieces for pair in piece)
    return {pair: math.log(1 + len(pieces) / count) for pair, count in standing.items()}


def _holders(pieces: Sequence[Counter[str]], common: set[str]) -> Mapping[str, list[tuple[int, int]]]:
    """The pieces that hold each pair of characters that both texts have, and how often."""
    held = defaultdict[str, list[tuple[int, int]]](list)
    for number, piece in enumerate(pieces):
        for pair in piece.keys() & common:
            held[pair].append((number, piece[pair]))
    return held


def _weight(piece: Counter[str], weights: Mapping[str, float]) -> float:
    return sum(count * weights[pair] for pair, count in piece.items())
