"""Asking for an address by hand, as politely as a lane does: robots.txt, the host's slot in the ledger, the same fetcher."""

import datetime as dt
from collections.abc import Callable

from articles.errors import FetchError, RobotsDenied, Unreachable, UnsafeAddress
from scrapers.fetch import Moved, Rules, check_address, origin_of
from storage import Response
from storage.ledger import Robots, host_of
from worker.steps import Kit
from worker.steps.asking import learnt, rules_of

#: A host that is busy, or is to be left alone, is waited for no longer.
PATIENCE = dt.timedelta(minutes=3)


class Visits:
    """Asks with a kit; `wait` lets so many seconds pass."""

    def __init__(self, kit: Kit, wait: Callable[[float], None]) -> None:
        self._kit = kit
        self._wait = wait

    def ask(self, address: str) -> Response:
        """The final answer of an address, redirects followed. FetchError (RobotsDenied, UnsafeAddress …)."""
        target = address
        for _ in range(self._kit.policy.redirects + 1):
            check_address(target, self._kit.allowed)
            if not self._rules(target).allow(target):
                raise RobotsDenied("robots_denied", address=target, origin=origin_of(target))
            answer = self._turn(target)
            if isinstance(answer, Response):
                return answer
            if target.startswith("https://") and answer.target.startswith("http://"):
                raise UnsafeAddress("fetch_downgrade", address=target, target=answer.target)
            target = answer.target
        raise FetchError("fetch_redirects", address=address, limit=self._kit.policy.redirects)

    def _turn(self, target: str) -> Response | Moved:
        """One request, in the host's slot."""
        host = host_of(target)
        self._slot(host)
        return self._kit.fetcher(host).fetch(target)

    def _slot(self, host: str) -> None:
        """Take the host's slot; Unreachable where it is to be left alone for long."""
        last = self._kit.clock() + PATIENCE
        while (free_at := self._kit.ledger.robots.borrow(host, self._kit.pace(host).wait, self._kit.clock())) is not None:
            if free_at > last:
                raise Unreachable("probe_busy", host=host, until=free_at.isoformat(timespec="seconds"))
            self._wait(max(0.05, (free_at - self._kit.clock()).total_seconds()))

    def _rules(self, target: str) -> Rules:
        """The rules of an address's origin, learnt now where they are not known. RobotsUnknown."""
        origin = origin_of(target)
        for _ in range(self._kit.policy.redirects + 2):
            if held := rules_of(self._kit, origin):
                return held
            known = self._kit.ledger.robots.get(origin) or Robots(origin)
            where = known.at or f"{origin}/robots.txt"
            self._slot(host_of(where))
            found, delay = learnt(self._kit, known, where, self._kit.fetcher(host_of(where)))
            self._kit.ledger.robots.keep(found, host_of(target), delay)
        raise FetchError("fetch_redirects", address=f"{origin}/robots.txt", limit=self._kit.policy.redirects)
