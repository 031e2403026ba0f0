"""The body of an answer: read piece by piece under a cap on decoded bytes.

We undo the content encoding ourselves, because not every urllib3 bounds what one piece may grow to.
"""

import zlib
from collections.abc import Iterator
from typing import Protocol

from articles.errors import Timeout, TooLarge, Unreachable
from scrapers.fetch.watch import Watch
from storage import bounded

_PIECE, _GROWN = 64 * 1024, 1024 * 1024
#: What we say we accept, and can undo.
ACCEPTED = "gzip, deflate"


class Raw(Protocol):
    """What we need of urllib3's response."""

    def read1(self, amt: int | None = None, decode_content: bool | None = None) -> bytes:
        """At most `amt` bytes, as soon as there are any; none at the end."""
        ...


def read_body(raw: Raw, encoding: str | None, address: str, cap: int, watch: Watch, *, cut: bool = False) -> bytes:
    """The decoded body; with `cut` no more than its first `cap` bytes.

    TooLarge above `cap` bytes, Timeout past the watch, Unreachable where the encoding is unknown or does not hold.
    """
    body = bytearray()
    for piece in _decoded(_pieces(raw, address, watch), (encoding or "identity").strip().lower(), address):
        body += piece
        if len(body) > cap and cut:
            return bytes(body[:cap])
        if len(body) > cap:
            raise TooLarge("fetch_too_large", address=address, limit=cap)
    return bytes(body)


def _pieces(raw: Raw, address: str, watch: Watch) -> Iterator[bytes]:
    while True:
        piece = raw.read1(_PIECE, decode_content=False)
        if watch.expired:
            raise Timeout("fetch_timeout", address=address, seconds=watch.seconds)
        if not piece:
            return
        yield piece


def _decoded(pieces: Iterator[bytes], encoding: str, address: str) -> Iterator[bytes]:
    if encoding in ("identity", ""):
        return pieces
    if encoding in ("gzip", "x-gzip"):
        return _inflated(pieces, 31, address)
    if encoding == "deflate":
        return _inflated(pieces, 0, address)
    raise Unreachable("fetch_encoding", address=address, encoding=encoding)


def _inflated(pieces: Iterator[bytes], wbits: int, address: str) -> Iterator[bytes]:
    """Inflate piece by piece. `wbits` 31 is gzip (several members too), 0 is deflate, with or without zlib's header (both are about)."""
    unzip = None
    try:
        for piece in pieces:
            rest = piece
            while rest:
                if unzip is None or unzip.eof:
                    if unzip is not None and not (wbits and rest.startswith(b"\x1f")):
                        break  # bytes after the last member are padding
                    unzip = zlib.decompressobj(wbits or (15 if rest[0] & 0x0F == 8 else -15))
                yield from bounded(unzip, rest, _GROWN)
                rest = unzip.unused_data
    except zlib.error as error:
        raise Unreachable("fetch_garbled", address=address, why=str(error)) from error
    if unzip is not None and not unzip.eof:
        raise Unreachable("fetch_garbled", address=address, why="the end is missing")
