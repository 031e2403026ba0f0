"""A pool of processes for reading: forked by a clean server, bounded, dying with their parent, made anew when one of them dies."""

import multiprocessing
import os
import threading
from collections.abc import Callable
from concurrent.futures import CancelledError, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.connection import wait
from typing import TypeVar

from articles.errors import Unreadable
from scrapers.child import SERVER_GONE, begun, context
from worker.runner.memory import within

Job = TypeVar("Job")
Result = TypeVar("Result")

#: Seconds and megabytes one reading may take; an issue that takes more is a trap.
LONGEST, MOST = 300.0, 2048
#: What the server of children imports before it forks, beside what parsing needs.
_READY = ("worker.runner.memory", "worker.steps.reading")


class Pool:
    """Runs pure functions in other processes. Any number of threads may use it."""

    def __init__(self, processes: int, longest: float = LONGEST, megabytes: int = MOST) -> None:
        self.processes = processes
        self._longest = longest
        self._megabytes = megabytes
        self._lock = threading.Lock()
        self._executor: ProcessPoolExecutor | None = None
        self._closed = False

    def compute(self, function: Callable[[Job], Result], job: Job) -> Result:
        """The function's result; its errors are raised here.

        BrokenProcessPool where a process of the pool died (this job's or another's), Unreadable where the job took too long
        or too much memory, InterruptedError where the pool was closed.
        """
        executor, future = begun(lambda: self._handed(function, job))
        try:
            return self._result(executor, future)
        except (BrokenProcessPool, CancelledError, RuntimeError) as error:
            raise self._broken(executor, error) from error

    def close(self) -> None:
        """End the processes, whatever they are doing: they write nothing."""
        with self._lock:
            executor, self._executor, self._closed = self._executor, None, True
        if executor:
            _kill(executor)

    def _handed(self, function: Callable[[Job], Result], job: Job) -> "tuple[ProcessPoolExecutor, Future[Result]]":
        """A job on its way. SERVER_GONE where the server that forks processes has died."""
        executor = self._started()
        try:
            return executor, executor.submit(within, self._megabytes, function, job)
        except SERVER_GONE:
            self._discard(executor)
            raise
        except (BrokenProcessPool, RuntimeError) as error:
            raise self._broken(executor, error) from error

    def _broken(self, executor: ProcessPoolExecutor, error: Exception) -> Exception:
        """What an executor that goes no further means for who waits for it."""
        if self._closed:
            return InterruptedError("the pool is closed")
        self._discard(executor)
        return BrokenProcessPool(str(error))

    def _result(self, executor: ProcessPoolExecutor, future: "Future[Result]") -> Result:
        try:
            return future.result(self._longest)
        except TimeoutError:
            if future.done():
                raise
            self._discard(executor)
            raise Unreadable("read_too_long", seconds=self._longest) from None

    def _started(self) -> ProcessPoolExecutor:
        with self._lock:
            if self._closed:
                raise InterruptedError("the pool is closed")
            if self._executor is None:
                self._executor = ProcessPoolExecutor(self.processes, mp_context=context(*_READY), initializer=_die_with_parent)
            return self._executor

    def _discard(self, executor: ProcessPoolExecutor) -> None:
        with self._lock:
            if self._executor is executor:
                self._executor = None
        _kill(executor)


def _kill(executor: ProcessPoolExecutor) -> None:
    processes = list((getattr(executor, "_processes", None) or {}).values())
    executor.shutdown(wait=False, cancel_futures=True)
    for process in processes:
        process.kill()
    for process in processes:
        process.join(5.0)


def _die_with_parent() -> None:
    """In a process of the pool: end as soon as the parent has, however it ended."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_watch, args=(parent.sentinel,), daemon=True).start()


def _watch(sentinel: int) -> None:
    wait([sentinel])
    os._exit(1)
