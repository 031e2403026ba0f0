"""Posting to an address somebody set, under the same rules as fetching: safe machines only, one deadline, no redirect followed."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http.client import HTTPException

import requests
from urllib3.exceptions import HTTPError

from articles.errors import FetchError, Timeout, Unreachable, UnsafeAddress
from scrapers.fetch.addresses import NOBODY, Allowed, check_address
from scrapers.fetch.connections import Dialler, SafeAdapter
from scrapers.fetch.watch import Watch


def _utc_now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


@dataclass(frozen=True)
class Poster:
    """Posts once, on a connection of its own; `deadline` is in seconds, for everything together."""

    user_agent: str
    allowed: Allowed = NOBODY
    deadline: float = 15.0
    now: Callable[[], dt.datetime] = _utc_now

    def post(self, address: str, body: bytes, headers: Mapping[str, str], place: str) -> None:
        """Send a body; a status of 2xx acknowledges it. UnsafeAddress, Timeout, Unreachable (any other status too).

        `place` is what messages call the address: it may hold a secret.
        """
        try:
            check_address(address, self.allowed)
        except UnsafeAddress as error:
            raise UnsafeAddress("post_address", place=place) from error
        dialler = Dialler(self.allowed, {}, None, self.now)
        with requests.Session() as session, Watch(self.deadline) as watch:
            session.trust_env = False
            for scheme in ("http://", "https://"):
                session.mount(scheme, SafeAdapter(dialler))
            dialler.watch = watch
            sent = {"User-Agent": self.user_agent, **headers}
            timeout = (watch.left(10.0), watch.left(self.deadline))
            try:
                with session.post(address, data=body, headers=sent, stream=True, timeout=timeout, allow_redirects=False) as answer:
                    status = answer.status_code
            except (requests.RequestException, HTTPError, HTTPException, OSError) as error:
                raise self._named(error, place, watch) from None
        if not 200 <= status < 300:
            raise Unreachable("post_status", place=place, status=status)

    def _named(self, error: Exception, place: str, watch: Watch) -> FetchError:
        if watch.expired or isinstance(error, requests.Timeout):
            return Timeout("post_timeout", place=place, seconds=self.deadline)
        return Unreachable("post_broken", place=place, why=type(error).__name__)
