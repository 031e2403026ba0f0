"""How much two texts of one document are about the same: characters and pairs of characters they share that the others do not have."""

import re
from collections import Counter
from collections.abc import Sequence
from math import log, sqrt

_HAN = re.compile(r"[\u3400-\u9fff]+")


def grams(text: str) -> Counter[str]:
    """Single Han characters and neighbouring pairs, with how often they stand in a text."""
    found: Counter[str] = Counter()
    for run in _HAN.findall(text):
        found.update(run)
        found.update(run[at : at + 2] for at in range(len(run) - 1))
    return found


def weights(texts: Sequence[Counter[str]], single: float = 0.25) -> dict[str, float]:
    """What a gram tells: the fewer of the texts have it, the more; a character `single` times what a pair does."""
    having: Counter[str] = Counter()
    for found in texts:
        having.update(found.keys())
    return {gram: log((len(texts) + 1) / (many + 0.5)) * (1.0 if len(gram) > 1 else single) for gram, many in having.items()}


def shared(small: Counter[str], large: Counter[str], told: dict[str, float]) -> float:
    """How well `large` covers the grams of `small`: counts damped, and divided by the length of the larger text's square root."""
    size = sqrt(max(1.0, large.total() / 1000))
    covered = sum(told.get(gram, 0.0) * log(1 + large[gram]) for gram in small if gram in large)
    return covered / size


def named(small: Counter[str], large: Counter[str], told: dict[str, float]) -> float:
    """How many of the grams of `small` a text has, each once."""
    return sum((told.get(gram, 0.0) for gram in small if gram in large), 0.0)
