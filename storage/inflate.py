"""Decompression that never makes more than asked at a time."""

from collections.abc import Iterator
from typing import Protocol


class Unzip(Protocol):
    """What we need of `zlib.decompressobj()`."""

    @property
    def eof(self) -> bool:
        """Whether the end of the compressed data was reached."""
        ...

    @property
    def unconsumed_tail(self) -> bytes:
        """Input left because the output was full."""
        ...

    def decompress(self, data: bytes, max_length: int = 0, /) -> bytes:
        """At most `max_length` bytes of output."""
        ...


def bounded(unzip: Unzip, data: bytes, most: int) -> Iterator[bytes]:
    """All that `data` makes, in pieces of at most `most` bytes. zlib.error where it is damaged."""
    while True:
        piece = unzip.decompress(data, most)
        yield piece
        data = unzip.unconsumed_tail
        if unzip.eof or (not data and len(piece) < most):  # behind a full piece zlib may hold more, though all input is taken
            return
