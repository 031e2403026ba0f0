"""A way to a server of which single connections, or all, can be made mute: open at both ends, and nothing passes any more."""

import contextlib
import select
import socket
import threading
from itertools import chain
from types import TracebackType
from typing import Self


class Mute:
    """Listens on loopback and passes on; use as a context manager. `port` leads through it, `url` does for Redis."""

    def __init__(self, port: int) -> None:
        self._to = ("127.0.0.1", port)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._muted: set[int] = set()
        self._all = False
        self._ways: list[tuple[socket.socket, socket.socket]] = []
        self.port = int(self._listener.getsockname()[1])
        self.url = f"redis://127.0.0.1:{self.port}/0"

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

    def hush(self) -> None:
        """Let nothing pass on any connection, those that come meanwhile among them."""
        self._all = True

    def speak(self) -> None:
        """End all connections there are: what they did not pass is lost. Those that come later pass."""
        for one in chain.from_iterable(self._ways):
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
        self._ways.clear()
        self._all = False

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
                try:
                    far = socket.create_connection(self._to)
                except OSError:  # nobody is there
                    near.close()
                    continue
                self._ways.append((near, far))
                threading.Thread(target=self._pass, args=(near, far), daemon=True).start()

    def _pass(self, near: socket.socket, far: socket.socket) -> None:
        """Until one side ends; of a mute connection the other side does not hear of that."""
        port, other = far.getsockname()[1], {near: far, far: near}
        with contextlib.suppress(OSError, ValueError):
            while True:
                for one in select.select([near, far], [], [])[0]:
                    said = one.recv(65536)
                    if not said:
                        raise ConnectionResetError
                    if not self._is_mute(port):
                        other[one].sendall(said)
        if not self._is_mute(port):
            near.close()
            far.close()

    def _is_mute(self, port: int) -> bool:
        return self._all or port in self._muted
