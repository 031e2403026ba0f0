"""Connections that go only where they may: every candidate is checked before connecting, and the peer again before anything is sent.

The name is resolved once and the address found is the one connected to, so that a name that changes its mind (DNS rebinding) gains nothing.
"""

import datetime as dt
import socket
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

from articles.errors import Timeout, Unreachable, UnsafeAddress
from scrapers.fetch.addresses import Allowed
from scrapers.fetch.watch import Watch


class Dialler:
    """Opens sockets for one fetcher. `connect` sends a host to another "ip:port"; a `proxy` may be any machine.

    `sent` is the instant the last request was put on the wire: connecting does not count.
    """

    def __init__(self, allowed: Allowed, connect: Mapping[str, str], proxy: str | None, now: Callable[[], dt.datetime]) -> None:
        self._allowed = allowed
        self._connect = connect
        self._proxy = proxy
        self._now = now
        self.watch: Watch | None = None
        self.sent: dt.datetime | None = None

    def dial(self, host: str, port: int, timeout: float) -> socket.socket:
        """A connected socket. UnsafeAddress, Unreachable or Timeout; what is tried in turn shares the fetch's deadline."""
        target, _, target_port = self._connect.get(host, "").rpartition(":")
        failure: OSError | None = None
        for family, kind, protocol, _, address in self._candidates(host, target or host, int(target_port or port)):
            sock = socket.socket(family, kind, protocol)
            try:
                self._open(sock, address, timeout)
                self._check(host, sock.getpeername()[0])
            except OSError as error:
                failure = error
                sock.close()
            except UnsafeAddress:
                sock.close()
                raise
            else:
                return sock
        if isinstance(failure, TimeoutError) or (self.watch and self.watch.expired):
            raise Timeout("fetch_connect_timeout", host=host)
        raise Unreachable("fetch_connect", host=host, why=str(failure))

    def stamp(self) -> None:
        """A request goes out now."""
        self.sent = self._now()

    def watch_over(self, handle: int) -> None:
        """Put a socket under the deadline of the fetch that goes on."""
        if self.watch:
            self.watch.add(handle)

    def _candidates(self, host: str, target: str, port: int) -> list[tuple[Any, ...]]:
        try:
            found = socket.getaddrinfo(target, port, type=socket.SOCK_STREAM)
        except UnicodeError:
            raise UnsafeAddress("fetch_address", address=host) from None
        except OSError as error:
            raise Unreachable("fetch_name", host=host, why=str(error)) from error
        safe = [entry for entry in found if self._may(host, str(entry[4][0]))]
        if not safe:
            raise UnsafeAddress("fetch_peer", host=host, peer=str(found[0][4][0]))
        return list(safe)

    def _open(self, sock: socket.socket, address: Any, timeout: float) -> None:  # noqa: ANN401  a tuple that depends on the family
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.watch_over(sock.fileno())
        sock.settimeout(self.watch.left(timeout) if self.watch else timeout)
        sock.connect(address)

    def _check(self, host: str, peer: str) -> None:
        if not self._may(host, peer):
            raise UnsafeAddress("fetch_peer", host=host, peer=peer)

    def _may(self, host: str, peer: str) -> bool:
        return host == self._proxy or self._allowed.may(host, peer)


class _Plain(HTTPConnection):
    """An HTTP connection whose sockets come from a dialler."""

    def __init__(self, *arguments: Any, dialler: Dialler, **options: Any) -> None:  # noqa: ANN401  urllib3's own
        super().__init__(*arguments, **options)
        self._dialler = dialler

    def _new_conn(self) -> socket.socket:
        sock = self._dialler.dial(self.host, self.port, float(self.timeout or 0) or 10.0)
        self._dialler.stamp()
        return sock

    def request(self, *arguments: Any, **options: Any) -> None:  # noqa: ANN401  urllib3's own
        """Send a request; a connection kept from an earlier fetch comes under this one's deadline."""
        self._dialler.stamp()
        if self.sock is not None:
            self._dialler.watch_over(self.sock.fileno())
        super().request(*arguments, **options)


class _Secure(_Plain, HTTPSConnection):
    """An HTTPS connection whose sockets come from a dialler."""


class SafeAdapter(HTTPAdapter):
    """Requests' adapter over the connections of a dialler."""

    def __init__(self, dialler: Dialler) -> None:
        self._dialler = dialler
        super().__init__(pool_connections=4, pool_maxsize=1)

    def init_poolmanager(self, *arguments: Any, **options: Any) -> None:  # noqa: ANN401  requests' own
        """Make the pools (the name is requests')."""
        super().init_poolmanager(*arguments, **options)
        self.poolmanager.pool_classes_by_scheme = self._pools()

    def proxy_manager_for(self, proxy: str, **options: Any) -> Any:  # noqa: ANN401  requests' own
        """The pools behind a proxy (the name is requests')."""
        made = super().proxy_manager_for(proxy, **options)
        made.pool_classes_by_scheme = self._pools()
        return made

    def _pools(self) -> dict[str, Any]:
        plain, secure = partial(_Plain, dialler=self._dialler), partial(_Secure, dialler=self._dialler)
        return {
            "http": type("SafePool", (HTTPConnectionPool,), {"ConnectionCls": plain}),
            "https": type("SafeSecurePool", (HTTPSConnectionPool,), {"ConnectionCls": secure}),
        }
