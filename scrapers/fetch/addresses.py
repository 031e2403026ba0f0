"""Which addresses we may ask, and which machines we may connect to. Pure."""

import re
import socket
from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Self
from urllib.parse import SplitResult, urlsplit

from articles.errors import UnsafeAddress

IP = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

#: Forms of IPv6 that carry an IPv4 address, and the bits below it: mapped and compatible (RFC 4291), NAT64 (RFC 6052), 6to4 (RFC 3056).
_CARRIERS = (
    (IPv6Network("::ffff:0:0/96"), 0),
    (IPv6Network("::/96"), 0),
    (IPv6Network("64:ff9b::/96"), 0),
    (IPv6Network("2002::/16"), 80),
)
#: Networks where nothing public is, whatever the `is_global` of this Python says: protocol assignments (RFC 6890, RFC 2928, with Teredo),
#: relays of 6to4 (RFC 7526), local NAT64 (RFC 8215), site-local (RFC 3879), documentation (RFC 9637), segment routing (RFC 9602).
_CLOSED: tuple[Network, ...] = (
    *map(IPv4Network, ("192.0.0.0/24", "192.88.99.0/24")),
    *map(IPv6Network, ("2001::/23", "64:ff9b:1::/48", "fec0::/10", "3fff::/20", "5f00::/16")),
)
_ISATAP = 0x5EFE  # RFC 5214: interface identifiers ::[02]00:5efe:a.b.c.d
_NAME = re.compile(r"(?=.{1,253}$)[a-z0-9_]([a-z0-9_-]{0,62})(\.[a-z0-9_]([a-z0-9_-]{0,62}))*", re.IGNORECASE)
#: IPv4 addresses as the C library reads them: one to four numbers, decimal, octal or hexadecimal.
_NUMBERS = re.compile(r"(0x[0-9a-f]*|[0-9]+)(\.(0x[0-9a-f]*|[0-9]+)){0,3}", re.IGNORECASE)
#: Names that lead nowhere on the public network (RFC 6761, 6762, 8375, and the one ICANN keeps for private use).
_LOCAL_NAMES = ("localhost", "local", "home.arpa", "internal", "lan", "invalid", "test", "onion")


def carried(ip: IP) -> IP:
    """The IPv4 address an IPv6 address stands for, or the address itself."""
    if isinstance(ip, IPv4Address) or ip == IPv6Address("::1"):
        return ip
    for network, below in _CARRIERS:
        if ip in network:
            return IPv4Address(int(ip) >> below & 0xFFFFFFFF)
    return ip


def is_loopback(text: str) -> bool:
    """Whether an IP address (a zone allowed) is this machine itself."""
    return carried(_ip(text)).is_loopback


def is_public(text: str) -> bool:
    """Whether an IP address belongs to a single machine on the public network, seen through every form that wraps another address."""
    ip = carried(_ip(text))
    if isinstance(ip, IPv6Address) and int(ip) >> 32 & 0xFDFFFFFF == _ISATAP and not _open(IPv4Address(int(ip) & 0xFFFFFFFF)):
        return False
    return _open(ip)


@dataclass(frozen=True, slots=True)
class Allowed:
    """Machines that may be connected to though they are not public: those of `networks`, and whatever the `names` lead to.

    The names of `loopback` may lead to this machine, and no further.
    """

    names: frozenset[str] = frozenset()
    networks: tuple[Network, ...] = ()
    loopback: frozenset[str] = frozenset()

    @classmethod
    def of(cls, entries: Iterable[str], loopback: Iterable[str] = ()) -> Self:
        """From names (`intranet.example`), addresses and networks (`10.1.0.0/16`). ValueError for what is neither."""
        names, networks = [], []
        for entry in entries:
            try:
                networks.append(ip_network(entry, strict=False))
            except ValueError:
                if not _NAME.fullmatch(entry) or _NUMBERS.fullmatch(entry) or "/" in entry:
                    raise
                names.append(entry.lower())
        return cls(frozenset(names), tuple(networks), frozenset(loopback))

    def may(self, host: str, peer: str) -> bool:
        """Whether a connection to `host` may go to the machine `peer` (an IP address, a zone allowed)."""
        if is_public(peer) or (host in self.loopback and is_loopback(peer)):
            return True
        ip = carried(_ip(peer))
        if ip.is_multicast or ip.is_unspecified:
            return False
        return host.lower() in self.names or any(ip in network for network in self.networks if network.version == ip.version)


#: Only public machines.
NOBODY = Allowed()


def literal(host: str) -> str | None:
    """The IP address a host in an address spells in any form the C library takes (`2130706433`, `0x7f.1`, `::1`); None for a name."""
    try:
        return str(_ip(host))
    except ValueError:
        pass
    if not _NUMBERS.fullmatch(host.rstrip(".")):
        return None
    try:
        return socket.inet_ntoa(socket.inet_aton(host.rstrip(".")))
    except OSError:
        return None


def is_local(host: str) -> bool:
    """Whether a name is one of a private network by its form alone: a single word, `localhost`, `….internal`."""
    name = host.lower().rstrip(".")
    return "." not in name or name.endswith(tuple(f".{suffix}" for suffix in _LOCAL_NAMES))


def _open(ip: IP) -> bool:
    closed = ip.is_multicast or ip.is_reserved or ip.is_unspecified or ip.is_link_local or not ip.is_global
    return not closed and not any(ip in network for network in _CLOSED if network.version == ip.version)


def _ip(text: str) -> IP:
    return ip_address(text.partition("%")[0])


def check_address(address: str, allowed: Allowed = NOBODY) -> SplitResult:
    """The parts of an address we may ask.

    UnsafeAddress for another scheme, a user name in it, no host, characters no address has, or a host that is the IP address of a
    machine we may not connect to, however it is spelt.
    """
    try:
        parts = urlsplit(address)
        parts.port  # noqa: B018  raises where it is no number
    except ValueError:
        raise UnsafeAddress("fetch_address", address=address) from None
    if parts.scheme not in ("http", "https") or not parts.hostname or "@" in parts.netloc or "\\" in parts.netloc:
        raise UnsafeAddress("fetch_address", address=address)
    if any(character < " " or character == "\x7f" for character in address):
        raise UnsafeAddress("fetch_address", address=address)
    spelt = literal(parts.hostname)
    if spelt and not allowed.may(parts.hostname, spelt):
        raise UnsafeAddress("fetch_peer", host=parts.hostname, peer=spelt)
    return parts
