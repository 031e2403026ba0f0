"""Which run or back-fill an issue is worked on for, as far as the ledger tells: a key of the log, looked up now and then."""

import datetime as dt
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass

from articles.errors import StorageError
from storage.ledger import Ledger

#: Between two looks at the ledger.
_APART = dt.timedelta(seconds=10)
#: A back-fill whose last days were planned so long ago is over, as far as a log is concerned.
_LATE = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class _Span:
    """Days of a paper that a run or a back-fill (`kind`) asked for."""

    kind: str
    id: int
    paper: str
    first: dt.date
    last: dt.date


class Asked:
    """Tells who asked for an issue: the newest command that is under way, and the newest back-fill, whose days it is one of."""

    def __init__(self, ledger: Ledger, clock: Callable[[], dt.datetime]) -> None:
        self._ledger, self._clock = ledger, clock
        self._spans: tuple[_Span, ...] = ()
        self._next: dt.datetime | None = None

    def __call__(self, key: str) -> Mapping[str, int]:
        """The numbers under `run` and `backfill`, those that are known."""
        paper, day = _parted(key)
        if day is None:
            return {}
        now = self._clock()
        if self._next is None or now >= self._next:
            self._next = now + _APART
            with suppress(StorageError):  # a line of the log is no reason to end a step
                self._spans = (*self._runs(), *self._backfills(now))
        mine = [one for one in self._spans if one.paper == paper and one.first <= day <= one.last]
        return {one.kind: one.id for one in sorted(mine, key=lambda one: one.id)}

    def _runs(self) -> list[_Span]:
        open_runs = [(run.id, run.what or {}) for run in self._ledger.runs.latest() if run.ended is None]
        return [
            _Span("run", number, str(what["paper"]), dt.date.fromisoformat(str(what["from"])), dt.date.fromisoformat(str(what["to"])))
            for number, what in open_runs
            if {"paper", "from", "to"} <= what.keys()
        ]

    def _backfills(self, now: dt.datetime) -> list[_Span]:
        rows = {row.id: row for row in (*self._ledger.backfills.latest(), *self._ledger.backfills.open())}
        going = [row for row in rows.values() if row.ended is None or (row.reason is None and row.ended > now - _LATE)]
        return [_Span("backfill", row.id, row.range.paper, row.range.first, row.range.last) for row in going]


def _parted(key: str) -> tuple[str, dt.date | None]:
    """Paper and day of an issue's key; no day for a file."""
    paper, _, day = key.rpartition("-")
    try:
        return paper, dt.datetime.strptime(day, "%Y%m%d").replace(tzinfo=dt.UTC).date()
    except ValueError:
        return paper, None
