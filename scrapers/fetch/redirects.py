"""Redirects: an answer that leads elsewhere. Whoever asked decides whether to follow, under the same rules as for any address."""

import contextlib
from dataclasses import dataclass
from urllib.parse import urldefrag, urljoin

from articles.errors import UnsafeAddress

_REDIRECTS = frozenset({301, 302, 303, 307, 308})


@dataclass(frozen=True, slots=True)
class Moved:
    """The answer of `address` leads to `target` (absolute, without fragment)."""

    address: str
    target: str
    status: int


def moved(address: str, status: int, location: str | None) -> Moved | None:
    """What a redirect leads to; None for an answer that is none. Headers come as ISO 8859-1; an address in them may be UTF-8.

    UnsafeAddress where the target is no address.
    """
    if status not in _REDIRECTS or not location:
        return None
    with contextlib.suppress(UnicodeError):
        location = location.encode("latin-1").decode("utf-8")
    try:
        return Moved(address, urldefrag(urljoin(address, location.strip())).url, status)
    except ValueError:
        raise UnsafeAddress("fetch_address", address=location[:200]) from None
