"""A sabotaged world for the real program: `install()` in its process, with CHAOS_CONTROL set.

Disks that are full, a clock that jumps, names that lead nowhere, and a page that kills whoever reads it, as `Control` says from moment to
moment. Nothing of this is in the product.
"""

import datetime as dt
import errno
import os
import signal
import socket
import time
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

from chaos.control import VARIABLE, Control

CONTROL = Control(Path(os.environ[VARIABLE]))
_FULL = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
_pwrite, _fsync, _getaddrinfo = os.pwrite, os.fsync, socket.getaddrinfo


def install() -> None:
    """Sabotage this process, and those it will fork."""
    os.pwrite, os.fsync, socket.getaddrinfo = pwrite, fsync, getaddrinfo
    _clock()
    _fetching()
    _reading()
    _indexing()


def pwrite(handle: int, payload: Any, offset: int) -> int:
    """A record of the archive for which only half the room is left."""
    if CONTROL.get("archive-full") and "/archive/" in _path(handle):
        CONTROL.struck("archive-full")
        _pwrite(handle, payload[: len(payload) // 2], offset)
        raise _FULL
    return _pwrite(handle, payload, offset)


def fsync(handle: Any) -> None:
    """Article files, and the pointer of the index, for which the disk finds no room when it is to keep them."""
    number = handle if isinstance(handle, int) else handle.fileno()
    for fault, folder, end in (("articles-full", "/articles/", ".part"), ("index-full", "/index/", ".new")):
        if CONTROL.get(fault) and folder in (path := _path(number)) and path.endswith(end):
            CONTROL.struck(fault)
            raise _FULL
    _fsync(number)


def getaddrinfo(host: Any, port: Any, *args: Any, **more: Any) -> Any:
    """Names of the sample's sites that are found slowly, not at all, in a private network, or at a stranger's."""
    if str(port) != os.environ.get("ZONGSHU_SAMPLE_PORT") or not (how := CONTROL.spend("names")):
        return _getaddrinfo(host, port, *args, **more)
    CONTROL.struck("names")
    if how["kind"] == "slow":
        time.sleep(how["seconds"])
    if how["kind"] == "none":
        raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")
    if how["kind"] == "private":
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("10.20.30.40", int(port)))]
    return _getaddrinfo(host, how["port"] if how["kind"] == "stranger" else port, *args, **more)


def read_job(job: Any) -> Any:
    """A reading that dies over the poisoned issue."""
    from worker.steps import reading

    how = CONTROL.get("poison")
    if how and how["key"] == job.key and CONTROL.spend("poison"):
        CONTROL.struck("poison")
        os.kill(os.getpid(), signal.SIGKILL)
    return reading.read_job(job)


def _clock() -> None:
    from worker.runner import tools

    def shifted() -> dt.datetime:
        from chaos.control import now

        return now()

    tools.utc_now.__code__ = shifted.__code__  # wherever the function was handed to already


def _fetching() -> None:
    """A connection that is kept asks for no name: while names are sabotaged none is kept."""
    from scrapers.fetch.fetcher import Fetcher

    asked: Callable[..., Any] = Fetcher.fetch

    def fetch(self: Any, address: str, **more: Any) -> Any:
        if CONTROL.get("names"):
            self._session.close()
        return asked(self, address, **more)

    vars_of(Fetcher, "fetch", fetch)


def _reading() -> None:
    vars_of(import_module("worker.steps.read"), "read_job", read_job)


def _indexing() -> None:
    """A folder of the index that is full, as tantivy tells it."""
    from indexing.engines.tantivy.writing import _Batch

    put: Callable[..., Any] = _Batch.put

    def full(self: Any, documents: Any) -> Any:
        if CONTROL.get("index-full"):
            CONTROL.struck("index-full")
            raise ValueError("An IO error occurred: 'No space left on device (os error 28)'")
        return put(self, documents)

    vars_of(_Batch, "put", full)


def vars_of(where: Any, name: str, value: Any) -> None:
    """Put something of ours in the place of something of theirs."""
    setattr(where, name, value)


def _path(handle: int) -> str:
    try:
        return str(Path(f"/proc/self/fd/{handle}").readlink())
    except OSError:
        return ""
