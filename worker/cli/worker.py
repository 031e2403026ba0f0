"""`worker`: works off what is due, beside others like it, woken through Redis."""

from typing import TYPE_CHECKING

from worker.cli.face import Face
from worker.cli.framework import command, option
from worker.cli.kinds import Several, Whole

if TYPE_CHECKING:
    from worker.settings import Settings

#: The kinds of work, each with a queue (worker.tasks.options, which needs Celery to be imported).
QUEUES = ("fetch", "read", "index", "plan")


@command(
    "worker",
    option("--queues", type=Several("QUEUES", QUEUES)),
    option("--concurrency", type=Whole("N", 1, 256)),
)
def worker(face: Face, queues: tuple[str, ...] | None, concurrency: int | None) -> None:
    """Work until stopped. SettingsError, BrokerUnavailable, StorageError before anything is done."""
    from worker.cli.rooms import settings
    from worker.tasks import run_worker

    found = settings(face)
    face.service = True
    told(face, found)
    if run_worker(found, queues or QUEUES, concurrency or _at_once(found)):
        face.failed = True


def told(face: Face, found: "Settings") -> None:
    """Where Zongshu keeps what and where it is woken from; no password."""
    shown = found.redacted()
    kept = {name: shown[name] or found.home for name in ("ledger", "index")}
    face.tell("told.serving", home=found.home, broker=shown["broker"] or face.say("home.none"), **kept)


def _at_once(found: "Settings") -> int:
    """Enough for some hosts to be waited for while every processor reads."""
    from worker.runner import processes

    return max(2, processes(found))
