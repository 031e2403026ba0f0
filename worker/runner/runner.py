"""The runner: claims due steps from the ledger and runs them in one process until it is told to stop."""

import datetime as dt
import threading
import time
from collections.abc import Callable
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from functools import partial

from worker.home import alive
from worker.runner.memory import trim
from worker.runner.pool import Pool
from worker.runner.pulse import Pulse
from worker.steps import Kit, ask_probes, fetch, index, open_generations, read, refill

#: Seconds between two looks at the ledger when nothing wakes the runner: rows of other processes are picked up so soon.
LOOK = 0.25
_SWEEP, _REFILL = 30.0, 1.0
_GRACE = 5.0
_LANES = 64


class Runner:
    """Lanes in threads, one a host; readings in a pool of processes; one thread that indexes. `kit` belongs to the home's owner.

    Without `fetching` the network is left alone: what is held is read and indexed.
    """

    def __init__(self, kit: Kit, processes: int, *, fetching: bool = True) -> None:
        self._fetching = fetching
        self._pool = Pool(processes, kit.policy.read_seconds, kit.policy.read_megabytes)
        self.kit = replace(kit, compute=self._pool.compute)
        self._pulse = Pulse(self.kit)
        self._lock = threading.Lock()
        self._wake = threading.Event()
        self._stopping = threading.Event()
        self._busy: dict[str, threading.Thread] = {}
        self._errors: list[BaseException] = []
        self._swept, self._refilled = time.monotonic(), float("-inf")

    def stop(self) -> None:
        """Finish the steps under way and return from `run`; safe in a signal handler."""
        self._stopping.set()
        self._wake.set()

    def run(self, until: Callable[[], bool], on_look: Callable[[], None] = lambda: None) -> None:
        """Work until `until` says so (asked between looks) or `stop` is called; `on_look` is called at every look.

        An error that is not an outcome of an issue (a full disk, a broken ledger or index) stops the runner and is raised here.
        """
        try:
            self.recover()
            while not self._stopping.is_set() and not self._errors:
                wait = self._look()
                on_look()
                if until():
                    break
                self._wake.wait(wait)
                self._wake.clear()
        finally:
            self._end()
        if self._errors:
            raise self._errors[0]

    def recover(self) -> None:
        """Free the leases of the dead, bring index and ledger to one state, ask for probes nobody will make."""
        self.kit.ledger.runs.recover(alive, self.kit.clock())
        open_generations(self.kit)
        ask_probes(self.kit)

    def _look(self) -> float:
        """Start what can be started; seconds until something may be due."""
        now = self.kit.clock()
        wait = LOOK
        if self._fetching and time.monotonic() - self._refilled > _REFILL:
            self._refilled = time.monotonic()
            refill(self.kit)
        lanes = self.kit.ledger.lanes.ready(now) if self._fetching else {}
        for host, free_at in lanes.items():
            if free_at <= now:
                self._start(f"lane {host}", partial(self._lane, host), _LANES)
            else:
                wait = min(wait, (free_at - now).total_seconds())
        for number in range(min(self._pool.processes, self.kit.ledger.readings.ready(now))):
            self._start(f"reader {number}", self._reader)
        if self.kit.ledger.indexing.ready(now) or self.kit.ledger.indexing.tombstones():
            self._start("index", lambda: self._repeat("index", lambda: index(self.kit)))
        if time.monotonic() - self._swept > _SWEEP:
            self._swept = time.monotonic()
            self.kit.ledger.runs.recover(alive, now)
            ask_probes(self.kit)
            trim()
        return max(wait, 0.001)

    def _start(self, name: str, work: Callable[[], None], most: int = 0) -> None:
        """Run something in a thread of its own, unless it runs already."""
        with self._lock:
            if name in self._busy or (most and len(self._busy) >= most):
                return
            thread = threading.Thread(target=self._guarded, args=(name, work), name=name, daemon=True)
            self._busy[name] = thread
        thread.start()

    def _guarded(self, name: str, work: Callable[[], None]) -> None:
        try:
            work()
        except BaseException as error:  # noqa: BLE001 - handed to the thread that runs us
            if not self._stopping.is_set():
                self._errors.append(error)
        finally:
            with self._lock:
                self._busy.pop(name, None)
            self._wake.set()

    def _lane(self, host: str) -> None:
        """A host's due addresses, as long as its slot is free at once; a lane with a wait ends and is started again."""
        while not self._stopping.is_set():
            free_at = fetch(self.kit, host)
            if free_at is not None:
                self._pulse.beat("fetch")
            if free_at is None or free_at > self.kit.clock() + dt.timedelta(milliseconds=1):
                return

    def _reader(self) -> None:
        def once() -> bool:
            try:
                return read(self.kit) is not None
            except BrokenProcessPool:
                return True

        self._repeat("read", once)

    def _repeat(self, name: str, step: Callable[[], object]) -> None:
        while not self._stopping.is_set() and step():
            self._pulse.beat(name)
            self._wake.set()

    def _end(self) -> None:
        """Let the steps under way finish for a while, then give all leases back: a step that goes on loses its claim."""
        self._stopping.set()
        deadline = time.monotonic() + _GRACE
        for thread in list(self._busy.values()):
            thread.join(max(0.0, deadline - time.monotonic()))
        self._pool.close()
        mine = self.kit.owner
        self.kit.ledger.runs.recover(lambda owner: owner != mine, self.kit.clock())
