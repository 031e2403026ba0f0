"""How the home stands as a whole: its index and how far it is behind, its disk, the runs under way and those before."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from storage.ledger import Run

#: A run that noted nothing for so long has broken off (seconds).
SILENT = 120.0
#: So many runs are looked at, the newest.
LATEST = 50
#: So many of those that are over are told.
_PAST = 10


@dataclass(frozen=True, slots=True)
class RunState:
    """A run under way: `done` of `total` things (None where that is not known), `rate` of them a second, `remaining` seconds."""

    id: int
    kind: str
    started: dt.datetime
    done: int | None
    total: int | None
    rate: float | None
    remaining: float | None


@dataclass(frozen=True, slots=True)
class PastRun:
    """A run that is over, and what came of it: issues in all and by outcome, and what else it counted. `ended` is None: it broke off."""

    id: int
    kind: str
    started: dt.datetime
    ended: dt.datetime | None
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class HomeState:
    """The home: the live generation of the index, its articles, and how far it is behind; bytes of disk and archive; last work; runs.

    `owned`: a process owns it; `behind` are issues read and not yet in the index, `unburied` ids not yet taken out of it;
    `rebuild_needed`: dictionary or fields are others than those it was built with. `worked` is when something was last done.
    """

    owned: bool
    generation: str | None
    articles: int | None
    behind: int
    unburied: int
    rebuild_needed: bool | None
    disk_free: int
    disk_total: int
    archive_bytes: int
    worked: dt.datetime | None
    runs: tuple[RunState, ...]
    past: tuple[PastRun, ...] = ()


def running(latest: Sequence[Run], now: dt.datetime) -> tuple[RunState, ...]:
    """Those of the newest runs that are under way, oldest first; one that fell silent has broken off and is not among them."""
    return tuple(_state(run) for run in reversed(latest) if _goes_on(run, now))


def past(latest: Sequence[Run], now: dt.datetime) -> tuple[PastRun, ...]:
    """Those of the newest runs that are over, newest first."""
    over = [run for run in latest if not _goes_on(run, now)]
    return tuple(PastRun(run.id, run.kind, run.started, run.ended, _counts(run)) for run in over[:_PAST])


def _goes_on(run: Run, now: dt.datetime) -> bool:
    return run.ended is None and _seen(run) > now - dt.timedelta(seconds=SILENT)


def _counts(run: Run) -> Mapping[str, int]:
    return {name: count for name, count in (run.counts or {}).items() if name != "at"}


def _seen(run: Run) -> dt.datetime:
    """When the run was last heard of."""
    at = (run.counts or {}).get("at")
    return dt.datetime.fromtimestamp(at, dt.UTC) if at else run.started


def _state(run: Run) -> RunState:
    counts: Mapping[str, int] = run.counts or {}
    done, total = counts.get("done"), counts.get("total")
    passed = (_seen(run) - run.started).total_seconds()
    rate = done / passed if done and passed > 0 else None
    remaining = (total - done) / rate if rate and total and done is not None else None
    return RunState(run.id, run.kind, run.started, done, total, rate, remaining)
