"""Who may do what: tokens in the header of a request, and for reading in a browser a cookie made from one."""

import base64
import hashlib
import hmac
from collections.abc import Callable
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie
from ipaddress import ip_address

from starlette.datastructures import Headers

COOKIE = "zongshu_session"
#: Seconds a cookie is good for.
SESSION = 30 * 24 * 3600
#: Longest token looked at; ours have 51 characters.
LONGEST_TOKEN = 200


@dataclass(frozen=True, slots=True)
class Grant:
    """What a token allows its holder: reading, and writing where `write`; `mark` changes with the token of that name."""

    name: str
    write: bool
    mark: str


@dataclass(frozen=True, slots=True)
class Access:
    """What needs a token, and how one is known: `granted` by the token itself, `named` by the name it was given under.

    `local`: nobody but this machine is served, so that writing is open; a page of another site must not get at it under a name of its
    own that leads here.
    """

    reading: bool = False
    writing: bool = False
    local: bool = False
    granted: Callable[[str], Grant | None] = lambda _: None
    named: Callable[[str], Grant | None] = lambda _: None


def bearer(headers: Headers) -> str | None:
    """The token of `Authorization: Bearer …`, None without one, empty where it is none."""
    value = headers.get("authorization")
    if value is None:
        return None
    scheme, _, token = value.partition(" ")
    token = token.strip()
    return token if scheme.lower() == "bearer" and len(token) <= LONGEST_TOKEN else ""


def basic(headers: Headers) -> str | None:
    """The password of `Authorization: Basic …`; None where there is none."""
    scheme, _, value = headers.get("authorization", "").partition(" ")
    try:
        password = base64.b64decode(value.strip(), validate=True).decode().partition(":")[2] if scheme.lower() == "basic" else ""
    except ValueError:
        return None
    return password if 0 < len(password) <= LONGEST_TOKEN else None


def session(grant: Grant, secret: bytes, now: float) -> str:
    """The value of a cookie that lets its holder read as the token does, until it ends or the token is revoked."""
    until = int(now) + SESSION
    name = base64.urlsafe_b64encode(grant.name.encode()).decode().rstrip("=")
    return f"{name}.{until}.{_mac(grant, until, secret)}"


def reader(headers: Headers, access: Access, secret: bytes, now: float) -> Grant | None:
    """Whom a cookie of ours belongs to, for reading only: what a browser sends by itself must not be able to write."""
    try:
        morsel = SimpleCookie(headers.get("cookie", "")).get(COOKIE)
        name, until, mac = morsel.value.split(".") if morsel else ("", "", "")
        grant = access.named(base64.urlsafe_b64decode(name + "=" * (-len(name) % 4)).decode()) if name else None
        good = grant and int(until) > now and hmac.compare_digest(mac.encode(), _mac(grant, int(until), secret).encode())
    except (CookieError, ValueError):
        return None
    return Grant(grant.name, write=False, mark=grant.mark) if grant and good else None


def own_name(host: str) -> bool:
    """Whether a Host header names this machine itself."""
    name = host.rsplit(":", 1)[0] if not host.endswith("]") else host
    try:
        return name == "localhost" or ip_address(name.strip("[]")).is_loopback
    except ValueError:
        return False


def _mac(grant: Grant, until: int, secret: bytes) -> str:
    return hmac.new(secret, f"session\0{grant.name}\0{grant.mark}\0{until}".encode(), hashlib.sha256).hexdigest()
