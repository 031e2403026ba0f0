"""One hostile server: plain sockets, a face by host or by path, HTTP and (with a certificate) HTTPS; it keeps the requests it saw."""

import socket
import ssl
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self

#: What a face does with a request: its head, and the socket to answer on.
Answer = Callable[[socket.socket, "Request"], None]


@dataclass(frozen=True)
class Request:
    """A request as it came: path, Host header, everything."""

    path: str
    host: str
    head: str

    def header(self, name: str) -> str | None:
        for line in self.head.split("\r\n")[1:]:
            if line.lower().startswith(f"{name.lower()}:"):
                return line.partition(":")[2].strip()
        return None


@dataclass
class HostileServer:
    """Serves faces on 0.0.0.0: every 127.x.y.z is a host of its own. `hosts` wins over `paths` (`/<face>` or `/<face>/anything`)."""

    paths: Mapping[str, Answer] = field(default_factory=dict)
    hosts: Mapping[str, Answer] = field(default_factory=dict)
    certificate: tuple[Path, Path] | None = None
    seen: list[Request] = field(default_factory=list)

    def __enter__(self) -> Self:
        self.listener = socket.create_server(("0.0.0.0", 0), backlog=64)
        self.port = self.listener.getsockname()[1]
        self._context = None
        if self.certificate:
            self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            self._context.load_cert_chain(*self.certificate)
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()

    def asked(self, host: str) -> list[str]:
        """The paths a host was asked for."""
        return [request.path for request in self.seen if request.host == host]

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        try:
            client.settimeout(20)
            with self._context.wrap_socket(client, server_side=True) if self._context else client as talking:
                while request := self._heard(talking):
                    self.seen.append(request)
                    face = self.hosts.get(request.host) or self.paths.get(request.path.split("/")[1])
                    (face or nothing)(talking, request)
        except (OSError, ValueError):
            client.close()

    def _heard(self, client: socket.socket) -> Request | None:
        head = b""
        while b"\r\n\r\n" not in head:
            piece = client.recv(65536)
            if not piece:
                return None
            head += piece
        text = head.decode("latin-1")
        made = Request(text.split(" ")[1], "", text)
        return Request(made.path, (made.header("Host") or "").partition(":")[0], text)


def reply(status: str, body: bytes = b"", headers: Mapping[str, str] | None = None, *, length: int | None = None) -> bytes:
    """An answer's bytes; `length` is what Content-Length claims."""
    named = {"Content-Type": "text/html; charset=utf-8", "Content-Length": str(len(body) if length is None else length), **(headers or {})}
    return "\r\n".join([f"HTTP/1.1 {status}", *(f"{name}: {value}" for name, value in named.items()), "", ""]).encode("latin-1") + body


def saying(payload: bytes) -> Answer:
    """A face that always says the same."""
    return lambda client, _: client.sendall(payload)


nothing = saying(reply("404 Not Found", b"<html><body>404</body></html>"))
