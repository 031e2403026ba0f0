"""A record without its payload: a note of the very length of the member that stood there, so that no other record moves.

Every position (the ledger's, revisits', backups') holds on: the file keeps its length, and all of its other bytes.
"""

import datetime as dt
import uuid
import zlib

from storage.archive.members import HEADER

#: A stored block of deflate: its head, and the most it holds.
_BLOCK, _MOST = 5, 65_535
_FRAME = len(HEADER) + 8
_NOTE = b"The payload of this record was removed on request.\r\n"


def note_record(length: int, identity: str, at: dt.datetime) -> bytes:
    """A member of `length` bytes that says when the record at a place was removed. ValueError where that is too short for any record."""
    blocks = max(1, -(-(length - _FRAME) // (_MOST + _BLOCK)))
    record = _record(length - _FRAME - _BLOCK * blocks, identity, at)
    size = -(-len(record) // blocks)
    parts = [record[start : start + size] for start in range(0, len(record), size)]
    while len(parts) < blocks:
        parts.append(b"")
    stored = b"".join(_stored(part, last=place == len(parts) - 1) for place, part in enumerate(parts))
    return HEADER + stored + zlib.crc32(record).to_bytes(4, "little") + len(record).to_bytes(4, "little")


def _record(length: int, identity: str, at: dt.datetime) -> bytes:
    day = at.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    named = uuid.uuid5(uuid.NAMESPACE_URL, f"removed {identity}")
    head = f"WARC/1.1\r\nWARC-Type: metadata\r\nWARC-Record-ID: <urn:uuid:{named}>\r\nWARC-Date: {day}\r\nContent-Type: text/plain\r\n"
    room = length - len(head) - len("Content-Length: 0000000000\r\n\r\n") - len("\r\n\r\n")
    if room < 0:
        raise ValueError(f"no record is as short as {length} bytes")
    body = _NOTE[:room].ljust(room)
    return f"{head}Content-Length: {room:010}\r\n\r\n".encode() + body + b"\r\n\r\n"


def _stored(part: bytes, *, last: bool) -> bytes:
    size = len(part)
    return bytes([last]) + size.to_bytes(2, "little") + (size ^ 0xFFFF).to_bytes(2, "little") + part
