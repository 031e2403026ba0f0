"""What `status` tells of plans: papers at rest, back-fills that are not done, requests left today; for people and as JSON."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from storage.ledger import SHANGHAI
from worker.cli.face import Face, printable

if TYPE_CHECKING:
    from search.watch import BackfillState, PaperState, RestState


def rest_line(one: "RestState") -> dict[str, object]:
    """A paper at rest as JSON, in the words of `pause`."""
    since = one.since.isoformat(timespec="seconds")
    return {"paper": one.paper, "name": one.name, "paused": since, "stopped": one.stopped, "reason": one.why}


def backfill_line(one: "BackfillState") -> dict[str, object]:
    """A back-fill as JSON: days in all, planned and done, and seconds left."""
    where = {"id": one.id, "paper": one.paper, "name": one.name, "from": one.first.isoformat(), "to": one.last.isoformat()}
    remaining = None if one.remaining is None else round(one.remaining)
    return where | {"total": one.total, "planned": one.planned, "done": one.done, "remaining": remaining}


def rest_lines(face: Face, resting: "Sequence[RestState]") -> Iterator[str]:
    """A line a paper at rest."""
    for one in resting:
        key = "told.paper_stopped" if one.stopped else "told.paper_paused"
        since = f"{one.since.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
        yield face.say(key, name=one.name, code=one.paper, since=since, why=printable(one.why)).rstrip()


def backfill_lines(face: Face, backfills: "Sequence[BackfillState]") -> Iterator[str]:
    """A line a back-fill."""
    for one in backfills:
        days = {"first": one.first, "last": one.last, "done": one.done, "total": one.total}
        yield face.say("told.backfill", name=one.name, rest=face.pace(None, one.remaining), **days).rstrip()


def budget_lines(face: Face, states: "Sequence[PaperState]") -> Iterator[str]:
    """A line a host that may be asked so often a day, once, however many papers lie there."""
    hosts = {host.host: host for state in states for host in state.hosts if host.per_day and (host.asked or host.due)}
    for name, host in sorted(hosts.items()):
        yield face.say("told.host_left", host=name, left=host.left, per_day=host.per_day)
