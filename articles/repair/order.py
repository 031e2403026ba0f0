"""Order from text alone: which heading belongs to which section, which fragment goes on with which. Each answer has a confidence."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise, permutations, product
from math import exp, sqrt

from articles.repair.cohesion import grams, named, shared, weights
from articles.repair.links import Fragment, Links
from articles.repair.topics import suited

#: Up to so many headings every assignment is tried; of more, the best one is taken pair by pair.
_TRIED = 7
#: How sharply a difference of scores tells (tuned: `docs/repair.md`).
_SHARP = 0.8
#: What a single character tells beside a pair; how long a section's begin is, and what its naming the heading's words weighs more.
_SINGLE, _LEAD, _LEADS = 0.75, 50, 0.4
#: What it weighs that a section tells all that is told of the topic a heading names.
_TOPIC = 4.0


@dataclass(frozen=True, slots=True)
class Placed:
    """What was placed (a heading, a fragment): where, None for nowhere, and how surely."""

    at: int | None
    confidence: float


def scores(headings: Sequence[str], sections: Sequence[str]) -> list[list[float]]:
    """How well each heading suits each section."""
    bodies, heads = [grams(section) for section in sections], [grams(heading) for heading in headings]
    begins = [grams(section[:_LEAD]) for section in sections]
    told = weights(bodies, single=_SINGLE)
    among = Counter(gram for head in heads for gram in head)
    told = {gram: value / sqrt(among[gram]) for gram, value in told.items() if gram in among}
    about = suited(headings, sections)
    return [
        [
            shared(head, body, told) + _LEADS * named(head, begin, told) + _TOPIC * topic
            for body, begin, topic in zip(bodies, begins, row, strict=True)
        ]
        for head, row in zip(heads, about, strict=True)
    ]


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


#: What each sign of a link weighs (`links.Links.signs`; fitted on the tune half: `docs/repair.md`).
WEIGHTS = (0.58, 0.71, 0.8, 1.6, -2.2, 1.2, -1.75, 2.5, 0.3, -0.15, -0.8, 3.0, 3.3, 1.05)
#: Up to so many fragments all orders are weighed against each other.
_CHAINED = 10


def chain(fragments: Sequence[Fragment], words: Mapping[str, int]) -> list[Placed]:
    """The fragment that follows each fragment (None: it is the last), from all orders weighed against each other.

    Of more than ten fragments nothing is said: each has the confidence 0.
    """
    count = len(fragments)
    if not 2 <= count <= _CHAINED:
        return [Placed(None, float(count == 1)) for _ in fragments]
    links = Links(fragments, words)
    score = [[_score(links, one, other) if one != other else 0.0 for other in range(count)] for one in range(count)]
    shares = _shares([[exp(value) for value in row] for row in score])
    best = _best(score)
    after = dict(pairwise(best))
    return [Placed(after.get(at), round(shares[at][after.get(at, count)], 3)) for at in range(count)]


def _score(links: Links, one: int, other: int) -> float:
    return sum(weight * sign for weight, sign in zip(WEIGHTS, links.signs(one, other), strict=True))


def _best(score: Sequence[Sequence[float]]) -> list[int]:
    """The order of the highest sum of scores (Held and Karp)."""
    count = len(score)
    best: dict[tuple[int, int], tuple[float, tuple[int, ...]]] = {(1 << at, at): (0.0, (at,)) for at in range(count)}
    for held in range(1, 1 << count):
        for last in range(count):
            if (held, last) not in best:
                continue
            total, path = best[held, last]
            for following in range(count):
                key = held | 1 << following, following
                on = total + score[last][following]
                if not held >> following & 1 and (key not in best or on > best[key][0]):
                    best[key] = on, (*path, following)
    return list(max(best[(1 << count) - 1, last] for last in range(count))[1])


def _shares(weight: Sequence[Sequence[float]]) -> list[list[float]]:
    """How much of the weight of all orders each link holds; the last column: being the end."""
    count = len(weight)
    whole = (1 << count) - 1
    ahead = [[0.0] * count for _ in range(whole + 1)]
    behind = [[0.0] * count for _ in range(whole + 1)]
    for at in range(count):
        ahead[1 << at][at] = 1.0
        behind[1 << at][at] = 1.0
    for held in range(1, whole + 1):
        for last in range(count):
            for other in range(count):
                if not held >> other & 1:
                    ahead[held | 1 << other][other] += ahead[held][last] * weight[last][other]
                    behind[held | 1 << other][other] += behind[held][last] * weight[other][last]
    total = sum(ahead[whole])
    shares = [[0.0] * (count + 1) for _ in range(count)]
    for held in range(1, whole):
        inside = [at for at in range(count) if held >> at & 1]
        for last, other in product(inside, set(range(count)) - set(inside)):
            shares[last][other] += ahead[held][last] * weight[last][other] * behind[whole & ~held][other] / total
    for last in range(count):
        shares[last][count] = ahead[whole][last] / total
    return shares
