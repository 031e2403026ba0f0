"""Columns of a page that an extractor gave one after the other in a wrong order: put where their sentences go on.

Columns are parted by blank lines. They move only where every link of the likeliest order is sure; short pieces stay where they are.
"""

from collections.abc import Sequence
from itertools import accumulate, pairwise

from articles.repair.arrange import Arranged
from articles.repair.columns import Width
from articles.repair.lines import Line
from articles.repair.links import Fragment
from articles.repair.order import chain
from articles.repair.setting import learned

#: A column has so many lines at least: fewer tell too little. Each link must be so sure.
_FEWEST, _SURE = 12, 0.9


def streams(lines: Sequence[Line]) -> list[Sequence[Line]]:
    """The pieces of a text between blank lines."""
    cuts = [0, *(at for at, line in enumerate(lines) if line.blank and at), len(lines)]
    return [lines[begin:end] for begin, end in pairwise(cuts)]


def _long(pieces: Sequence[Sequence[Line]]) -> list[int]:
    """Which pieces are columns; none where others stand between them."""
    long = [at for at, piece in enumerate(pieces) if len(piece) >= _FEWEST]
    return long if len(long) > 1 and long[-1] - long[0] == len(long) - 1 else []


def out_of_order(lines: Sequence[Line]) -> tuple[list[Sequence[Line]], Arranged] | None:
    """The columns of a text and their order where it is surely not the printed one, else None."""
    pieces = streams(lines)
    order = chained(pieces, learned(lines).widths) if _long(pieces) else None
    return (pieces, order) if order else None


def chained(pieces: Sequence[Sequence[Line]], widths: Sequence[Width]) -> Arranged | None:
    """The order in which pieces go on with one another, `widths` those of their lines; None where it is as printed, or is not sure."""
    long = _long(pieces)
    begins = list(accumulate(map(len, pieces), initial=0))
    placed = chain([_fragment(pieces[at], widths[begins[at] : begins[at + 1]]) for at in long], {})
    sure = min((place.confidence for place in placed), default=0.0)
    if sure < _SURE:
        return None
    order = [next(iter(set(range(len(placed))) - {place.at for place in placed}))]
    while (following := placed[order[-1]].at) is not None:
        order.append(following)
    if order == sorted(order):
        return None
    slots = dict(zip(long, (long[at] for at in order), strict=True))
    return Arranged(tuple(slots.get(at, at) for at in range(len(pieces))), tuple(sure if at in slots else 1.0 for at in range(len(pieces))))


def _fragment(piece: Sequence[Line], widths: Sequence[Width]) -> Fragment:
    first, last = piece[0], piece[-1]
    return Fragment("\n".join(line.text for line in piece), min(widths[0]) - first.width, min(widths[-1]) - last.width)
