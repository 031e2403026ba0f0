"""The faces of the hostile server: what each does, and by which error (class, key) it is to be known. Seeded."""

import gzip
import random
import socket
import time
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

from articles.errors import Blocked, FetchError, Gone, Timeout, TooLarge, Unreachable, ZongshuError
from hostile.server import Answer, Request, reply, saying

SEED = 20260705


@dataclass(frozen=True)
class Face:
    """What is answered, the error it ends in (None: a page comes), the keys it may have, and whether that is a matter of time."""

    answer: Answer
    error: type[ZongshuError] | tuple[type[ZongshuError], ...] | None = None
    keys: tuple[str, ...] = ()
    slow: bool = False


@cache
def bomb() -> bytes:
    """300 MB of gzip in 300 KB, packed piece by piece: nobody holds them."""
    pack, piece = zlib.compressobj(9, zlib.DEFLATED, 31), bytes(1_000_000)
    return b"".join([*(pack.compress(piece) for _ in range(300)), pack.flush()])


def _raw() -> bytes:
    """The same without gzip's head and tail."""
    return bomb()[10:-8]


def _bombs() -> Iterator[tuple[str, Face]]:
    ends = (TooLarge, ("fetch_too_large",))
    packed: dict[str, tuple[str, Callable[[], bytes]]] = {
        "bomb-gzip": ("gzip", bomb),
        "bomb-members": ("gzip", lambda: b"".join(gzip.compress(bytes(1_000_000)) for _ in range(64))),
        "bomb-zlib": ("deflate", lambda: b"\x78\xda" + _raw() + bytes(4)),
        "bomb-raw": ("deflate", _raw),
    }
    for name, (encoding, made) in packed.items():
        yield name, Face(lambda client, _, e=encoding, m=made: client.sendall(reply("200 OK", m(), {"Content-Encoding": e})), *ends)
    nested = gzip.compress(gzip.compress(bytes(1000)))
    yield "bomb-nested", Face(saying(reply("200 OK", nested, {"Content-Encoding": "gzip, gzip"})), Unreachable, ("fetch_encoding",))
    yield "flat", Face(_flat, *ends)
    endless = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    yield "endless", Face(lambda client, _: _again(client, endless, b"10000\r\n" + b"x" * 65536 + b"\r\n", 0), *ends)


def _flat(client: socket.socket, _: Request) -> None:
    """20 MB of paragraphs."""
    line = "<p>文字文字文字文字</p>\n".encode() * 1000
    client.sendall(reply("200 OK", length=len(line) * 650))
    for _ in range(650):
        client.sendall(line)


def _again(client: socket.socket, head: bytes, piece: bytes, apart: float) -> None:
    client.sendall(head)
    while True:
        client.sendall(piece)
        time.sleep(apart)


def _dripping(head: bytes, piece: bytes) -> Face:
    return Face(lambda client, _: _again(client, head, piece, 0.02), (Timeout, Unreachable), ("fetch_timeout", "fetch_broken"), slow=True)


def _drips() -> Iterator[tuple[str, Face]]:
    yield "drip-body", _dripping(reply("200 OK", length=100_000), b"x")
    yield "drip-head", _dripping(b"HTTP/1.1 200 OK\r\nX-Long: ", b"x")
    yield "drip-headers", _dripping(b"HTTP/1.1 200 OK\r\n", b"A: b\r\n")
    yield "drip-chunk", _dripping(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"0")
    yield "silence", _dripping(b"", b"")
    yield "early-100", _dripping(b"", b"HTTP/1.1 100 Continue\r\n\r\n")


def _torn() -> Iterator[tuple[str, Face]]:
    def cut(payload: bytes) -> Answer:
        def answer(client: socket.socket, _: Request) -> None:
            client.sendall(payload)
            client.shutdown(socket.SHUT_RDWR)

        return answer

    body, chunked = b"x" * 999, b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    broken = (Unreachable, ("fetch_broken", "fetch_garbled"))
    yield "short", Face(cut(reply("200 OK", body, length=1000)), *broken)
    yield "torn-chunks", Face(cut(chunked + b"3\r\nabc\r\n"), *broken)
    yield "no-chunks", Face(cut(chunked + b"zz\r\nabc\r\n"), *broken)
    yield "torn-gzip", Face(cut(reply("200 OK", gzip.compress(body)[:-9], {"Content-Encoding": "gzip"})), *broken)
    yield "no-gzip", Face(cut(reply("200 OK", body, {"Content-Encoding": "gzip"})), *broken)
    yield "ssh", Face(cut(b"SSH-2.0-OpenSSH_9.6\r\n"), *broken)
    yield "closing", Face(cut(b""), *broken)
    yield "http-0.9", Face(cut(b"<html><body>old</body></html>"), *broken)
    yield "huge-header", Face(cut(b"HTTP/1.1 200 OK\r\nX: " + b"x" * 200_000 + b"\r\n\r\n"), *broken)
    many = b"".join(b"X-%d: y\r\n" % number for number in range(5000))
    yield "many-headers", Face(cut(b"HTTP/1.1 200 OK\r\n" + many + b"\r\n"), *broken)
    yield "long", Face(cut(reply("200 OK", body, length=10)))
    noise = random.Random(SEED).randbytes(4000)
    yield "noise", Face(cut(noise), *broken)


def _statuses() -> Iterator[tuple[str, Face]]:
    def said(status: str, **headers: str) -> Answer:
        return saying(reply(status, b"<html><body>no</body></html>", {name.replace("_", "-"): value for name, value in headers.items()}))

    yield "gone", Face(said("404 Not Found"), Gone, ("fetch_gone",))
    yield "agents", Face(_only_browsers, Blocked, ("fetch_blocked",))
    for status in ("429 Too Many Requests", "503 Service Unavailable"):
        number = status[:3]
        plain = "fetch_busy" if number == "429" else "fetch_status"
        yield f"{number}", Face(said(status), Unreachable, (plain,))
        yield f"{number}-seconds", Face(said(status, Retry_After="120"), Unreachable, ("fetch_busy",))
        yield f"{number}-date", Face(said(status, Retry_After="Fri, 01 Jan 2100 00:00:00 GMT"), Unreachable, ("fetch_busy",))
        yield f"{number}-year", Face(said(status, Retry_After="31536000"), Unreachable, ("fetch_busy",))
        yield f"{number}-garbage", Face(said(status, Retry_After="soon, 一会儿"[:6]), Unreachable, (plain,))
    yield "odd", Face(said("299 Odd"), FetchError, ("fetch_odd_status",))
    yield "teapot", Face(said("418 Teapot"), FetchError, ("fetch_odd_status",))


def _only_browsers(client: socket.socket, request: Request) -> None:
    agent = request.header("User-Agent") or ""
    client.sendall(reply("403 Forbidden" if "compatible;" in agent or not agent else "200 OK", b"<p>no</p>"))


FACES: dict[str, Face] = {**dict(_bombs()), **dict(_drips()), **dict(_torn()), **dict(_statuses())}
