"""A real HTTP server on loopback that answers as each test says, and a fetcher that may go there."""

import socket
import subprocess
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest

from scrapers.fetch import Allowed, Fetcher

Answer = Callable[[socket.socket, str], None]
HOST = "paper.example"


@dataclass
class Server:
    """Serves raw answers by path, over plain sockets, so that a test can say anything a server could. Keeps the requests it saw."""

    answers: dict[str, Answer] = field(default_factory=dict)
    seen: list[str] = field(default_factory=list)
    connections: int = 0

    def __post_init__(self) -> None:
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.target = f"127.0.0.1:{self.listener.getsockname()[1]}"
        self._threads = [threading.Thread(target=self._accept, daemon=True)]
        self._threads[0].start()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            self.connections += 1
            thread = threading.Thread(target=self._serve, args=(client,), daemon=True)
            self._threads.append(thread)
            thread.start()

    def _serve(self, client: socket.socket) -> None:
        with client:
            client.settimeout(20)
            buffer = b""
            while True:
                while b"\r\n\r\n" not in buffer:
                    try:
                        piece = client.recv(65536)
                    except OSError:
                        return
                    if not piece:
                        return
                    buffer += piece
                head, _, buffer = buffer.partition(b"\r\n\r\n")
                request = head.decode("latin-1")
                self.seen.append(request)
                try:
                    self.answers[request.split()[1]](client, request)
                except OSError:
                    return

    def page(self, path: str, body: bytes = b"", status: str = "200 OK", **headers: str) -> None:
        """Answer `path` with a body and headers (underscores stand for hyphens)."""
        lines = [f"HTTP/1.1 {status}", *(f"{name.replace('_', '-')}: {value}" for name, value in headers.items())]
        if "Transfer_Encoding" not in headers and "Content_Length" not in headers:
            lines.append(f"Content-Length: {len(body)}")
        payload = "\r\n".join([*lines, "", ""]).encode("utf-8") + body
        self.answers[path] = lambda client, _: client.sendall(payload)

    def raw(self, path: str, answer: Answer) -> None:
        """Answer `path` by doing as one likes with the socket."""
        self.answers[path] = answer

    def close(self) -> None:
        """Stop listening."""
        self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()


@pytest.fixture
def server() -> Iterator[Server]:
    made = Server()
    yield made
    made.close()


@pytest.fixture
def fetcher(server: Server) -> Iterator[Fetcher]:
    with Fetcher("Mozilla/5.0 (compatible; Zongshu/test)", Allowed(loopback=frozenset([HOST])), {HOST: server.target}) as made:
        yield made


@pytest.fixture
def certificate(tmp_path):
    """A self-signed certificate for the host, made by openssl."""
    files = tmp_path / "cert.pem", tmp_path / "key.pem"
    command = [
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-days",
        "1",
        "-subj",
        f"/CN={HOST}",
        "-addext",
        f"subjectAltName=DNS:{HOST}",
    ]
    subprocess.run([*command, "-out", str(files[0]), "-keyout", str(files[1])], check=True, capture_output=True)
    return files
