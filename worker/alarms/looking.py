"""Gathering what is looked at: the ledger, the disk, and the broker where there is one."""

import datetime as dt
import os
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from articles.errors import Alarm, BrokerUnavailable, StorageError
from storage.ledger import SHANGHAI, Doubtful, Ledger, Reason
from worker.alarms.problems import idle_steps
from worker.alarms.state import PRESENT, Followed, Limits, State, Untold, Work
from worker.settings import Settings
from worker.steps import Kit

if TYPE_CHECKING:
    from worker.tasks import Broker

#: How marks of steps begin.
STEP = "step:"
#: A paper is taken at its word that it has no issue for so long.
_SILENCE = dt.timedelta(days=60)
_STEPS = ("fetch", "read", "index")


def limits_of(settings: Settings) -> Limits:
    """By the settings."""
    alarms = settings.alarms
    return Limits(disk=alarms.disk_gigabytes * 1e9, garbled=alarms.garbled, idle=alarms.idle_minutes * 60)


def state_of(kit: Kit, settings: Settings, broker: "Broker | None", begun: dt.datetime) -> State:
    """The state now; `begun` is when this process did: what was not done before that may still come. StorageError."""
    now, ledger = kit.clock(), kit.ledger
    first = now.astimezone(SHANGHAI).date() - PRESENT
    present = {code: tuple(issues) for code, issues in ledger.troubles.since(first, kit.papers).items()}
    ran, troubled, away = _of_workers(ledger, broker)
    return State(
        now=now,
        papers=kit.papers,
        followed=tuple(_followed(kit, code) for code in settings.follow.papers if code in kit.papers),
        present=present,
        gave=ledger.yields.of([issue.key for issues in present.values() for issue in issues]),
        past=tuple(ledger.troubles.by_cause(last=first - dt.timedelta(1))),
        doubtful=tuple(_doubtful(kit, settings, first)),
        disk_free=_free(settings),
        behind=ledger.troubles.unindexed(),
        work=_work(ledger, now, ran, begun),
        troubled=troubled,
        untold=_untold(ledger),
        broker=away,
    )


def _followed(kit: Kit, code: str) -> Followed:
    """A paper that is followed; one of which nothing is held counts from the day before the first that was asked for.

    So many days without an issue in a row that nobody looks further are a problem anyhow.
    """
    newest = kit.ledger.troubles.newest_held(code)
    if newest is None:
        asked = kit.ledger.troubles.first_asked(code)
        newest = asked - dt.timedelta(1) if asked else None
    issues = kit.ledger.reports.coverage(code, newest, newest + _SILENCE) if newest else []
    nothing = frozenset(issue.date for issue in issues if issue.date and issue.outcome == "no_issue")
    return Followed(kit.papers[code], newest, nothing)


def idle(ledger: Ledger, broker: "Broker | None", begun: dt.datetime, now: dt.datetime, longest: float) -> Alarm | None:
    """The first kind of step that is due and was not done for `longest` seconds; None where all goes on. StorageError."""
    ran, _, away = _of_workers(ledger, broker)
    if away:
        return None
    state = State(now=now, work=_work(ledger, now, ran, begun))
    return next(iter(idle_steps(state, Limits(idle=longest)).values()), None)


def _doubtful(kit: Kit, settings: Settings, before: dt.date) -> Sequence[Doubtful]:
    """Issues before a day of which too much, or too much garbage, was read."""
    most = {code: paper.expect.articles_max for code, paper in kit.papers.items()}
    return kit.ledger.yields.doubtful(most, settings.alarms.garbled, before)


def _work(ledger: Ledger, now: dt.datetime, ran: Mapping[str, dt.datetime], begun: dt.datetime) -> dict[str, Work]:
    """Whether something is due for each kind of step, and when one was done; what was not done before `begun` may still come."""
    fetch = any(free_at <= now for free_at in ledger.lanes.ready(now).values())
    due = {"fetch": fetch, "read": ledger.readings.ready(now) > 0, "index": ledger.indexing.ready(now) > 0}
    return {step: Work(due[step], max(ran.get(step, begun), begun)) for step in _STEPS}


def _of_workers(ledger: Ledger, broker: "Broker | None") -> tuple[dict[str, dt.datetime], Mapping[str, Reason], Reason | None]:
    """When steps ran last, which queues are in trouble, and why the broker does not answer."""
    ran = ledger.marks.latest(STEP)
    if broker is None:
        return ran, {}, None
    try:
        queues = broker.stamps.queues()
        resting = [name for name in queues if broker.stamps.rest(name)]
    except BrokerUnavailable as error:
        return ran, {}, error.reason()
    ran |= {name: queue.ran for name, queue in queues.items() if queue.ran}
    return ran, {name: reason for name in resting if (reason := queues[name].trouble)}, None


def _untold(ledger: Ledger) -> dict[str, Untold]:
    """Ways by which the oldest that is to be told has failed."""
    found: dict[str, Untold] = {}
    for one in ledger.alarms.tellings(untold=True):
        if one.way not in found and one.reason:
            found[one.way] = Untold(one.tries, one.reason)
    return found


def _free(settings: Settings) -> int | None:
    with suppress(OSError, StorageError):
        disk = os.statvfs(settings.home)
        return disk.f_bavail * disk.f_frsize
    return None
