"""What this process tells the supervisor that started it, by systemd's notify protocol (sd_notify(3)); nothing where none listens."""

import contextlib
import os
import socket
import time
from collections.abc import Callable

READY, STOPPING, _ALIVE = "READY=1", "STOPPING=1", "WATCHDOG=1"


def tell(message: str) -> None:
    """Send a line, if somebody listens; a supervisor that is gone is no failure of ours."""
    address = os.environ.get("NOTIFY_SOCKET", "")
    if not address.startswith(("/", "@")):
        return
    with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as sent:
        sent.connect("\0" + address[1:] if address.startswith("@") else address)
        sent.sendall(message.encode())


class Watchdog:
    """Says that the loop that calls `look` still turns, twice in the time the supervisor allows (`WATCHDOG_USEC`)."""

    def __init__(self, ticks: Callable[[], float] = time.monotonic) -> None:
        allowed = os.environ.get("WATCHDOG_USEC", "")
        mine = os.environ.get("WATCHDOG_PID", str(os.getpid())) == str(os.getpid())
        self._apart = int(allowed) / 2_000_000 if allowed.isdigit() and mine else 0.0
        self._ticks = ticks
        self._next = ticks()

    def look(self) -> None:
        """Say so, unless it was said a moment ago."""
        if self._apart and self._ticks() >= self._next:
            self._next = self._ticks() + self._apart
            tell(_ALIVE)
