"""Two texts laid side by side: the runs they share in the same order, and what differs between them.

Landmarks, runs of units that occur once in either text, fix the lay (patience diff); what lies between two of them is compared unit by
unit. Time and memory grow with the texts, never with their product.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise

from articles.likeness.text import Kept

#: What lies between two runs is looked into up to this product of lengths, and up to this sum of products; beyond, it counts as different.
_SMALL, _BUDGET = 900, 300_000
#: Stretches of one length are compared unit by unit up to this length.
_LEVEL = 200
#: Ends of two texts are compared whole where neither is longer.
_NEAR = 30


@dataclass(frozen=True, slots=True)
class Run:
    """`first[start:start + length] == second[other:other + length]`."""

    start: int
    other: int
    length: int


@dataclass(frozen=True, slots=True)
class Change:
    """What stands between two runs: `first[start:end]` in place of `second[other:other_end]`."""

    start: int
    end: int
    other: int
    other_end: int


def outline(first: Kept, second: Kept) -> list[Run]:
    """The long runs two texts share, in the order of both: what is certain before what lies between them is looked into."""
    return _extended(first.units, second.units, _rising(_anchors(first, second)))


def align(first: str, second: str, runs: Sequence[Run]) -> tuple[Run, ...]:
    """The runs two texts share, in the order of both, from their outline."""
    if not runs:
        return ()
    edges = [_head(runs[0]), *runs, _tail(first, second, runs[-1])]
    found, spent = list[Run](), 0
    for run, gap in zip(edges, changes(edges), strict=False):
        found += [run] if run.length else []
        cells = (gap.end - gap.start) * (gap.other_end - gap.other)
        if (cells <= _SMALL and spent < _BUDGET) or gap.end - gap.start == gap.other_end - gap.other <= _LEVEL:
            spent += cells
            found += _between(first, second, gap)
    return tuple(_joined(found))


def _head(run: Run) -> Run:
    """Where to begin before the first run: at the beginning of both texts, or where one goes far back, as far as in the other."""
    if max(run.start, run.other) <= _NEAR:
        return Run(0, 0, 0)
    far = min(run.start, run.other)
    return Run(run.start - far, run.other - far, 0)


def _tail(first: str, second: str, run: Run) -> Run:
    """Where to end behind the last run, in the same way."""
    end, other = run.start + run.length, run.other + run.length
    if max(len(first) - end, len(second) - other) <= _NEAR:
        return Run(len(first), len(second), 0)
    far = min(len(first) - end, len(second) - other)
    return Run(end + far, other + far, 0)


def changes(runs: Sequence[Run]) -> Iterator[Change]:
    """What lies between each two neighbouring runs; the stretch is empty on the side that lacks it."""
    for left, right in pairwise(runs):
        yield Change(left.start + left.length, right.start, left.other + left.length, right.other)


def _anchors(first: Kept, second: Kept) -> list[tuple[int, int]]:
    """Where landmarks stand that both texts have, by their place in the first."""
    here, there = first.landmarks, second.landmarks
    return sorted((here[run], there[run]) for run in here.keys() & there.keys())


def _rising(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest row of pairs that rises in both places."""
    if all(left[1] < right[1] for left, right in pairwise(pairs)):
        return list(pairs)
    ends, tails, before = list[int](), list[int](), list[int]()
    for place, (_, other) in enumerate(pairs):
        at = bisect_left(ends, other)
        before.append(tails[at - 1] if at else -1)
        ends[at : at + 1], tails[at : at + 1] = [other], [place]
    row, place = list[tuple[int, int]](), tails[-1] if tails else -1
    while place >= 0:
        row.append(pairs[place])
        place = before[place]
    return row[::-1]


def _extended(first: str, second: str, pairs: Sequence[tuple[int, int]]) -> list[Run]:
    """Each pair as the longest run around it that overlaps no run before it."""
    runs = list[Run]()
    end = other_end = 0
    for start, other in pairs:
        if start < end or other < other_end:
            continue
        left = right = 0
        while start - left > end and other - left > other_end and first[start - left - 1] == second[other - left - 1]:
            left += 1
        most = min(len(first) - start, len(second) - other)
        while right < most and first[start + right] == second[other + right]:
            right += 1
        runs.append(Run(start - left, other - left, left + right))
        end, other_end = start + right, other + right
    return runs


def _between(first: str, second: str, gap: Change) -> Iterator[Run]:
    """The runs inside of what lies between two others."""
    here, there = first[gap.start : gap.end], second[gap.other : gap.other_end]
    if len(here) == len(there):
        yield from (Run(gap.start + at, gap.other + at, 1) for at in range(len(here)) if here[at] == there[at])
        return
    for at, other, length in SequenceMatcher(None, here, there, autojunk=False).get_matching_blocks():
        if length:
            yield Run(gap.start + at, gap.other + other, length)


def _joined(runs: Sequence[Run]) -> Iterator[Run]:
    """Runs that go on where the one before ends, as one."""
    last: Run | None = None
    for run in runs:
        if last and (last.start + last.length, last.other + last.length) == (run.start, run.other):
            last = Run(last.start, last.other, last.length + run.length)
            continue
        if last:
            yield last
        last = run
    if last:
        yield last
