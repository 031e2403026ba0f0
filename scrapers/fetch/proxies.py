"""An HTTP proxy: it connects for us, so that what it must not be led to is refused by its form. Pure."""

from urllib.parse import SplitResult, urlsplit

from articles.errors import UnsafeAddress
from scrapers.fetch.addresses import Allowed, is_local


def check_proxy(url: str) -> str:
    """The host of a proxy's URL (`http://user:password@host:port`). ValueError where it is none; it says nothing of what was there."""
    try:
        parts = urlsplit(url)
        host = parts.hostname if parts.scheme in ("http", "https") and parts.port is not None else None
    except ValueError:
        host = None
    if not host:
        raise ValueError("http://user:password@host:port")
    return host


def check_behind(parts: SplitResult, proxy: str, allowed: Allowed) -> None:
    """UnsafeAddress where a name is one of a private network by its form, or the proxy's own: only the proxy knows where it leads."""
    host = parts.hostname or ""
    if host not in allowed.names and (host == proxy or (is_local(host) and ":" not in host)):
        raise UnsafeAddress("fetch_behind_proxy", host=host)
