"""All that is looked at to say what is wrong, as frozen data."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from scrapers import Paper
from storage.ledger import Doubtful, Issue, Reason, Trouble, Yield

#: Issues of so many days up to today are the paper's present; what is older was filled in later.
PRESENT = dt.timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Limits:
    """What may be before it is a problem: free bytes of the disk, part of garbage, seconds without a step, seconds unindexed."""

    disk: float = 2e9
    garbled: float = 0.005
    idle: float = 900.0
    behind: float = 3600.0
    #: Tries of a telling before that it cannot be told is a problem of its own.
    tries: int = 3
    #: Old bad issues of a paper, before they are one.
    past: int = 3


@dataclass(frozen=True, slots=True)
class Followed:
    """A paper that is crawled by its calendar: its newest issue held, and days of late that have none."""

    paper: Paper
    newest: dt.date | None
    nothing: frozenset[dt.date] = frozenset()


@dataclass(frozen=True, slots=True)
class Work:
    """A kind of step: whether something is due, and when one was last done (None: not since we know)."""

    due: bool
    ran: dt.datetime | None


@dataclass(frozen=True, slots=True)
class Untold:
    """A way by which something could not be told: how often it was tried, and why it failed the last time."""

    tries: int
    reason: Reason


@dataclass(frozen=True, slots=True)
class State:
    """What is known at the instant `now`.

    `present` are the issues of the last days by paper, the newest first; `gave` what their readings gave; `past` the troubles of older
    ones, and `doubtful` those of which too much was read. `behind` is since when an issue waits to be indexed; `troubled` are the queues
    that rest after a trouble. What is None could not be seen.
    """

    now: dt.datetime
    papers: Mapping[str, Paper] = field(default_factory=dict)
    followed: tuple[Followed, ...] = ()
    present: Mapping[str, tuple[Issue, ...]] = field(default_factory=dict)
    gave: Mapping[str, Yield] = field(default_factory=dict)
    past: tuple[Trouble, ...] = ()
    doubtful: tuple[Doubtful, ...] = ()
    disk_free: int | None = None
    behind: dt.datetime | None = None
    work: Mapping[str, Work] = field(default_factory=dict)
    troubled: Mapping[str, Reason] = field(default_factory=dict)
    untold: Mapping[str, Untold] = field(default_factory=dict)
    broker: Reason | None = None
