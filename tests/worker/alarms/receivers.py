"""Who is told: a real HTTP receiver and a real mail server on loopback, each of which can be made to fail."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from aiosmtpd.controller import Controller


@dataclass
class Receiver:
    """An HTTP receiver: what was posted (bodies and headers) and which paths were asked for; it answers `status`."""

    port: int = 0
    status: int = 204
    bodies: list[bytes] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}/hook"

    @property
    def notes(self) -> list[dict[str, Any]]:
        """What it acknowledged."""
        return [json.loads(body) for body in self.bodies]

    @property
    def events(self) -> list[tuple[str, str]]:
        return [(note["event"], note["key"]) for note in self.notes]


@contextmanager
def receiver() -> Iterator[Receiver]:
    """A receiver while the context lasts."""
    found = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            if 200 <= found.status < 300:
                found.bodies.append(body)
                found.headers.append(dict(self.headers))
            self._answer()

        def do_GET(self) -> None:
            found.asked.append(self.path)
            self._answer(200 if found.status == 204 else found.status)

        def _answer(self, status: int | None = None) -> None:
            self.send_response(status or found.status)
            if found.status == 302:
                self.send_header("Location", "/elsewhere")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the base class's
            """Nothing is logged."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    found.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield found
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@dataclass
class Postbox:
    """A mail server: the letters it took; `refusing` is what it answers instead."""

    letters: list[EmailMessage] = field(default_factory=list)
    refusing: str | None = None
    port: int = 0

    async def handle_DATA(self, server: object, session: object, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        del server, session
        if self.refusing:
            return self.refusing
        letter = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(letter, EmailMessage)
        self.letters.append(letter)
        return "250 taken"


class _AnyPort(Controller):
    """A controller that takes a free port."""

    def _trigger_server(self) -> None:
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@contextmanager
def postbox(**options: Any) -> Iterator[Postbox]:
    """A mail server while the context lasts; `options` are the controller's."""
    box = Postbox()
    controller = _AnyPort(box, hostname="127.0.0.1", port=0, **options)
    controller.start()
    box.port = controller.port
    try:
        yield box
    finally:
        controller.stop()
