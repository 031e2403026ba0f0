"""The likeliest division of lines into paragraphs and headings, by their widths and their texts (Viterbi)."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import inf, log

from articles.repair.signs import Signs

#: Places in a paragraph: its first line of several, one inside, its last, its only one; in a heading: one that others follow, its last.
_FIRST, _INSIDE, _LAST, _ONLY, _HEADS, _HEAD = range(6)
#: What a heading costs over a paragraph; a heading's further line.
_HEADING, _FURTHER = -3.0, -1.0
#: What a character costs that a line is short of a column it should fill (from half a one on), or wider than it.
_SHORT, _WIDE, _SLACK = -5.0, -4.0, 0.3
#: The most that a width tells; what it tells that a line fills its column.
_MOST, _FILLS = -14.0, -0.3


@dataclass(frozen=True, slots=True)
class Room:
    """How much room a line left: `short` of what would have held what comes next, `over` the column's `width`."""

    short: float
    over: float
    width: float


@dataclass(frozen=True, slots=True)
class Part:
    """Lines `begin:end` that belong together; `heading` if they are no sentence."""

    begin: int
    end: int
    heading: bool


def _fills(room: Room, indent: float) -> float:
    return max(_MOST, _FILLS + _SHORT * max(0.0, room.short - indent - _SLACK) + _WIDE * max(0.0, room.over + indent - _SLACK))


def _anywhere(room: Room, indent: float) -> float:
    return max(_MOST, -log(max(4.0, room.width)) + _WIDE * max(0.0, room.over + indent - _SLACK))


def _emissions(rooms: Sequence[Room], sign: Signs, indent: float) -> list[float]:
    """What a line tells of each place."""
    fills, anywhere = max(_fills(room, 0.0) for room in rooms), max(_anywhere(room, 0.0) for room in rooms)
    first, only = (fills, anywhere) if not indent else (max(_fills(r, indent) for r in rooms), max(_anywhere(r, indent) for r in rooms))
    return [
        first + sign.goes_on,
        fills + sign.goes_on,
        anywhere + sign.ends,
        only + sign.ends,
        max(fills, first) + sign.heading,
        max(anywhere, only) + sign.heading,
    ]


def divide(
    rooms: Sequence[Sequence[Room]], lines: Sequence[Signs], begins: Sequence[float], indent: float, paragraph: float
) -> tuple[float, list[Part]]:
    """The division and what it weighs.

    `rooms` are a line's by each width it may be of, `begins` what else tells of a begin before it, `paragraph` what each paragraph costs.
    """
    score = [-inf, -inf, 0.0, -inf, -inf, -inf]
    back: list[tuple[int, ...]] = []
    for room, sign, begin in zip(rooms, lines, begins, strict=True):
        told = _emissions(room, sign, indent)
        closed = max((_LAST, _ONLY, _HEAD), key=score.__getitem__)
        on = _FIRST if score[_FIRST] > score[_INSIDE] else _INSIDE
        start = score[closed] + paragraph + begin
        heading, more = start + _HEADING + sign.numbered, score[_HEADS] + _FURTHER
        above, under = (closed, heading) if heading > more else (_HEADS, more)
        opened = start + sign.opens
        before = (opened, score[on], score[on], opened, under, under)
        score = [one + other for one, other in zip(before, told, strict=True)]
        back.append((closed, on, on, closed, above, above))
    last = max((_LAST, _ONLY, _HEAD), key=score.__getitem__)
    return score[last], _parts(back, last)


def _parts(back: Sequence[tuple[int, ...]], last: int) -> list[Part]:
    """The parts of the best way, from its last place back."""
    places = [last]
    for steps in reversed(back):
        places.append(steps[places[-1]])
    places.reverse()
    cuts = [at for at, place in enumerate(places[:-1]) if place in (_LAST, _ONLY, _HEAD)] + [len(back)]
    return [Part(begin, end, places[end] == _HEAD) for begin, end in pairwise(cuts)]
