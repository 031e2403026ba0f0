"""Gzip members in a file: read one at an offset, find the next after damage. No length is trusted; the member says where it ends."""

import zlib
from collections.abc import Iterator
from typing import BinaryIO

from storage.inflate import Unzip, bounded

_CHUNK, _PART = 64 * 1024, 1024 * 1024
_MAGIC = b"\x1f\x8b\x08"
#: The header of every member we write (RFC 1952): deflate, no flags, no time, best compression, Unix.
HEADER = _MAGIC + b"\0\0\0\0\0\x02\x03"
_TRAILER = 8
#: A record larger than this is damage (or a bomb), not a page.
LARGEST = 512 * 1024 * 1024


class Torn(Exception):
    """The bytes are no whole gzip member; `str` says how."""


def read_member(file: BinaryIO, offset: int) -> tuple[bytes, int]:
    """The decompressed bytes of the member at `offset`, and its length in the file. Torn where it is damaged or ends too soon."""
    file.seek(offset)
    unzip = zlib.decompressobj(wbits=31)
    parts: list[bytes] = []
    size = taken = 0
    while not unzip.eof:
        chunk = file.read(_CHUNK)
        if not chunk:
            raise Torn(f"{taken} bytes, then nothing")
        taken += len(chunk)
        for part in _parts(unzip, chunk):
            parts.append(part)
            size += len(part)
            if size > LARGEST:
                raise Torn(f"more than {LARGEST} bytes")
    return b"".join(parts), taken - len(unzip.unused_data)


def _parts(unzip: Unzip, chunk: bytes) -> Iterator[bytes]:
    try:
        yield from bounded(unzip, chunk, _PART)
    except zlib.error as error:
        raise Torn(str(error)) from error


def begins_member(file: BinaryIO, offset: int) -> bool:
    """Whether a member seems to begin there."""
    file.seek(offset)
    return file.read(len(_MAGIC)) == _MAGIC


def next_member(file: BinaryIO, after: int) -> int | None:
    """The offset of the next place after `after` that looks like the start of a member, or None."""
    file.seek(after + 1)
    start, kept = after + 1, b""
    while chunk := file.read(_CHUNK):
        window = kept + chunk
        if (found := window.find(_MAGIC)) >= 0:
            return start + found
        kept = window[-2:]
        start += len(window) - len(kept)
    return None


def stray_bits(file: BinaryIO, offset: int, length: int) -> str | None:
    """What is wrong with the bits of a whole member that no checksum covers: its header, and the padding of its last byte (zeros).

    None where they are as they were written.
    """
    file.seek(offset)
    if file.read(len(HEADER)) != HEADER:
        return "the header of the member is not as it was written"
    file.seek(offset + length - _TRAILER - 1)
    tail = file.read(_TRAILER + 1)
    if not tail[0]:
        return None
    cleared = bytes([tail[0] & ~(1 << tail[0].bit_length() - 1)])  # padding stands above the data: the highest bit set, if any
    file.seek(offset)
    unzip = zlib.decompressobj(wbits=31)
    left = length - _TRAILER - 1
    try:
        while left and (chunk := file.read(min(_CHUNK, left))):
            left -= len(chunk)
            for _ in bounded(unzip, chunk, _PART):
                continue
        for _ in bounded(unzip, cleared + tail[1:], _PART):
            continue
    except zlib.error:
        return None
    return "a bit between the data and its checksum is set" if unzip.eof else None
