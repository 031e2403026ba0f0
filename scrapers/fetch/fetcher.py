"""A plain, honest fetch: one request at a time, under caps and a deadline. A redirect is an answer, not followed here."""

import datetime as dt
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.client import HTTPException
from http.cookiejar import DefaultCookiePolicy

import requests
from urllib3.exceptions import HTTPError, LocationValueError, ReadTimeoutError

from articles.errors import FetchError, Timeout, Unreachable, UnsafeAddress
from scrapers.fetch.addresses import NOBODY, Allowed, check_address
from scrapers.fetch.body import ACCEPTED, read_body
from scrapers.fetch.connections import Dialler, SafeAdapter
from scrapers.fetch.proxies import check_behind, check_proxy
from scrapers.fetch.redirects import Moved, moved
from scrapers.fetch.statuses import refusal
from scrapers.fetch.watch import Watch
from storage import Response

_OK, _NOT_MODIFIED = 200, 304
_NOT_ASKED = (requests.exceptions.InvalidURL, requests.exceptions.InvalidSchema, requests.exceptions.MissingSchema, LocationValueError)


@dataclass(frozen=True, slots=True)
class Caps:
    """Bounds of one fetch: decoded bytes of the body, seconds to connect, between two bytes and in all."""

    body: int = 5 * 1024 * 1024
    connect: float = 10.0
    read: float = 20.0
    deadline: float = 60.0


class _Session(requests.Session):
    """A session that leaves redirects alone: requests would read the whole body of one, whatever its size, even when told not to follow."""

    def get_redirect_target(self, resp: requests.Response) -> str | None:
        """None (the name is requests')."""
        del resp
        return None


def _utc_now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


@dataclass
class Fetcher:
    """Fetches addresses for one lane, one at a time, keeping its connections; `close` it (or use it as a context) when the lane ends.

    `allowed` are machines that are not public and may be asked all the same; `connect` sends a host to another "ip:port" while the
    address and the Host header stay; `now` gives instants; `authorities` is a file of certificates to trust instead of the usual;
    `proxy` (`http://user:password@host:port`) is asked to connect for us, but for the hosts of `connect`.
    """

    user_agent: str
    allowed: Allowed = NOBODY
    connect: Mapping[str, str] = field(default_factory=dict)
    caps: Caps = field(default_factory=Caps)
    now: Callable[[], dt.datetime] = _utc_now
    authorities: str | None = None
    proxy: str | None = None

    def __post_init__(self) -> None:
        self._proxy_host = check_proxy(self.proxy) if self.proxy else None
        self._dialler = Dialler(self.allowed, self.connect, self._proxy_host, self.now)
        self._lock = threading.Lock()
        self._session = _Session()
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

    @property
    def sent(self) -> dt.datetime | None:
        """When the last request was put on the wire; None where nothing was."""
        return self._dialler.sent

    def fetch(
        self,
        address: str,
        *,
        etag: str | None = None,
        last_modified: str | None = None,
        deadline: float | None = None,
        most: int | None = None,
    ) -> Response | Moved:
        """The answer of an address: status 200, or 304 with an empty payload where the validators given still hold; or a redirect.

        `deadline` is in seconds, for everything together; with `most` the body is cut off behind so many bytes. Raises Timeout,
        Unreachable (with the fact `retry_after`, in seconds, where the host names a time), Blocked, Gone, TooLarge, UnsafeAddress, or
        FetchError itself for a status that means nothing here.
        """
        conditions = {"If-None-Match": etag, "If-Modified-Since": last_modified}
        with self._lock, Watch(deadline or self.caps.deadline) as watch:
            self._dialler.watch, self._dialler.sent = watch, None
            try:
                return self._ask(address, {name: value for name, value in conditions.items() if value}, most, watch)
            except (requests.RequestException, HTTPError, HTTPException, OSError) as error:
                raise _named(error, address, watch) from error
            finally:
                self._dialler.watch = None

    def _ask(self, address: str, conditions: dict[str, str], most: int | None, watch: Watch) -> Response | Moved:
        parts = check_address(address, self.allowed)
        proxies = {}
        if self._proxy_host and parts.hostname not in self.connect:
            check_behind(parts, self._proxy_host, self.allowed)
            proxies = {parts.scheme: self.proxy or ""}
        timeout = (watch.left(self.caps.connect), watch.left(self.caps.read))
        answer = self._session.get(
            address,
            headers=conditions,
            stream=True,
            timeout=timeout,
            allow_redirects=False,
            verify=self.authorities or True,
            proxies=proxies,
        )
        with answer:
            leads = moved(address, answer.status_code, answer.headers.get("Location"))
            return leads or self._response(address, answer, bool(conditions), most, watch)

    def _response(self, address: str, answer: requests.Response, conditional: bool, most: int | None, watch: Watch) -> Response:
        status = answer.status_code
        if status == _OK:
            cap = most or self.caps.body
            payload = read_body(answer.raw, answer.headers.get("Content-Encoding"), address, cap, watch, cut=most is not None)
        elif status == _NOT_MODIFIED and conditional:
            payload = b""
        else:
            raise refusal(status, address, answer.headers.get("Retry-After"), self.now())
        return Response.received(address, status, answer.raw.headers.items(), payload, self.now())


def _named(error: Exception, address: str, watch: Watch) -> FetchError:
    """A fault of the libraries below as one of ours."""
    if isinstance(error, _NOT_ASKED):
        return UnsafeAddress("fetch_address", address=address)
    if watch.expired or isinstance(error, requests.Timeout | ReadTimeoutError | TimeoutError):
        return Timeout("fetch_timeout", address=address, seconds=watch.seconds)
    if isinstance(error, requests.exceptions.ProxyError):
        return Unreachable("fetch_proxy", address=address, why=str(error))
    if isinstance(error, requests.exceptions.SSLError):
        return Unreachable("fetch_tls", address=address, why=str(error))
    return Unreachable("fetch_broken", address=address, why=str(error))
