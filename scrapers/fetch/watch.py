"""A deadline for a whole fetch, however slowly bytes drip: when it passes, the sockets are shut down and every blocked read returns."""

import contextlib
import os
import socket
import threading
import time
from types import TracebackType
from typing import Self


class Watch:
    """Counts `seconds` from entering; sockets told to it stop answering when they are over."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._end = 0.0
        self._timer = threading.Timer(seconds, self._expire)
        self._timer.daemon = True
        self._lock = threading.Lock()
        self._taps: list[socket.socket] = []
        self._expired = False

    def __enter__(self) -> Self:
        self._end = time.monotonic() + self.seconds
        self._timer.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._timer.cancel()
        with self._lock:
            for tap in self._taps:
                tap.close()
            self._taps.clear()

    @property
    def expired(self) -> bool:
        """Whether the time is over."""
        return self._expired or time.monotonic() >= self._end

    def left(self, at_most: float) -> float:
        """The seconds left, at most `at_most` and never quite none (a timeout of 0 would mean "do not block")."""
        return max(0.001, min(at_most, self._end - time.monotonic()))

    def add(self, handle: int) -> None:
        """Watch a socket by its file descriptor. A duplicate is kept: TLS takes the original over, and a pool keeps it for later."""
        tap = socket.socket(fileno=os.dup(handle))
        with self._lock:
            self._taps.append(tap)
        if self.expired:
            _shut(tap)

    def _expire(self) -> None:
        self._expired = True
        with self._lock:
            for tap in self._taps:
                _shut(tap)


def _shut(tap: socket.socket) -> None:
    with contextlib.suppress(OSError):  # not connected yet, or gone already
        tap.shutdown(socket.SHUT_RDWR)
