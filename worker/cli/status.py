"""`status`: how each paper stands, who owns the home, whether the index is up to date, and when workers did something last."""

import sys
from contextlib import closing
from typing import TYPE_CHECKING, Any

from articles.errors import BrokerUnavailable, told
from worker.cli.face import Face, printable
from worker.cli.framework import command
from worker.cli.redesigns import tell_troubles, troubles_of

if TYPE_CHECKING:
    from worker.settings import Settings
    from worker.tasks.stamps import Queue


@command("status")
def status(face: Face) -> None:
    """With --json a line a paper and a last one for the home."""
    from worker.cli.rooms import home_state, opened

    with opened(face) as rooms:
        rows, home, names = rooms.ledger.reports.status(), home_state(rooms), rooms.names
        troubles = rooms.ledger.troubles.by_cause()
        queues = _queues(face, rooms.settings)
    if face.json:
        for row in rows:
            face.line(
                {
                    "paper": row.paper,
                    "name": names.get(row.paper),
                    "newest": printable(row.newest) or None,
                    "oldest": printable(row.oldest) or None,
                    "articles": row.articles,
                    "outcomes": dict(row.outcomes),
                    "held": dict(row.held),
                    "troubles": troubles_of(face, [one for one in troubles if one.paper == row.paper]),
                }
            )
        face.line(home | ({"queues": queues} if rooms.settings.broker else {}))
        return
    cells = [
        (
            row.paper,
            names.get(row.paper) or face.say("told.files"),
            printable(row.oldest),
            printable(row.newest),
            str(row.articles),
            "  ".join(f"{face.say(f'state.{outcome}')} {count}" for outcome, count in sorted(row.outcomes.items())),
        )
        for row in rows
    ]
    face.table(("code", "name", "oldest", "newest", "articles", "issues"), cells)
    tell_troubles(face, troubles, names)
    for name, value in home.items():
        face.result(face.say(f"home.{name}", value=_told(face, value)))
    for name, queue in (queues or {}).items():
        ran = queue["ran"] or face.say("home.never")
        face.result(face.say("told.queue", name=name, waiting=queue["waiting"], ran=ran))
        if queue["trouble"]:
            face.result(f"  {queue['troubled']} {queue['trouble']}")


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
