"""Gzip members in a file: read one at an offset, find the next after damage. No length is trusted; the member says where it ends."""

import zlib
from typing import BinaryIO

_CHUNK = 64 * 1024
_MAGIC = b"\x1f\x8b\x08"
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
        chunk = unzip.unconsumed_tail or file.read(_CHUNK)
        if not chunk:
            raise Torn(f"{taken} bytes, then nothing")
        parts.append(_unzipped(unzip, chunk))
        size += len(parts[-1])
        taken += len(chunk) - len(unzip.unconsumed_tail)
        if size > LARGEST:
            raise Torn(f"more than {LARGEST} bytes")
    return b"".join(parts), taken - len(unzip.unused_data)


def _unzipped(unzip: "zlib._Decompress", chunk: bytes) -> bytes:
    try:
        return unzip.decompress(chunk, LARGEST // 32)
    except zlib.error as error:
        raise Torn(str(error)) from error


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
