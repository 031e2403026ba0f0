"""`status`: how each paper stands, who owns the home, whether the index is up to date, and when workers did something last."""

import datetime as dt
import sys
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import closing
from typing import TYPE_CHECKING, Any

from articles.errors import BrokerUnavailable, told
from storage.ledger import SHANGHAI
from worker.cli.face import Face, printable
from worker.cli.framework import command
from worker.cli.plans import backfill_line, backfill_lines, budget_lines, rest_line, rest_lines
from worker.cli.redesigns import tell_troubles, troubles_of

if TYPE_CHECKING:
    from search.watch import HostState, PaperState
    from worker.settings import Settings
    from worker.tasks.stamps import Queue

#: What is wrong with one paper is told in so many lines at the most, and so many runs that are over.
_TROUBLES, _PAST = 3, 3


@command("status")
def status(face: Face) -> None:
    """With --json a line a paper and a last one for the home."""
    from worker.cli.rooms import home_state, opened

    with opened(face) as rooms:
        states, home = rooms.holdings.states(rooms.names), home_state(rooms)
        causes, names = rooms.ledger.troubles.by_cause(), rooms.names
        queues = _queues(face, rooms.settings)
        resting, backfills = rooms.holdings.resting(names), rooms.holdings.backfills(names)
    if face.json:
        for state in states:
            mine = troubles_of(face, [one for one in causes if one.paper == state.paper])
            face.line(paper_line(face, state) | {"troubles": mine})
        plans = {"resting": [rest_line(one) for one in resting], "backfills": [backfill_line(one) for one in backfills]}
        face.line(home | plans | ({"queues": queues} if rooms.settings.broker else {}))
        return
    papers_table(face, states)
    tell_troubles(face, causes, names)
    for line in troubles(face, states, {one.cause for one in causes}):
        face.result(line)
    for line in (*budget_lines(face, states), *rest_lines(face, resting), *backfill_lines(face, backfills)):
        face.result(line)
    face.result("")
    home_lines(face, home)
    for name, queue in (queues or {}).items():
        _queue_lines(face, name, queue)


def paper_line(face: Face, state: "PaperState") -> dict[str, object]:
    """A paper as JSON."""
    return {
        "paper": state.paper,
        "name": state.name if state.paper != "files" else None,
        "newest": printable(state.newest) or None,
        "oldest": printable(state.oldest) or None,
        "articles": state.articles,
        "outcomes": state.outcomes,
        "held": state.held,
        "age_days": state.age_days,
        "max_age_days": state.max_age_days,
        "old": state.old,
        "failed": state.failed,
        "due": state.due,
        "put_off": state.put_off,
        "last_success": state.last_success.isoformat(timespec="seconds") if state.last_success else None,
        "hosts": [_host_line(host) for host in state.hosts],
        "wrong": [{"issues": one.issues, "message": told(one.reason, face.lang), **one.reason} for one in state.troubles],
    }


def _host_line(host: "HostState") -> dict[str, object]:
    rests = host.rests_until.isoformat(timespec="seconds") if host.rests_until else None
    return {"host": host.host, "asked": host.asked, "per_day": host.per_day, "left": host.left} | {
        "wait": host.wait,
        "due": host.due,
        "rests_until": rests,
    }


def papers_table(face: Face, states: Sequence["PaperState"]) -> None:
    """A row a paper; fits 80 columns."""
    columns = ("name", "newest", "age", "kept", "due", "asked", "success")
    face.table(columns, (_row(face, state) for state in states), narrow=True, right=("age", "kept", "due", "asked"))


def _row(face: Face, state: "PaperState") -> tuple[str, ...]:
    age = "" if state.age_days is None else f"{state.age_days}{' !' if state.old else '  '}"
    kept = f"{state.held.get('whole', 0)}/{state.held.get('partial', 0)}/{state.failed}"
    return (
        face.say("told.files") if state.paper == "files" else state.name,
        printable(state.newest),
        age,
        kept,
        str(state.due) + (f"+{state.put_off}" if state.put_off else ""),
        " ".join(_asked(host) for host in state.hosts if host.asked or host.due),
        _when(state.last_success),
    )


def _asked(host: "HostState") -> str:
    return f"{host.asked}/{host.per_day}" if host.per_day else str(host.asked)


def _when(instant: dt.datetime | None) -> str:
    """An instant where newspapers are printed, to the minute."""
    return f"{instant.astimezone(SHANGHAI):%m-%d %H:%M}" if instant else ""


