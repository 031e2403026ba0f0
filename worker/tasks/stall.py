"""A worker that lost Redis and came back sometimes lives and takes nothing any more: it notices by itself, and begins anew in its place."""

import logging
import os
import sys
import threading
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager

from articles.errors import BrokerUnavailable
from worker.settings import Settings
from worker.tasks.broker import Broker
from worker.tasks.options import ROUTES

#: Looks one behind another, after a first, at which messages wait and none was taken.
LOOKS = 4
#: Seconds a worker may take to end: after that its process is ended with this code, and its supervisor starts it again.
_PATIENCE, _CODE = 60.0, 75

log = logging.getLogger(__name__)


class Deafness:
    """Judges a worker by looks that follow one another.

    Looks are counted, no time is measured: a process or a machine that was stopped for an hour has missed them.
    """

    def __init__(self, queues: Sequence[str]) -> None:
        self._looks = dict.fromkeys(queues, 0)
        self._taken: dict[str, int] = {}

    def look(self, waiting: Mapping[str, int], taken: Mapping[str, int], *, busy: bool) -> str | None:
        """A queue this worker does not hear, by messages that wait and tasks taken so far; None where it hears, or works (`busy`)."""
        for queue in self._looks:
            same = self._taken.get(queue) == taken.get(queue, 0)
            self._looks[queue] = self._looks[queue] + 1 if same and waiting[queue] and not busy else 0
            self._taken[queue] = taken.get(queue, 0)
        return next((queue for queue, looks in self._looks.items() if looks >= LOOKS), None)

    def forget(self) -> None:
        """Redis is away: nobody can be heard."""
        self._taken.clear()


class Watcher:
    """Looks in a thread of the worker's parent process, and stops the worker once it is found to be `deaf`."""

    def __init__(self, settings: Settings, queues: Sequence[str]) -> None:
        self.deaf = False
        self._settings, self._judge = settings, Deafness(queues)
        self._ended = threading.Event()

    def watch(self) -> None:
        """Look until the worker has ended."""
        with closing(Broker(self._settings, tries=1)) as broker:
            while not self.deaf and not self._ended.wait(self._settings.tasks.stall / LOOKS):
                self._look(broker)
        if not self._ended.wait(_PATIENCE):
            log.critical("this worker does not end by itself: ending its process")
            os._exit(_CODE)

    def end(self) -> None:
        """The worker has ended."""
        self._ended.set()

    def _look(self, broker: Broker) -> None:
        from celery.worker import state

        try:
            waiting = broker.lengths()
        except BrokerUnavailable:
            self._judge.forget()
            return
        if queue := self._judge.look(waiting, _taken(state.total_count), busy=bool(state.active_requests)):
            self.deaf, state.should_stop = True, os.EX_OK
            told = {"queue": queue, "count": waiting[queue]}
            log.error("messages wait in %s and this worker hears none of them: it begins anew", queue, extra=told)


@contextmanager
def watched(settings: Settings, queues: Sequence[str]) -> Iterator[Watcher]:
    """Look after the worker that runs meanwhile."""
    watcher = Watcher(settings, queues)
    threading.Thread(target=watcher.watch, name="stall", daemon=True).start()
    try:
        yield watcher
    finally:
        watcher.end()


def begin_again() -> None:
    """Become the same program anew: same process, same command, nothing kept of what went wrong."""
    os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])  # noqa: S606 - what was started by ourselves


def _taken(total: Mapping[str, int]) -> Counter[str]:
    """Tasks taken by queue, from Celery's count by name."""
    found = Counter[str]()
    for name, number in total.items():
        found[ROUTES.get(name.removeprefix("zongshu."), "")] += number
    return found
