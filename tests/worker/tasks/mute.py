"""A way to Redis of which single connections can be made mute: open at both ends, and nothing passes any more."""

import contextlib
import select
import socket
import threading
from itertools import chain
from types import TracebackType
from typing import Self


class Mute:
    """Listens on loopback and passes on; use as a context manager. `url` leads through it."""

    def __init__(self, port: int) -> None:
        self._to = ("127.0.0.1", port)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._muted: set[int] = set()
        self._ways: list[tuple[socket.socket, socket.socket]] = []
        self.url = f"redis://127.0.0.1:{self._listener.getsockname()[1]}/0"

    def __enter__(self) -> Self:
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        for one in (self._listener, *chain.from_iterable(self._ways)):
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()

    def mute(self, port: int) -> None:
        """Let nothing pass any more on the connection that the server sees come from a port."""
        self._muted.add(port)

    def cut(self) -> None:
        """End the connections that are mute."""
        for near, far in self._ways:
            with contextlib.suppress(OSError):
                if far.getsockname()[1] in self._muted:
                    near.shutdown(socket.SHUT_RDWR)

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                near, _ = self._listener.accept()
                far = socket.create_connection(self._to)
                self._ways.append((near, far))
                threading.Thread(target=self._pass, args=(near, far), daemon=True).start()

    def _pass(self, near: socket.socket, far: socket.socket) -> None:
        port, other = far.getsockname()[1], {near: far, far: near}
        with contextlib.suppress(OSError, ValueError):
            while True:
                for one in select.select([near, far], [], [])[0]:
                    said = one.recv(65536)
                    if port in self._muted:
                        continue
                    if not said:
                        near.close()
                        far.close()
                        return
                    other[one].sendall(said)
