"""The runner's pulse: a mark in the ledger when a step was done, not more often than it means something."""

import threading
import time
from collections.abc import Callable

from worker.alarms.looking import STEP
from worker.steps import Kit

#: Seconds between two marks of a kind of step: a write each would cost more than many a step.
APART = 5.0


class Pulse:
    """Marks that steps are done. Any number of threads may use it."""

    def __init__(self, kit: Kit, ticks: Callable[[], float] = time.monotonic) -> None:
        self._kit, self._ticks = kit, ticks
        self._lock = threading.Lock()
        self._left: dict[str, float] = {}

    def beat(self, step: str) -> None:
        """A step was done. StorageError."""
        now = self._ticks()
        with self._lock:
            if now < self._left.get(step, now):
                return
            self._left[step] = now + APART
        self._kit.ledger.marks.done(f"{STEP}{step}", self._kit.clock())
