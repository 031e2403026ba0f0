"""Clocks: leases, waits and stamps compare instants of several machines, which must agree."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from worker.doctor.finding import Facts, Finding, bad, ok, warn

Clock = Callable[[], dt.datetime]

#: Seconds two clocks may differ: below the shortest wait that counts, and far below the shortest lease.
NOTED, HARMFUL = 2.0, 30.0


@dataclass(frozen=True, slots=True)
class Difference:
    """How far a server's clock is ahead of ours (seconds), give or take the time the question took."""

    seconds: float
    within: float

    @property
    def least(self) -> float:
        """How far they differ at the least."""
        return max(0.0, abs(self.seconds) - self.within)


def difference(before: dt.datetime, theirs: dt.datetime, after: dt.datetime) -> Difference:
    """Of a server's clock, told between two looks at ours."""
    between = after - before
    return Difference((theirs - before - between / 2).total_seconds(), between.total_seconds() / 2)


def compared(check: str, place: str, found: Difference) -> Finding:
    """What a difference means."""
    facts: Facts = {"place": place, "seconds": round(found.seconds, 2), "within": round(found.within, 2)}
    if found.least > HARMFUL:
        return bad(check, "clock_off", **facts)
    return warn(check, "clock_apart", **facts) if found.least > NOTED else ok(check, "clock", **facts)
