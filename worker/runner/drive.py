"""Getting planned work done: by this process, as the home's owner, or by the one that owns it, which is followed."""

import contextlib
import signal
import threading
import time
from collections.abc import Callable, Iterator
from types import FrameType

from articles.errors import HomeInUse
from worker.home import Home
from worker.runner.runner import LOOK, Runner
from worker.steps import Kit

Until = Callable[[], bool]


def drive(home: Home, kit: Kit, processes: int, until: Until, on_look: Callable[[], None] = lambda: None) -> None:
    """Return when `until` holds for the ledger. Rows planned before, by whomever, are worked on.

    Where a living process owns the home, its runner does the work and is followed; when it ends before, this process takes over. Ctrl-C
    and SIGTERM finish the steps under way and raise KeyboardInterrupt; the next run continues. Raises what `Runner.run` raises.
    """
    while not until():
        try:
            with home.own():
                run_here(kit, processes, until, on_look)
                return
        except HomeInUse:
            on_look()
            time.sleep(LOOK)


def run_here(kit: Kit, processes: int, until: Until, on_look: Callable[[], None] = lambda: None, *, fetching: bool = True) -> None:
    """Run the runner in this process, which owns the home; KeyboardInterrupt where a signal stopped it."""
    runner = Runner(kit, processes, fetching=fetching)
    with stopped_by_signals(runner.stop) as stopped:
        runner.run(until, on_look)
    if stopped.is_set():
        raise KeyboardInterrupt


@contextlib.contextmanager
def stopped_by_signals(stop: Callable[[], None]) -> Iterator[threading.Event]:
    """SIGINT and SIGTERM call `stop` and set the event; a second one interrupts at once. Only the main thread can catch signals."""
    stopped = threading.Event()

    def handle(number: int, frame: FrameType | None) -> None:
        del number, frame
        if stopped.is_set():
            raise KeyboardInterrupt
        stopped.set()
        stop()

    if threading.current_thread() is not threading.main_thread():
        yield stopped
        return
    before = {number: signal.signal(number, handle) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stopped
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
