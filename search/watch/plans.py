"""What is planned and what rests: back-fills that are not done, and papers that somebody paused or stopped."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from storage.ledger import Backfill, Ledger


@dataclass(frozen=True, slots=True)
class RestState:
    """A paper at rest: since when, why (in the words of who paused it; None: not said), and whether it was stopped."""

    paper: str
    name: str
    since: dt.datetime
    why: str | None
    stopped: bool


@dataclass(frozen=True, slots=True)
class BackfillState:
    """A back-fill that is not done: of `total` days `planned` are asked for and `done` are settled.

    `remaining` are the seconds the rest takes at the pace since it was asked for; None where it has none, or its paper rests.
    """

    id: int
    paper: str
    name: str
    first: dt.date
    last: dt.date
    asked: dt.datetime
    total: int
    planned: int
    done: int
    remaining: float | None


def resting(ledger: Ledger, names: Mapping[str, str]) -> list[RestState]:
    """Every paper at rest, by code."""
    return [RestState(one.paper, names.get(one.paper, one.paper), one.since, one.why, one.stopped) for one in ledger.pauses.all().values()]


def backfills(ledger: Ledger, names: Mapping[str, str], now: dt.datetime) -> list[BackfillState]:
    """Every back-fill that is not done, oldest first: days are still to be planned, or planned ones to be settled."""
    at_rest = ledger.pauses.all()
    found = []
    for row in _candidates(ledger):
        standing = ledger.backfills.standing(row)
        if row.ended and not standing.open:
            continue
        left = None if row.range.paper in at_rest else standing.left(now - row.asked)
        name = names.get(row.range.paper, row.range.paper)
        counts = standing.total, standing.planned, standing.done, left.total_seconds() if left else None
        found.append(BackfillState(row.id, row.range.paper, name, row.range.first, row.range.last, row.asked, *counts))
    return found


def _candidates(ledger: Ledger) -> Iterator[Backfill]:
    """Those that have not ended, and late ones that have because all is planned; a stopped one has a reason."""
    known = {row.id: row for row in ledger.backfills.open()}
    known |= {row.id: row for row in ledger.backfills.latest() if row.reason is None}
    for _, row in sorted(known.items()):
        yield row
