"""`worker`: works off what is due, beside others like it, woken through Redis."""

from contextlib import closing
from typing import TYPE_CHECKING

from worker.cli.face import Face
from worker.cli.framework import WrongUse, command, flag, option
from worker.cli.kinds import Several, Whole

if TYPE_CHECKING:
    from worker.settings import Settings

#: The kinds of work, each with a queue (worker.tasks.options, which needs Celery to be imported).
QUEUES = ("fetch", "read", "index", "plan")


@command(
    "worker",
    option("--queues", type=Several("QUEUES", QUEUES)),
    option("--concurrency", type=Whole("N", 1, 256)),
    flag("--check"),
)
def worker(face: Face, queues: tuple[str, ...] | None, concurrency: int | None, check: bool) -> None:
    """Work until stopped. SettingsError, BrokerUnavailable, StorageError before anything is done."""
    from worker.cli.rooms import settings
    from worker.tasks import run_worker

    found = settings(face)
    if check:
        if concurrency:
            raise WrongUse("worker_check")
        checked(face, found, queues or QUEUES)
        return
    face.service = True
    told(face, found)
    if run_worker(found, queues or QUEUES, concurrency or _at_once(found)):
        face.failed = True


def checked(face: Face, found: "Settings", wanted: tuple[str, ...]) -> None:
    """Tell how the queues stand; an Alarm where messages wait in one and nobody works for it. BrokerUnavailable."""
    from worker.cli.status import tell_queue
    from worker.runner import utc_now
    from worker.tasks import Broker, silent

    with closing(Broker(found, tries=1)) as broker:
        queues = broker.stamps.queues()
    for name in wanted:
        tell_queue(face, name, queues[name])
    if alarm := silent(queues, wanted, utc_now(), found.alarms.idle_minutes * 60):
        raise alarm


def told(face: Face, found: "Settings") -> None:
    """Where Zongshu keeps what and where it is woken from; no password."""
    shown = found.redacted()
    kept = {name: shown[name] or found.home for name in ("ledger", "index")}
    face.tell("told.serving", home=found.home, broker=shown["broker"] or face.say("home.none"), **kept)


def _at_once(found: "Settings") -> int:
    """Enough for some hosts to be waited for while every processor reads."""
    from worker.runner import processes

    return max(2, processes(found))
