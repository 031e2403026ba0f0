"""A named pure function over what a stranger sent, in a child process with limits of time, memory and answer.

What makes a parser crash, eat memory or never end costs its reader nothing. The result crosses as JSON and is validated, so that nothing
a hijacked child sends is run, and its errors are held to be about the page and nothing else.
"""

import multiprocessing
import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerContext, SpawnContext
from multiprocessing.process import BaseProcess
from typing import Any, Generic, TypeVar

from pydantic import TypeAdapter, ValidationError

from articles.errors import PageError, ReadError, Unreadable, ZongshuError, remade

Result = TypeVar("Result")
Begun = TypeVar("Begun")

_Reason = dict[str, str | int | float | None]
_REASON: TypeAdapter[_Reason] = TypeAdapter(_Reason)
_DONE, _FAILED = b"+", b"-"
#: What the server of children has imported before it forks: the functions that `Task`s of this room name.
_READY = ("__main__", "scrapers.pdf.child", "scrapers.pdf.extract", "scrapers.bounds", "scrapers.dropped", "scrapers.probing", "docx")
#: How a child that is begun meets a server of children that has died.
SERVER_GONE = (ConnectionError, EOFError)
#: Seconds before a child is begun again whose server was gone: multiprocessing begins another once the system says that it died.
_PAUSES = (0.05, 0.2, 1.0)
#: Children of this process at a time: each may take its whole allowance of memory.
_AT_ONCE = threading.BoundedSemaphore(max(2, os.cpu_count() or 1))


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds of wall and of processor time, megabytes of address space, and the answer's own size in bytes."""

    seconds: float = 60.0
    megabytes: int = 1536
    answer: int = 64 * 2**20


@dataclass(frozen=True)
class Task(Generic[Result]):
    """A function by its name (`module:function`), the type of its result, and how its failures are called.

    `faults` begins the keys of the wording tables: `<faults>_time`, `<faults>_memory`, `<faults>_damaged`.
    """

    function: str
    result: type[Result]
    faults: str

    def __post_init__(self) -> None:
        _ = self.json  # made at import, before the server of children forks

    @property
    def json(self) -> TypeAdapter[Result]:
        """What validates and writes results."""
        kind: Any = self.result
        return _adapter(kind)

    def run(self, name: str, *arguments: str | bytes, limits: Limits) -> Result:
        """The function's result over `arguments`; `name` is what messages call the page or file.

        Unreadable where it took too long, too much memory, or broke; the function's own errors of pages and reading are raised here.
        """
        with _AT_ONCE:
            return self._told(self._answer(name, arguments, limits), name, limits)

    def _answer(self, name: str, arguments: tuple[str | bytes, ...], limits: Limits) -> bytes:
        """What the child sent."""
        server = context()
        receiver, sender = server.Pipe(duplex=False)
        process = server.Process(target=_work, args=(sender, self, name, arguments, limits), daemon=True)
        begun(process.start)
        sender.close()
        last = threading.Timer(limits.seconds + 1, process.kill)  # an answer begun and never finished
        last.start()
        try:
            if not receiver.poll(limits.seconds):
                raise Unreadable(f"{self.faults}_time", name=name, seconds=limits.seconds)
            return receiver.recv_bytes(limits.answer)
        except (EOFError, OSError) as error:
            raise self._broken(process, name, limits) from error
        finally:
            last.cancel()
            process.kill()
            process.join()
            receiver.close()

    def _broken(self, process: BaseProcess, name: str, limits: Limits) -> Unreadable:
        """Why a child ended without an answer: its processor time was over, or else its memory."""
        process.join(1.0)
        if sys.platform != "win32" and process.exitcode == -signal.SIGXCPU:
            return Unreadable(f"{self.faults}_time", name=name, seconds=limits.seconds)
        return self._memory(name, limits)

    def _memory(self, name: str, limits: Limits) -> Unreadable:
        return Unreadable(f"{self.faults}_memory", name=name, megabytes=limits.megabytes)

    def _told(self, answer: bytes, name: str, limits: Limits) -> Result:
        """A result, or the error to raise."""
        try:
            if answer[:1] == _DONE:
                return self.json.validate_json(answer[1:])
            raise _honest(_REASON.validate_json(answer[1:]))
        except ValidationError as error:
            raise self._memory(name, limits) from error

    def work(self, name: str, arguments: tuple[str | bytes, ...], limits: Limits) -> bytes:
        """In the child: the answer to send."""
        try:
            module, _, function = self.function.partition(":")
            return _DONE + self.json.dump_json(getattr(import_module(module), function)(*arguments))
        except ZongshuError as error:
            return _FAILED + _REASON.dump_json(error.reason())
        except MemoryError:
            return _FAILED + _REASON.dump_json(self._memory(name, limits).reason())
        except Exception as error:  # noqa: BLE001 # whatever the file did to the reader is said of the file
            why = f"{type(error).__name__}: {error}"[:200]
            return _FAILED + _REASON.dump_json(Unreadable(f"{self.faults}_damaged", name=name, why=why).reason())


@cache
def _adapter(result: Any) -> TypeAdapter[Any]:  # noqa: ANN401 - a type
    """Made once for each type."""
    return TypeAdapter(result)


def _honest(reason: _Reason) -> ZongshuError:
    """The error a child names, if it is one a page or a file can cause and says something; ValidationError for any other."""
    try:
        error = remade(reason)
        if isinstance(error, PageError | ReadError) and error.message("zh"):
            return error
    except (KeyError, TypeError, ValueError, IndexError, AttributeError):  # no error, or no words for it
        pass
    raise ValidationError.from_exception_data("reason", [])


def context(*ready: str) -> SpawnContext | ForkServerContext:
    """A server that forks clean children where there is one: a fresh interpreter for each page costs more than reading it.

    One serves a process: the modules in `ready` are imported before it forks if this is the first call.
    """
    if sys.platform == "win32":
        return multiprocessing.get_context("spawn")
    server = multiprocessing.get_context("forkserver")
    server.set_forkserver_preload([*_READY, *ready])
    return server


def begun(start: Callable[[], Begun]) -> Begun:
    """What `start` gives, which begins a child; tried again where the server of children just died. SERVER_GONE where none comes back."""
    for pause in _PAUSES:
        try:
            return start()
        except SERVER_GONE:
            time.sleep(pause)
    return start()


def _work(sender: Connection, task: Task[Any], name: str, arguments: tuple[str | bytes, ...], limits: Limits) -> None:
    """In the child: read, and send what came of it."""
    _limit(limits)
    sender.send_bytes(task.work(name, arguments, limits))
    sender.close()


def _limit(limits: Limits) -> None:
    """Bound this process's memory and processor time, where the system can; it writes no file."""
    if sys.platform == "win32":
        return
    import resource

    for kind, most in (
        (resource.RLIMIT_AS, limits.megabytes * 2**20),
        (resource.RLIMIT_CPU, int(limits.seconds) + 1),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
    ):
        _, hard = resource.getrlimit(kind)
        resource.setrlimit(kind, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))
