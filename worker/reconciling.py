"""Reconciliations by schedule: one every so many hours, in spells, so that whoever does it has time for other work; by one process."""

import datetime as dt
import logging
import threading
import time
from collections.abc import Callable

from articles.errors import ZongshuError
from worker.home import alive
from worker.steps import RECONCILE, Difference, Going, Kit, Scope

#: Seconds a spell takes, and as long a rest: half of a processor at the most.
SPELL = 1.0
#: Seconds between two looks whether it is due; seconds after which a process that says no more is taken to have lost it.
_APART, _LEASE = 60.0, 600.0

log = logging.getLogger(__name__)


class Reconciling:
    """What is due by the setting `reconcile.every` (hours; 0: never), and doing it."""

    def __init__(self, kit: Kit, every: float) -> None:
        self._kit, self._every = kit, dt.timedelta(hours=every)

    def due(self) -> bool:
        """Whether one is to begin or to go on. The first is due so long after the first look."""
        marks, now = self._kit.ledger.marks, self._kit.clock()
        if not self._every:
            return False
        if Going.under_way(self._kit):
            return True
        last = marks.latest(RECONCILE).get("")
        if last is None:
            marks.done(RECONCILE, now)
        return last is not None and now - last >= self._every

    def spell(self, seconds: float) -> bool:
        """Go on for a while; whether there is more to do. Nothing is done where another process does it. StorageError, EngineError."""
        marks, owner, now = self._kit.ledger.marks, self._kit.owner, self._kit.clock()
        if not marks.take(RECONCILE, owner, now, now + dt.timedelta(seconds=_LEASE), alive):
            return False
        try:
            return self._spell(time.monotonic() + seconds)
        finally:
            marks.give_back(RECONCILE, owner)

    def _spell(self, until: float) -> bool:
        going = Going(self._kit, Scope(), by="")
        for _ in going.steps(_logged):
            if time.monotonic() > until:
                return True
        going.end(going.done.left)
        self._kit.ledger.marks.done(RECONCILE, self._kit.clock())
        log.info("reconcile: %s issues, %s differences, %s left", going.done.issues, going.done.found.total(), going.done.left)
        return False


class Beside:
    """Does what is due in a thread of its own."""

    def __init__(self, reconciling: Reconciling, told: Callable[[ZongshuError], None], ticks: Callable[[], float] = time.monotonic) -> None:
        self._reconciling, self._told, self._ticks = reconciling, told, ticks
        self._next = ticks()
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None

    def look(self) -> None:
        """Begin, if it is due and not under way."""
        if self._ticks() < self._next or (self._thread and self._thread.is_alive()):
            return
        self._next = self._ticks() + _APART
        if self._reconciling.due():
            self._thread = threading.Thread(target=self._run, name="reconcile", daemon=True)
            self._thread.start()

    def wait(self, seconds: float = 5.0) -> None:
        """Stop after the spell under way; the next owner goes on."""
        self._stopping.set()
        if self._thread:
            self._thread.join(seconds)

    def _run(self) -> None:
        try:
            while self._reconciling.spell(SPELL) and not self._stopping.wait(SPELL):
                continue
        except ZongshuError as error:
            self._told(error)


def _logged(one: Difference) -> None:
    log.warning("reconcile: %s %s (%s)", one.kind, one.id or one.issue or one.file or one.generation, one.mended)