def troubles(face: Face, states: Sequence["PaperState"], said: Collection[str] = ()) -> Iterator[str]:
    """What is wrong, in words: of papers and their hosts; kinds that were `said` already are left out."""
    for state in states:
        wrong = [one for one in state.troubles if one.reason["key"] not in said]
        for one in wrong[:_TROUBLES]:
            count = face.say("told.trouble_issues", issues=one.issues) if one.issues else ""
            yield face.say("told.trouble_paper", name=state.name, count=count, message=told(one.reason, face.lang))
        if len(wrong) > _TROUBLES:
            yield face.say("told.trouble_more", name=state.name, more=len(wrong) - _TROUBLES)
        for host in state.hosts:
            if host.rests_until:
                yield face.say("told.host_rests", host=host.host, until=_when(host.rests_until))


def home_lines(face: Face, home: Mapping[str, Any]) -> None:
    """The home, a line for each thing worth knowing."""
    shown = dict(home)
    disk = f"{_size(shown.pop('disk_free'))} / {_size(shown.pop('disk_total'))}"
    shown["archive_bytes"] = _size(shown["archive_bytes"])
    runs, past, worked = shown.pop("runs"), shown.pop("past"), shown.pop("worked")
    for name, value in shown.items():
        face.result(face.say(f"home.{name}", value=_told(face, value)))
    face.result(face.say("home.disk", value=disk))
    face.result(face.say("home.worked", value=_when(dt.datetime.fromisoformat(worked)) if worked else face.say("home.none")))
    for run in runs:
        of = face.say("progress.of", done=run["done"], total=run["total"]) if run["total"] else run["done"] or ""
        face.result(face.say("home.run", kind=face.say(f"progress.{run['kind']}"), of=of, rest=face.pace(run["rate"], run["remaining"])))
    for run in past[:_PAST]:
        face.result(_past(face, run))


def _past(face: Face, run: Mapping[str, Any]) -> str:
    """A run that is over: what it was, from when to when, of how many issues."""
    begun, ended = (dt.datetime.fromisoformat(run[name]) if run[name] else None for name in ("started", "ended"))
    issues = face.say("told.trouble_issues", issues=run["counts"]["issues"]) if run["counts"].get("issues") else ""
    end = _when(ended) if ended else face.say("home.broke_off")
    return face.say("home.past", kind=face.say(f"progress.{run['kind']}"), begun=_when(begun), end=end, issues=issues)


def _size(number: int) -> str:
    """Bytes as people say them."""
    return f"{number / 10**9:.1f} GB" if number >= 10**8 else f"{number / 10**6:.1f} MB"


def _queues(face: Face, found: "Settings") -> dict[str, dict[str, Any]] | None:
    """The queues of the workers; None where no broker is set, or it does not answer, which is told."""
    if not found.broker:
        return None
    from worker.tasks import Broker

    with closing(Broker(found)) as broker:
        try:
            return {name: _queue(face, queue) for name, queue in broker.stamps.queues().items()}
        except BrokerUnavailable as error:
            face.write(error.message(face.lang), sys.stderr)
            return None


def tell_queue(face: Face, name: str, queue: "Queue") -> None:
    """A queue of the workers: as a line of its own with --json, else as `status` tells it."""
    if face.json:
        face.line({"queue": name} | _queue(face, queue))
    else:
        _queue_lines(face, name, _queue(face, queue))


def _queue_lines(face: Face, name: str, queue: Mapping[str, Any]) -> None:
    face.result(face.say("told.queue", name=name, waiting=queue["waiting"], ran=queue["ran"] or face.say("home.never")))
    if queue["trouble"]:
        face.result(f"  {queue['troubled']} {queue['trouble']}")


def _queue(face: Face, queue: "Queue") -> dict[str, Any]:
    return {
        "waiting": queue.waiting,
        "ran": queue.ran.isoformat(timespec="seconds") if queue.ran else None,
        "trouble": told(queue.trouble, face.lang) if queue.trouble else None,
        "troubled": queue.troubled.isoformat(timespec="seconds") if queue.troubled else None,
    }


def _told(face: Face, value: object) -> object:
    """A value for people."""
    if value is None:
        return face.say("home.none")
    return face.say("home.yes" if value else "home.no") if isinstance(value, bool) else value
