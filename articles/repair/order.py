"""Order from text alone: which heading belongs to which section, which fragment goes on with which. Each answer has a confidence."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import permutations
from math import exp

from articles.repair.cohesion import grams, shared, weights

#: Up to so many headings every assignment is tried; of more, the best one is taken pair by pair.
_TRIED = 7
#: How sharply a difference of scores tells (tuned: `docs/repair.md`).
_SHARP = 1.0


@dataclass(frozen=True, slots=True)
class Placed:
    """What was placed (a heading, a fragment): where, None for nowhere, and how surely."""

    at: int | None
    confidence: float


def scores(headings: Sequence[str], sections: Sequence[str]) -> list[list[float]]:
    """How well each heading suits each section."""
    bodies = [grams(section) for section in sections]
    told = weights(bodies)
    return [[shared(grams(heading), body, told) for body in bodies] for heading in headings]


def attach(headings: Sequence[str], sections: Sequence[str], prior: Sequence[Sequence[float]] | None = None) -> list[Placed]:
    """The section of each heading, each section at most once; `prior` is added to the scores of heading by section.

    The confidence is what the best assignment weighs against all others that place the heading elsewhere.
    """
    suit = scores(headings, sections)
    if prior is not None:
        suit = [[one + other for one, other in zip(row, extra, strict=True)] for row, extra in zip(suit, prior, strict=True)]
    if not headings or not sections:
        return [Placed(None, 0.0) for _ in headings]
    size = max(len(headings), len(sections))
    return _all(suit, len(headings), len(sections)) if size <= _TRIED else _greedy(suit)


def _all(suit: Sequence[Sequence[float]], headings: int, sections: int) -> list[Placed]:
    """Every assignment weighed by its score (a Boltzmann distribution); a heading's confidence is its section's share."""
    size = max(headings, sections)
    rows = [[suit[h][s] if h < headings and s < sections else 0.0 for s in range(size)] for h in range(size)]
    totals = {order: sum(rows[h][s] for h, s in enumerate(order)) for order in permutations(range(size))}
    best = max(totals.values())
    weight = {order: exp(_SHARP * (total - best)) for order, total in totals.items()}
    whole = sum(weight.values())
    chosen = max(totals, key=lambda order: totals[order])
    shares = [sum(value for order, value in weight.items() if order[h] == chosen[h]) / whole for h in range(headings)]
    return [Placed(chosen[h] if chosen[h] < sections else None, round(shares[h], 3)) for h in range(headings)]


def _greedy(suit: Sequence[Sequence[float]]) -> list[Placed]:
    pairs = sorted(((score, h, s) for h, row in enumerate(suit) for s, score in enumerate(row)), reverse=True)
    found: dict[int, int] = {}
    for _, h, s in pairs:
        if h not in found and s not in found.values():
            found[h] = s
    placed = []
    for h, row in enumerate(suit):
        best = max(row)
        share = exp(_SHARP * (row[found[h]] - best)) / sum(exp(_SHARP * (score - best)) for score in row) if h in found else 0.0
        placed.append(Placed(found.get(h), round(share, 3)))
    return placed
