"""What the archive keeps: a response, and the position of its record."""

import datetime as dt
import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Self
from urllib.parse import quote

Headers = tuple[tuple[str, str], ...]

#: Headers that could let somebody act in another's name: never kept.
SECRET = frozenset(
    {"set-cookie", "set-cookie2", "cookie", "authorization", "proxy-authorization", "authentication-info", "x-csrf-token", "x-xsrf-token"}
)
#: Headers that speak of the bytes on the wire, not of the decoded payload; kept under `X-Crawler-`, as Common Crawl does.
_OF_THE_WIRE = frozenset({"content-encoding", "transfer-encoding"})
#: The header (and field of a record) that says what is known of a dropped file beside its bytes.
BESIDE = "Zongshu-Beside"
_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")  # RFC 9110, 5.6.2
_BREAKS = re.compile(r"[\r\n\0]+[ \t]*")
NOT_MODIFIED = 304
#: What may stand in an address beside letters, digits, `-._` and percent-encoded bytes (RFC 3986).
ADDRESS_CHARACTERS = "!#$&'()*+,/:;=?@[]~"


@dataclass(frozen=True, slots=True)
class Position:
    """Where a record lies: the file's final name (relative to the archive), the byte its gzip member starts at, the member's length."""

    file: str
    offset: int
    length: int

    @property
    def end(self) -> int:
        """The offset just after the record."""
        return self.offset + self.length


@dataclass(frozen=True)
class Response:
    """What a server sent for `address`: the payload with its content encoding undone, headers as received (see `received`).

    `final` is the address that answered after redirects; `fetched_at` an instant with a zone. A file that was dropped in has its name
    as address.
    """

    address: str
    status: int
    headers: Headers
    payload: bytes = field(repr=False)
    fetched_at: dt.datetime
    final: str = ""

    def __post_init__(self) -> None:
        if self.fetched_at.tzinfo is None:
            raise ValueError("fetched_at needs a zone")
        object.__setattr__(self, "final", as_uri(self.final or self.address))

    @classmethod
    def received(
        cls, address: str, status: int, headers: Iterable[tuple[str, str]], payload: bytes, fetched_at: dt.datetime, final: str = ""
    ) -> Self:
        """A response with the headers the archive keeps (see `kept_headers`): reading it back gives an equal one."""
        return cls(address, status, kept_headers(headers, len(payload), status), payload, fetched_at, final)

    @classmethod
    def dropped(cls, name: str, payload: bytes, at: dt.datetime, media: str | None = None, beside: str = "") -> Self:
        """A file dropped in at an instant, as a response: its name is the address, its media type and what is known beside it the headers.

        `beside` is one line of ASCII.
        """
        headers = (("Content-Type", media), (BESIDE, beside))
        return cls(name, 200, tuple((header, value) for header, value in headers if value), payload, at)

    @cached_property
    def digest(self) -> str:
        """The SHA-256 of the payload, in hex."""
        return hashlib.sha256(self.payload).hexdigest()

    def header(self, name: str) -> str | None:
        """The first value of a header, whatever the case of its name."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), None)


def over_http(address: str) -> bool:
    """Whether an address is one of HTTP, and not the name of a file."""
    return address.startswith(("http://", "https://"))


def as_uri(address: str) -> str:
    """An address over HTTP with everything that may not stand in a URI percent-encoded; the name of a file as it is."""
    return quote(address, safe=ADDRESS_CHARACTERS + "%") if over_http(address) else address


def kept_headers(headers: Iterable[tuple[str, str]], length: int, status: int = 200) -> Headers:
    """Headers as received, without secrets, and true for a decoded payload of `length` bytes; applied twice it changes nothing more."""
    kept: list[tuple[str, str]] = []
    named = False
    for name, raw in headers:
        value = _value(raw)
        lower = name.lower()
        if not _TOKEN.fullmatch(name) or lower in SECRET:
            continue
        if lower in _OF_THE_WIRE:
            name = f"X-Crawler-{name}"  # noqa: PLW2901
        elif lower == "content-length" and status != NOT_MODIFIED:
            if named:
                continue
            named = True
            if value != str(length):
                kept.append((f"X-Crawler-{name}", value))
            value = str(length)
        kept.append((name, value))
    if not named and status != NOT_MODIFIED:
        kept.append(("Content-Length", str(length)))
    return tuple(kept)


def _value(raw: str) -> str:
    """A value on one line; bytes that came in as ISO 8859-1 but are UTF-8 are read as UTF-8."""
    value = _BREAKS.sub(" ", raw).strip()
    try:
        return value.encode("latin-1").decode("utf-8").strip()
    except UnicodeError:
        return value
