"""The sample newspapers' sites on loopback, well behaved or with faults."""

import socket
import threading
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from scrapers.sample.faults import Fault, spoil
from scrapers.sample.redesign import Redesign, redesigned
from scrapers.sample.respond import Reply, respond


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def __init__(self, port: int, faults: Mapping[str, Fault], scale: int, redesigns: Sequence[Redesign]) -> None:
        super().__init__(("127.0.0.1", port), _Handler)
        self.faults = faults
        self.scale = scale
        self.redesigns = redesigns
        self.asked: Counter[str] = Counter()
        self.lock = threading.Lock()

    def count(self, path: str) -> int:
        """How often a path was asked for, this time included."""
        with self.lock:
            self.asked[path] += 1
            return self.asked[path]

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hangs up is no event."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server
    timeout = 60

    def setup(self) -> None:
        super().setup()
        self.connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def do_GET(self) -> None:
        self._answer(with_body=True)

    def do_HEAD(self) -> None:
        self._answer(with_body=False)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the base class's
        """Nothing is logged: the ledger of what was asked is `Running.asked`."""

    def _answer(self, *, with_body: bool) -> None:
        host = (self.headers.get("Host") or "").partition(":")[0]
        times = self.server.count(self.path)
        fault = self.server.faults.get(self.path.partition("?")[0])
        changed = redesigned(self.server.redesigns, host, self.path, self.server.scale)
        reply = changed or respond(host, self.path, self.server.scale)
        if fault is not None:
            reply = spoil(fault, host, self.path, reply, times)
        drip = fault.seconds if fault is not None and fault.kind == "drip" else 0.0
        self._send(self._unchanged(reply), with_body, drip)

    def _unchanged(self, reply: Reply) -> Reply:
        """304 where the client holds what would be sent."""
        known = dict(reply.headers).get("ETag")
        if reply.status == 200 and known and known in (self.headers.get("If-None-Match") or ""):
            return Reply(304, tuple(header for header in reply.headers if header[0] != "Content-Type"), b"")
        return reply

    def _send(self, reply: Reply, with_body: bool, drip: float) -> None:
        self.send_response(reply.status)
        for name, value in reply.headers:
            self.send_header(name, value)
        if reply.status != 304:
            self.send_header("Content-Length", str(len(reply.body)))
        self.end_headers()
        if not with_body or reply.status == 304:
            return
        if not drip:
            self.wfile.write(reply.body)
            return
        self._drip(reply.body, drip)

    def _drip(self, body: bytes, seconds: float) -> None:
        for byte in body:
            try:
                self.wfile.write(bytes((byte,)))
            except OSError:
                self.close_connection = True
                return
            time.sleep(seconds)


@dataclass(frozen=True, slots=True)
class Running:
    """The sites while they are served: the port they are on and how often each path was asked for."""

    port: int
    asked: Mapping[str, int]


@contextmanager
def serve(
    port: int = 0, faults: Mapping[str, Fault] | None = None, scale: int = 1, redesigns: Sequence[Redesign] = ()
) -> Iterator[Running]:
    """The sites of the three papers on 127.0.0.1 (a free port for 0) as long as the context lasts; `faults` are by path.

    `redesigns` hold as the sequence does when a request comes. Requests name a site by their Host header; a client connects to the port
    itself. OSError where the port is taken.
    """
    server = _Server(port, {} if faults is None else faults, scale, redesigns)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, name="sample", daemon=True)
    thread.start()
    try:
        yield Running(server.server_address[1], server.asked)
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
