"""In which order work is done that waits for the same host or queue: a turn is a number, small first. Pure."""

import datetime as dt
from collections.abc import Sequence

#: Turns of one urgency lie within so many; dates and places in a back-fill are far smaller.
_BAND = 10_000_000
#: Ranks of papers: the first of those that come first has the highest, all others 0.
_RANKS = 9
#: December to March: when the yearly accounts appear.
SEASON = frozenset({12, 1, 2, 3})


def asked_turn(date: dt.date, rank: int = 0) -> int:
    """The turn of an issue asked for by its date, the daily ones among them: before every back-fill, the newest first."""
    return -(_RANKS + 1 + rank) * _BAND - date.toordinal()


def backfill_turn(place: int, rank: int = 0) -> int:
    """The turn of an issue at a place in the order of its back-fill."""
    return -rank * _BAND + place


def rank(paper: str, first: Sequence[str]) -> int:
    """The rank of a paper among those that come `first`, the first of them highest; 0 for all others."""
    return max(1, _RANKS - first.index(paper)) if paper in first else 0


def ordered(first: dt.date, last: dt.date, *, oldest: bool, season: bool) -> list[dt.date]:
    """The days from `first` to `last` in the order they are planned; with `season` its days come before all others."""
    days = [first + dt.timedelta(number) for number in range((last - first).days + 1)]
    days = days if oldest else days[::-1]
    return sorted(days, key=lambda day: day.month not in SEASON) if season else days
