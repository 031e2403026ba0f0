"""Pairs of pieces in the order of both texts: the row of pairs that rises in both and is the heaviest."""

from collections.abc import Sequence

from search.compare.likeness import Alike

#: Where a row ends: its weight, and the pair it ends with.
_End = tuple[float, int]


def in_order(found: Sequence[Alike]) -> list[Alike]:
    """The heaviest row of pairs in which each piece of either text stands once and both orders are kept. Time: n log n."""
    pairs = sorted(found, key=lambda pair: (pair.one, -pair.other))
    best: list[_End] = [(0.0, -1)] * (max((pair.other for pair in pairs), default=-1) + 2)
    before = list[int]()
    last: _End = (0.0, -1)
    for place, pair in enumerate(pairs):
        weight, behind = _heaviest(best, pair.other)
        before.append(behind)
        end = (weight + pair.likeness, place)
        _enter(best, pair.other + 1, end)
        last = max(last, end)
    row, place = list[Alike](), last[1]
    while place >= 0:
        row.append(pairs[place])
        place = before[place]
    return row[::-1]


def _heaviest(best: Sequence[_End], at: int) -> _End:
    """The heaviest row that ends before a piece of the second text (a Fenwick tree of maxima)."""
    found: _End = (0.0, -1)
    while at:
        found = max(found, best[at])
        at &= at - 1
    return found


def _enter(best: list[_End], at: int, end: _End) -> None:
    while at < len(best):
        best[at] = max(best[at], end)
        at += at & -at


def out_of_order(found: Sequence[Alike], taken: Sequence[Alike]) -> list[Alike]:
    """The pairs of pieces that no pair taken holds, the most alike first, each piece once."""
    ones, others = {pair.one for pair in taken}, {pair.other for pair in taken}
    left = list[Alike]()
    for pair in sorted(found, key=lambda pair: (-pair.likeness, pair.one, pair.other)):
        if pair.one not in ones and pair.other not in others:
            left.append(pair)
            ones.add(pair.one)
            others.add(pair.other)
    return left
