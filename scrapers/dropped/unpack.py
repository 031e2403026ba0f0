"""A web archive (WARC, gzipped or not) into the pages it holds: run in a child, with bounds on what it unpacks to."""

import contextlib
import io
import os
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar

from pydantic import ConfigDict

from articles.errors import Unreadable
from scrapers.child import Limits, Task

#: Bytes of a page, of all pages of an archive together, and pages.
_PAGE, _ALL, _MOST = 20 * 2**20, 200 * 2**20, 20_000
_TYPES = ("text/html", "application/xhtml+xml", "text/plain", "application/pdf", "application/json", "application/octet-stream", "")
_GZIP, _STEP = b"\x1f\x8b", 64 * 2**10
_PASSED_OVER = (".css", ".js", ".xml", "/robots.txt", ".ico", ".svg", ".woff", ".woff2", ".ttf")
_CUT = "the end is cut off"
LIMITS = Limits(seconds=120.0, megabytes=2048, answer=300 * 2**20)


@dataclass(frozen=True, slots=True)
class Record:
    """A page: its address, the day it was recorded (ISO), its media type and its bytes."""

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(ser_json_bytes="base64", val_json_bytes="base64")
    address: str
    day: str
    media: str
    payload: bytes


@dataclass(frozen=True, slots=True)
class Unpacked:
    """The pages of an archive in their order, the newest of each address; `damage` says why it was not read to its end."""

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(ser_json_bytes="base64", val_json_bytes="base64")
    records: tuple[Record, ...]
    damage: str | None = None


def unpack(payload: bytes, name: str) -> Unpacked:
    """The pages of a web archive. Unreadable (too large, too slow, crashed)."""
    if len(payload) > 2 * _ALL:
        raise _large(name)
    return _UNPACK.run(name, payload, name, limits=LIMITS)


def _large(name: str) -> Unreadable:
    return Unreadable("web_large", name=name, megabytes=_ALL // 2**20, most=_MOST)


def unpacked(payload: bytes, name: str) -> Unpacked:
    """In a child: the pages; what is whole before a damage is kept."""
    found: dict[str, Record] = {}
    size = 0
    damage: str | None = None
    with open(os.devnull, "w") as nowhere, contextlib.redirect_stderr(nowhere):  # noqa: PTH123 # warcio talks there
        try:
            for record in _records(payload, name):
                size += len(record.payload)
                if size > _ALL or len(found) >= _MOST:
                    raise _large(name)
                found.pop(record.address, None)
                found[record.address] = record
        except (Unreadable, MemoryError):
            raise
        except Exception as error:  # noqa: BLE001 # whatever a torn or hostile archive does to its reader
            damage = f"{type(error).__name__}: {' '.join(str(error).split())}"[:160]
    return Unpacked(tuple(found.values()), damage)


_UNPACK = Task("scrapers.dropped.unpack:unpacked", Unpacked, "file")


def _records(payload: bytes, name: str) -> Iterator[Record]:
    from warcio.archiveiterator import WARCIterator

    flat, whole = _flat(payload, name)
    for one in WARCIterator(io.BytesIO(flat)):
        page = _page(one) if one.rec_type in ("response", "resource") else None
        if not _ended(one.raw_stream):
            raise EOFError(_CUT)
        if page:
            yield page
    if not whole:
        raise EOFError(_CUT)


def _ended(stream: Any) -> bool:  # noqa: ANN401 - warcio has no types
    """Whether a record goes on as long as it says; what is left of it is passed over."""
    while getattr(stream, "limit", 0) > 0:
        if not stream.read(min(stream.limit, 2**20)):
            return False
    return True


def _flat(payload: bytes, name: str) -> tuple[bytes, bool]:
    """The archive unzipped, member by member, as far as it goes, and whether that is all of it."""
    if not payload.startswith(_GZIP):
        return payload, True
    out, at, view = bytearray(), 0, memoryview(payload)
    while payload.startswith(_GZIP, at):
        member = zlib.decompressobj(wbits=31)
        while not member.eof and at < len(payload):
            piece = view[at : at + _STEP]
            out += member.decompress(member.unconsumed_tail + piece, _STEP * 64)
            while member.unconsumed_tail and not member.eof and len(out) <= 2 * _ALL:
                out += member.decompress(member.unconsumed_tail, _STEP * 64)
            if len(out) > 2 * _ALL:
                raise _large(name)
            at += len(piece) - len(member.unused_data)
    return bytes(out), member.eof and at == len(payload)


def _page(record: Any) -> Record | None:  # noqa: ANN401 - warcio has no types
    """The page of a record, if it is one: answered with 200, of a type that may hold text."""
    fields, http = record.rec_headers, record.http_headers
    if http is not None and http.get_statuscode() != "200":
        return None
    media = ((http.get_header("Content-Type") if http is not None else record.content_type) or "").strip()
    address = (fields.get_header("WARC-Target-URI") or "").strip("<>")
    bare = address.partition("?")[0].partition("#")[0].lower()
    if media.partition(";")[0].strip().lower() not in _TYPES or bare.endswith(_PASSED_OVER):
        return None
    payload = record.content_stream().read(_PAGE + 1)
    if not payload or len(payload) > _PAGE:
        return None
    return Record(address, (fields.get_header("WARC-Date") or "")[:10], media, payload)
