"""Following work that workers do."""

import datetime as dt
import time
from collections.abc import Callable, Mapping
from contextlib import suppress

from articles.errors import BrokerUnavailable, Fact, remade
from worker.steps import Kit
from worker.tasks.broker import Broker
from worker.tasks.waking import sweep

#: Seconds between two looks at the ledger, and after which silent workers are told of.
LOOK, SILENT = 0.5, 30.0
#: Seconds Redis may be away: it is started again meanwhile, or stays away.
AWAY = 60.0


def follow(
    kit: Kit,
    broker: Broker,
    until: Callable[[], bool],
    on_look: Callable[[], None] = lambda: None,
    silent: Callable[[], None] = lambda: None,
    trouble: Callable[[Mapping[str, Fact]], None] = lambda reason: None,
) -> None:
    """Return when `until` holds for the ledger. What is due is woken at once and now and then, so that no lost message holds it up.

    `silent` is called once where no task has run for a while, `trouble` once with each error that stops tasks meanwhile. Raised is an
    error that comes again and that time does not heal, and BrokerUnavailable where Redis stays away: what is planned stays planned.
    """
    with suppress(BrokerUnavailable):
        broker.stamps.rouse()
    watch = _Watch(kit, broker, silent, trouble)
    while not until():
        watch.look()
        on_look()
        time.sleep(LOOK)


class _Watch:
    """What is seen of the workers while they are followed."""

    def __init__(self, kit: Kit, broker: Broker, silent: Callable[[], None], trouble: Callable[[Mapping[str, Fact]], None]) -> None:
        self._kit, self._broker, self._silent, self._trouble = kit, broker, silent, trouble
        self._begun: dt.datetime = kit.clock()
        self._heard = self._answered = time.monotonic()
        self._next = self._answered
        self._known: list[tuple[dt.datetime, Mapping[str, Fact]]] = []

    def look(self) -> None:
        """Sweep and listen, now and then."""
        now = time.monotonic()
        if now < self._next:
            return
        self._next = now + self._broker.sweep
        try:
            sweep(self._kit, self._broker)
            self._answered = now
        except BrokerUnavailable:
            if now - self._answered > AWAY:
                raise
        with suppress(BrokerUnavailable):
            queues = self._broker.stamps.queues().values()
            for queue in queues:
                if queue.trouble and queue.troubled and queue.troubled >= self._begun:
                    self._hear(queue.troubled, queue.trouble)
            ran = max((queue.ran for queue in queues if queue.ran), default=None)
            self._listen(now, ran)

    def _hear(self, at: dt.datetime, reason: Mapping[str, Fact]) -> None:
        """A trouble is told once; the same once more, later, ends the waiting where only somebody can help."""
        first = next((known for known, told in self._known if told == reason), None)
        if first is None:
            self._known.append((at, reason))
            self._trouble(reason)
        elif at > first and not (error := remade(reason)).retried:
            raise error

    def _listen(self, now: float, ran: dt.datetime | None) -> None:
        """Workers that have done nothing for a while are told of, once."""
        idle = ran is None or (self._kit.clock() - ran).total_seconds() >= SILENT
        if now - self._heard > SILENT and idle:
            self._heard = float("inf")
            self._silent()
