"""The likeliest division of lines into paragraphs and headings, by their widths and their texts (Viterbi)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import inf
from typing import NamedTuple

from articles.repair.signs import Signs

#: Places in a paragraph: its first line of several, one inside, its last, its only one; in a heading: one that others follow, its last.
_FIRST, _INSIDE, _LAST, _ONLY, _HEADS, _HEAD = range(6)
#: What a heading costs over a paragraph; a heading's further line.
_HEADING, _FURTHER = -3.0, -1.0
#: What a character costs that a line is short of a column it should fill (from half a one on), or wider than it.
_SHORT, _WIDE, _SLACK = -5.0, -4.0, 0.3
#: The most that a width tells; what it tells that a line fills its column.
_MOST, _FILLS = -14.0, -0.3


class Room(NamedTuple):
    """How much room a line left: `short` of what would have held what comes next, `over` the column's width; the price of any width."""

    short: float
    over: float
    any: float


@dataclass(frozen=True, slots=True)
class Part:
    """Lines `begin:end` that belong together; `heading` if they are no sentence."""

    begin: int
    end: int
    heading: bool


def _fit(room: Room, indent: float) -> tuple[float, float]:
    """What a width tells: that the line fills it, that it ends anywhere in it."""
    over, short = room.over + indent - _SLACK, room.short - indent - _SLACK
    wide = _WIDE * over if over > 0 else 0.0
    fills = _FILLS + wide + (_SHORT * short if short > 0 else 0.0)
    anywhere = wide - room.any
    return (max(_MOST, fills), max(_MOST, anywhere))


def _fits(rooms: Sequence[Room], indent: float) -> tuple[float, float]:
    """The same by the width that suits a line best."""
    if len(rooms) == 1:
        return _fit(rooms[0], indent)
    found = [_fit(room, indent) for room in rooms]
    return max(fills for fills, _ in found), max(anywhere for _, anywhere in found)


def _emissions(rooms: Sequence[Room], sign: Signs, indent: float) -> tuple[float, ...]:
    """What a line tells of each place."""
    fills, anywhere = _fits(rooms, 0.0)
    first, only = _fits(rooms, indent) if indent else (fills, anywhere)
    return (
        first + sign.goes_on,
        fills + sign.goes_on,
        anywhere + sign.ends,
        only + sign.ends,
        max(first, fills) + sign.heading,
        max(only, anywhere) + sign.heading,
    )


def divide(
    rooms: Sequence[Sequence[Room]], lines: Sequence[Signs], begins: Sequence[float], indent: float, paragraph: float
) -> tuple[float, Callable[[], list[Part]]]:
    """What the division weighs, and what gives it.

    `rooms` are a line's by each width it may be of, `begins` what else tells of a begin before it, `paragraph` what each paragraph costs.
    """
    score: tuple[float, ...] = (-inf, -inf, 0.0, -inf, -inf, -inf)
    back: list[tuple[int, ...]] = []
    for room, sign, begin in zip(rooms, lines, begins, strict=True):
        told = _emissions(room, sign, indent)
        closed = _closed(score)
        on = _FIRST if score[_FIRST] > score[_INSIDE] else _INSIDE
        start = score[closed] + paragraph + begin
        heading, more = start + _HEADING + sign.numbered, score[_HEADS] + _FURTHER
        above, under = (closed, heading) if heading > more else (_HEADS, more)
        opened, run = start + sign.opens, score[on]
        score = (opened + told[0], run + told[1], run + told[2], opened + told[3], under + told[4], under + told[5])
        back.append((closed, on, on, closed, above, above))
    last = _closed(score)
    return score[last], lambda: _parts(back, last)


def _closed(score: Sequence[float]) -> int:
    """The likeliest place that ends a paragraph or heading."""
    best = _ONLY if score[_ONLY] > score[_LAST] else _LAST
    return _HEAD if score[_HEAD] > score[best] else best


def _parts(back: Sequence[tuple[int, ...]], last: int) -> list[Part]:
    """The parts of the best way, from its last place back."""
    places = [last]
    for steps in reversed(back):
        places.append(steps[places[-1]])
    places.reverse()
    cuts = [at for at, place in enumerate(places[:-1]) if place in (_LAST, _ONLY, _HEAD)] + [len(back)]
    return [Part(begin, end, places[end] == _HEAD) for begin, end in pairwise(cuts)]
