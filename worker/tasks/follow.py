"""Following work that workers do."""

import datetime as dt
import time
from collections.abc import Callable, Mapping
from contextlib import suppress

from articles.errors import BrokerUnavailable, Fact
from worker.steps import Kit
from worker.tasks.broker import Broker
from worker.tasks.options import SWEEP
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

    `silent` is called once where no task has run for a while, `trouble` once with each error that stops tasks meanwhile.
    BrokerUnavailable where Redis stays away: what is planned stays planned.
    """
    watch = _Watch(kit, broker, silent, trouble)
    while not until():
        watch.look()
        on_look()
        time.sleep(LOOK)


def ran_lately(kit: Kit, broker: Broker, seconds: float = SILENT) -> bool:
    """Whether any task ran in the last seconds: that a worker is there says little, that it works says all."""
    now = kit.clock()
    return any((now - at).total_seconds() < seconds for at in broker.ran().values())


class _Watch:
    """What is seen of the workers while they are followed."""

    def __init__(self, kit: Kit, broker: Broker, silent: Callable[[], None], trouble: Callable[[Mapping[str, Fact]], None]) -> None:
        self._kit, self._broker, self._silent, self._trouble = kit, broker, silent, trouble
        self._begun: dt.datetime = kit.clock()
        self._heard = self._answered = time.monotonic()
        self._next = self._answered
        self._known: list[Mapping[str, Fact]] = []

    def look(self) -> None:
        """Sweep and listen, now and then."""
        now = time.monotonic()
        if now < self._next:
            return
        self._next = now + SWEEP
        try:
            sweep(self._kit, self._broker)
            self._answered = now
        except BrokerUnavailable:
            if now - self._answered > AWAY:
                raise
        with suppress(BrokerUnavailable):
            self._listen(now)

    def _listen(self, now: float) -> None:
        for at, reason in self._broker.troubles().values():
            if at >= self._begun and reason not in self._known:
                self._known.append(reason)
                self._trouble(reason)
        if now - self._heard > SILENT and not ran_lately(self._kit, self._broker):
            self._heard = float("inf")
            self._silent()
