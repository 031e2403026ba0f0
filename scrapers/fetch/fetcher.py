"""A plain, honest fetch: one request at a time, under caps and a deadline, following a few redirects under the same rules at each hop."""

import datetime as dt
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.client import HTTPException
from http.cookiejar import DefaultCookiePolicy
from urllib.parse import urldefrag, urljoin

import requests
from urllib3.exceptions import HTTPError, LocationValueError, ReadTimeoutError

from articles.errors import FetchError, Timeout, Unreachable, UnsafeAddress
from scrapers.fetch.addresses import check_address
from scrapers.fetch.body import ACCEPTED, read_body
from scrapers.fetch.connections import Dialler, SafeAdapter
from scrapers.fetch.statuses import refusal
from scrapers.fetch.watch import Watch
from storage import Response

_OK, _NOT_MODIFIED = 200, 304
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_NOT_ASKED = (requests.exceptions.InvalidURL, requests.exceptions.InvalidSchema, requests.exceptions.MissingSchema, LocationValueError)


@dataclass(frozen=True, slots=True)
class Caps:
    """Bounds of one fetch: decoded bytes of the body, seconds to connect, between two bytes and in all, redirects followed."""

    body: int = 5 * 1024 * 1024
    connect: float = 10.0
    read: float = 20.0
    deadline: float = 60.0
    redirects: int = 5


def _utc_now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


@dataclass
class Fetcher:
    """Fetches addresses for one lane, one at a time, keeping its connections; `close` it (or use it as a context) when the lane ends.

    `allow_loopback(host)` says whether a host may be this machine; `connect` sends a host to another "ip:port" while the address and the
    Host header stay; `now` gives the instant a response was whole; `authorities` is a file of certificates to trust instead of the usual.
    """

    user_agent: str
    allow_loopback: Callable[[str], bool] = lambda _: False
    connect: Mapping[str, str] = field(default_factory=dict)
    caps: Caps = field(default_factory=Caps)
    now: Callable[[], dt.datetime] = _utc_now
    authorities: str | None = None

    def __post_init__(self) -> None:
        self._dialler = Dialler(self.allow_loopback, self.connect)
        self._lock = threading.Lock()
        self._session = requests.Session()
        self._session.trust_env = False
        self._session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        self._session.headers.clear()
        self._session.headers.update({"User-Agent": self.user_agent, "Accept": "*/*", "Accept-Encoding": ACCEPTED})
        for scheme in ("http://", "https://"):
            self._session.mount(scheme, SafeAdapter(self._dialler))

    def __enter__(self) -> "Fetcher":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let the connections go."""
        self._session.close()

    def fetch(self, address: str, *, etag: str | None = None, last_modified: str | None = None, deadline: float | None = None) -> Response:
        """The answer of an address: status 200, or 304 with an empty payload where the validators given still hold.

        `deadline` is in seconds, for everything together. Raises Timeout, Unreachable (with the fact `retry_after`, in seconds, where
        the host names a time), Blocked, Gone, TooLarge, UnsafeAddress, or FetchError itself for a status that means nothing here.
        """
        conditions = {"If-None-Match": etag, "If-Modified-Since": last_modified}
        with self._lock, Watch(deadline or self.caps.deadline) as watch:
            self._dialler.watch = watch
            try:
                return self._follow(address, {name: value for name, value in conditions.items() if value}, watch)
            except (requests.RequestException, HTTPError, HTTPException, OSError) as error:
                raise _named(error, address, watch) from error
            finally:
                self._dialler.watch = None

    def _follow(self, address: str, conditions: dict[str, str], watch: Watch) -> Response:
        here = address
        for _ in range(self.caps.redirects + 1):
            check_address(here)
            timeout = (watch.left(self.caps.connect), watch.left(self.caps.read))
            answer = self._session.get(
                here, headers=conditions, stream=True, timeout=timeout, allow_redirects=False, verify=self.authorities or True
            )
            with answer:
                target = _target(answer)
                if target is None:
                    return self._response(address, answer, bool(conditions), watch)
            here = urljoin(here, target)
        raise Unreachable("fetch_redirects", address=address, limit=self.caps.redirects)

    def _response(self, address: str, answer: requests.Response, conditional: bool, watch: Watch) -> Response:
        status = answer.status_code
        if status == _OK:
            payload = read_body(answer.raw, answer.headers.get("Content-Encoding"), address, self.caps.body, watch)
        elif status == _NOT_MODIFIED and conditional:
            payload = b""
        else:
            raise refusal(status, address, answer.headers.get("Retry-After"), self.now())
        final = urldefrag(answer.url).url if answer.url != address else ""
        return Response.received(address, status, answer.raw.headers.items(), payload, self.now(), final)


def _target(answer: requests.Response) -> str | None:
    """Where an answer redirects to, or None. Headers come as ISO 8859-1; an address in them may be UTF-8."""
    location = answer.headers.get("Location")
    if answer.status_code not in _REDIRECTS or not location:
        return None
    try:
        return location.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return location


def _named(error: Exception, address: str, watch: Watch) -> FetchError:
    """A fault of the libraries below as one of ours."""
    if isinstance(error, _NOT_ASKED):
        return UnsafeAddress("fetch_address", address=address)
    if watch.expired or isinstance(error, requests.Timeout | ReadTimeoutError | TimeoutError):
        return Timeout("fetch_timeout", address=address, seconds=watch.seconds)
    if isinstance(error, requests.exceptions.SSLError):
        return Unreachable("fetch_tls", address=address, why=str(error))
    return Unreachable("fetch_broken", address=address, why=str(error))
