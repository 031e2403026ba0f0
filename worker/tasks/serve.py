"""A worker and the beat: Celery's own, in this process, logging to standard error."""

import contextlib
import logging
import multiprocessing.process
import os
import platform
import signal
import threading
import time
import warnings
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from articles.errors import HomeInUse, SettingsError
from storage.ledger import Ledger
from worker.home import Home
from worker.index import check, in_folder
from worker.logs import begin as begin_log
from worker.settings import Settings
from worker.tasks.app import register, tell_lost
from worker.tasks.broker import Broker
from worker.tasks.options import schedule
from worker.tasks.stall import begin_again, watched
from worker.tasks.tools import Toolbox

if TYPE_CHECKING:
    from celery import Celery, Task
    from celery.beat import Service

#: Seconds a new worker waits for the children of one that was killed to end.
_SUCCEED = 5.0


def run_worker(settings: Settings, queues: Sequence[str], concurrency: int) -> int:
    """Work for some queues until stopped; the exit code.

    SIGTERM and SIGQUIT give running tasks a while, then end; SIGINT waits for them and raises KeyboardInterrupt. A worker that hears
    nothing any more (worker.tasks.stall) begins anew in this process. SettingsError (also where
    the index is a folder and another process writes it), BrokerUnavailable, StorageError, EngineError.
    """
    os.environ.setdefault("REMAP_SIGTERM", "SIGQUIT")  # before Celery is imported: it reads it then
    broker = _checked(settings)
    if "index" in queues:
        check(settings)
    with _writing(settings, queues):
        app = _app(settings, broker, queues)
        from celery import signals
        from celery.exceptions import CPendingDeprecationWarning
        from celery.platforms import SecurityWarning

        warnings.filterwarnings("ignore", category=SecurityWarning)  # root in a container, and pickle is not accepted
        warnings.filterwarnings("ignore", "This process .* is multi-threaded", DeprecationWarning)  # children use nothing of that thread
        warnings.filterwarnings("ignore", category=CPendingDeprecationWarning)  # that tasks go on when Redis goes away: they should
        worker = app.Worker(
            hostname=f"zongshu-{os.getpid()}@{platform.node()}",
            queues=list(queues),
            concurrency=concurrency,
            pool="prefork",
            loglevel="INFO",
            quiet=True,
            without_gossip=True,
            without_mingle=True,
            without_heartbeat=True,
        )
        told: list[str] = []

        def stopping(sig: str, **_: object) -> None:
            told.append(sig)

        signals.worker_shutting_down.connect(stopping)
        try:
            with watched(settings, queues) as watcher:
                worker.start()
        finally:
            broker.close()
        if "SIGINT" in told:
            raise KeyboardInterrupt
    if watcher.deaf and not told:
        begin_again()
    return int(worker.exitcode or 0)


def run_beat(settings: Settings) -> None:
    """Ask for what is due by the calendars and for sweeps, until stopped (by SIGINT: KeyboardInterrupt). Any number of beats do no harm."""
    broker = _checked(settings)
    app = _app(settings, broker, ())
    for step in schedule(settings):
        broker.send(step)  # at once, not only after a first wait
    from celery import signals

    told: list[int] = []

    def begun(sender: "Service", **_: object) -> None:
        def stop(number: int, _: object) -> None:
            told.append(number)
            sender.stop()  # where what is interrupted swallows the exit, the next round ends
            raise SystemExit

        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, stop)

    signals.beat_init.connect(begun)
    app.Beat(loglevel="INFO", quiet=True, max_interval=5).run()
    if signal.SIGINT in told:
        raise KeyboardInterrupt


def _checked(settings: Settings) -> Broker:
    """The broker, once it and the ledger (upgraded where need be) answered; nothing is left open for a fork."""
    broker = Broker(settings)
    broker.check()
    home = Home(settings.home)
    home.make()
    Ledger(settings.ledger or home.ledger).close()
    return broker


def _app(settings: Settings, broker: Broker, queues: Sequence[str]) -> "Celery":
    from billiard.exceptions import TimeLimitExceeded, WorkerLostError
    from celery import signals

    begin_log(settings.log, service=True)
    signals.setup_logging.connect(_keep_logging, weak=False)
    toolbox = Toolbox(settings)
    register(broker.app, toolbox, broker)
    parent, standard = os.getpid(), multiprocessing.current_process()

    def begin(**_: object) -> None:
        # Celery's own kind of process, put here by it, may have no children; strangers' pages are read in some.
        vars(multiprocessing.process)["_current_process"] = standard
        threading.Thread(target=_watch, args=(parent,), daemon=True).start()

    def end(**_: object) -> None:
        toolbox.close()

    def ready(**_: object) -> None:
        logging.getLogger(__name__).info("working for %s", ", ".join(queues))

    def failed(sender: "Task", args: Sequence[str], exception: BaseException, **_: object) -> None:
        if isinstance(exception, WorkerLostError | TimeLimitExceeded):
            tell_lost(broker, sender.name, args, exception)

    signals.task_failure.connect(failed, weak=False)
    signals.worker_process_init.connect(begin, weak=False)
    signals.worker_process_shutdown.connect(end, weak=False)
    signals.worker_ready.connect(ready, weak=False)
    return broker.app


def _keep_logging(**_: object) -> None:
    """Celery leaves logging alone where somebody listens to this signal."""


def _watch(parent: int) -> None:
    """In a child: end with the parent, however it ended; the ledger gives the work to others."""
    while os.getppid() == parent:
        time.sleep(0.5)
    os._exit(1)


@contextlib.contextmanager
def _writing(settings: Settings, queues: Sequence[str]) -> Iterator[None]:
    """Own the home where this worker writes an index in it. SettingsError where another one does."""
    if "index" not in queues or not in_folder(settings):
        yield
        return
    home, deadline = Home(settings.home), time.monotonic() + _SUCCEED
    with contextlib.ExitStack() as owned:
        while True:
            try:
                owned.enter_context(home.own())
                break
            except HomeInUse as error:
                if time.monotonic() > deadline:
                    raise SettingsError("settings_index_one_worker", home=str(home.path), pid=error.facts["pid"]) from error
                time.sleep(0.2)
        yield
