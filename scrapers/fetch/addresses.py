"""Which addresses we may ask, and which machines we may connect to. Pure."""

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from urllib.parse import SplitResult, urlsplit

from articles.errors import UnsafeAddress

IP = IPv4Address | IPv6Address

#: Forms of IPv6 that carry an IPv4 address, and the bits below it: mapped and compatible (RFC 4291), NAT64 (RFC 6052), 6to4 (RFC 3056).
_CARRIERS = (
    (IPv6Network("::ffff:0:0/96"), 0),
    (IPv6Network("::/96"), 0),
    (IPv6Network("64:ff9b::/96"), 0),
    (IPv6Network("2002::/16"), 80),
)
#: Networks where nothing public is, whatever the `is_global` of this Python says: protocol assignments (RFC 6890, RFC 2928, with Teredo),
#: relays of 6to4 (RFC 7526), local NAT64 (RFC 8215), site-local (RFC 3879), documentation (RFC 9637), segment routing (RFC 9602).
_CLOSED: tuple[IPv4Network | IPv6Network, ...] = (
    *map(IPv4Network, ("192.0.0.0/24", "192.88.99.0/24")),
    *map(IPv6Network, ("2001::/23", "64:ff9b:1::/48", "fec0::/10", "3fff::/20", "5f00::/16")),
)
_ISATAP = 0x5EFE  # RFC 5214: interface identifiers ::[02]00:5efe:a.b.c.d


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


def _open(ip: IP) -> bool:
    closed = ip.is_multicast or ip.is_reserved or ip.is_unspecified or ip.is_link_local or not ip.is_global
    return not closed and not any(ip in network for network in _CLOSED if network.version == ip.version)


def _ip(text: str) -> IP:
    return ip_address(text.partition("%")[0])


def check_address(address: str) -> SplitResult:
    """The parts of an address we may ask. UnsafeAddress for another scheme, a user name in it, no host, or characters no address has."""
    try:
        parts = urlsplit(address)
        parts.port  # noqa: B018  raises where it is no number
    except ValueError:
        raise UnsafeAddress("fetch_address", address=address) from None
    if parts.scheme not in ("http", "https") or not parts.hostname or "@" in parts.netloc or "\\" in parts.netloc:
        raise UnsafeAddress("fetch_address", address=address)
    if any(character < " " or character == "\x7f" for character in address):
        raise UnsafeAddress("fetch_address", address=address)
    return parts
