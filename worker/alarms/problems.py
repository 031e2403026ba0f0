"""What is wrong, by a state: each problem under a key of its own. Pure."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping

from articles.errors import Alarm, Fact
from storage.ledger import SHANGHAI, Reason, Trouble
from worker.alarms.present import troubles_now
from worker.alarms.state import Followed, Limits, State

Problems = dict[str, Reason]


def problems(state: State, limits: Limits) -> Problems:
    """Every problem by its key (`kind:what`), with the reason that tells it."""
    found: dict[str, Alarm] = {}
    for part in (_ages, _present, _past, _doubtful, _home, _work, _ways):
        for key, alarm in part(state, limits):
            found.setdefault(key, alarm)
    return {key: alarm.reason() for key, alarm in found.items()}


def overdue(one: Followed, now: dt.datetime) -> dt.date | None:
    """The first day whose issue the calendar promises, which is not held though it is older than it may be; None where all is well.

    An issue is looked for from its time of day on; a day that is known to have none promises nothing.
    """
    here = now.astimezone(SHANGHAI)
    last = here.date() if here.time() >= one.paper.time_of_day else here.date() - dt.timedelta(1)
    oldest = last - dt.timedelta(one.paper.expect.max_age_days)
    day = one.newest + dt.timedelta(1) if one.newest else None
    while day and day <= oldest:
        if one.paper.appears(day) and day not in one.nothing:
            return day
        day += dt.timedelta(1)
    return None


def _ages(state: State, limits: Limits) -> Iterator[tuple[str, Alarm]]:
    del limits
    for one in state.followed:
        missing = overdue(one, state.now)
        if missing and one.newest:
            days = (state.now.astimezone(SHANGHAI).date() - one.newest).days
            most = one.paper.expect.max_age_days
            facts: dict[str, Fact] = {"paper": one.paper.code, "name": one.paper.name, "days": days, "most": most}
            yield f"age:{one.paper.code}", Alarm("alarm_age", newest=one.newest.isoformat(), missing=missing.isoformat(), **facts)


def _present(state: State, limits: Limits) -> Iterator[tuple[str, Alarm]]:
    """Of each paper what is wrong with its newest issues, and of each host that refuses us or is down."""
    for code, issues in state.present.items():
        if code in state.papers:
            yield from troubles_now(state.papers[code], issues, state.gave, limits.garbled)


def _past(state: State, limits: Limits) -> Iterator[tuple[str, Alarm]]:
    """Gaps in older years that nobody has seen to: one problem a paper, told by its commonest cause."""
    by_paper: Mapping[str, list[Trouble]] = defaultdict(list)
    for trouble in state.past:
        by_paper[trouble.paper].append(trouble)
    for code, troubles in by_paper.items():
        number = sum(one.issues for one in troubles)
        if code in state.papers and number >= limits.past:
            first, last = min(one.first for one in troubles), max(one.last for one in troubles)
            facts = {"paper": code, "name": state.papers[code].name, "first": first.isoformat(), "last": last.isoformat()}
            yield f"past:{code}", Alarm("alarm_past", issues=number, **facts)


def _doubtful(state: State, limits: Limits) -> Iterator[tuple[str, Alarm]]:
    """Issues of older years of which too much, or too much garbage, was read."""
    del limits
    for one in state.doubtful:
        if one.paper in state.papers:
            facts: dict[str, Fact] = {"paper": one.paper, "name": state.papers[one.paper].name, "issues": one.issues}
            yield f"doubt:{one.paper}", Alarm("alarm_doubt", first=one.first.isoformat(), last=one.last.isoformat(), **facts)


def _home(state: State, limits: Limits) -> Iterator[tuple[str, Alarm]]:
    if state.disk_free is not None and state.disk_free < limits.disk:
        yield "disk:home", Alarm("alarm_disk", free=round(state.disk_free / 1e9, 1), least=round(limits.disk / 1e9, 1))
    if state.behind and (state.now - state.behind).total_seconds() > limits.behind:
        yield "index:behind", Alarm("alarm_behind", since=_minute(state.behind))


def _work(state: State, limits: Limits) -> Iterator[tuple[str, Alarm]]:
    """Steps that are due and that nobody does; queues in trouble; a broker that does not answer."""
    for step, alarm in idle_steps(state, limits).items():
        yield f"idle:{step}", alarm
    for queue, reason in state.troubled.items():
        yield f"queue:{queue}", Alarm("alarm_queue", queue=queue, cause=str(reason["key"]))
    if state.broker:
        yield "broker:redis", Alarm("alarm_broker", place=str(state.broker.get("place")))


def idle_steps(state: State, limits: Limits) -> dict[str, Alarm]:
    """The kinds of steps that are due and were not done for too long."""
    found: dict[str, Alarm] = {}
    for step, work in state.work.items():
        if work.due and (work.ran is None or (state.now - work.ran).total_seconds() > limits.idle):
            ran = _minute(work.ran) if work.ran else "?"
            found[step] = Alarm("alarm_idle", step=step, ran=ran, minutes=round(limits.idle / 60))
    return found


def _ways(state: State, limits: Limits) -> Iterator[tuple[str, Alarm]]:
    for way, one in state.untold.items():
        if one.tries >= limits.tries:
            yield f"telling:{way}", Alarm("alarm_telling", way=way, cause=str(one.reason.get("why") or one.reason["key"]))


def _minute(instant: dt.datetime) -> str:
    return f"{instant.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
