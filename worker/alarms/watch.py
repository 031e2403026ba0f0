"""The watch: looks now and then, takes down what is wrong and tells it; one process at a time, by a lease in the ledger."""

import datetime as dt
import logging
import threading
import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from articles.errors import Alarm, StorageError, ZongshuError
from scrapers.fetch import Allowed, Fetcher, Moved
from storage.ledger import Telling
from worker.alarms.looking import STEP, limits_of, state_of
from worker.alarms.notes import Note, note_of
from worker.alarms.problems import problems
from worker.alarms.ways import Way, ways
from worker.home import alive
from worker.release import VERSION
from worker.settings import Settings
from worker.steps import Kit

if TYPE_CHECKING:
    from worker.tasks import Broker

#: Seconds between two looks.
APART = 60.0
#: The lease holds so long: longer than all ways together may take.
_LEASE = dt.timedelta(minutes=10)
_NAME, _PINGED = "alarms", "heartbeat"
#: Seconds before a telling that failed is tried again, doubled each time up to six hours.
_AGAIN, _LONGEST = 60.0, 6 * 3600.0

log = logging.getLogger(__name__)


class Watch:
    """Looks at a home. `broker` is asked too where workers are woken by one."""

    def __init__(
        self,
        kit: Kit,
        settings: Settings,
        broker: "Broker | None" = None,
        *,
        told_by: Sequence[Way] | None = None,
        ticks: Callable[[], float] = time.monotonic,
    ) -> None:
        self._kit, self._settings, self._broker, self._ticks = kit, settings, broker, ticks
        self._ways = ways(settings) if told_by is None else told_by
        self._begun = kit.clock()
        self._next = ticks()
        self._thread: threading.Thread | None = None
        self._away = False

    def look(self) -> None:
        """Look in a thread of its own, unless that was done a moment ago or goes on: telling may take a while."""
        if self._ticks() < self._next or (self._thread and self._thread.is_alive()):
            return
        self._next = self._ticks() + APART
        self._thread = threading.Thread(target=self.once, name="watch", daemon=True)
        self._thread.start()

    def wait(self, seconds: float = 5.0) -> None:
        """Give a look under way a moment to end; what it did not tell is told by the next."""
        if self._thread:
            self._thread.join(seconds)

    def once(self) -> bool:
        """Look and tell; False where another process does. A ledger that does not answer is told at once, without being taken down."""
        try:
            now = self._kit.clock()
            if not self._kit.ledger.marks.take(_NAME, self._kit.owner, now, now + _LEASE, alive):
                return False
            try:
                self._observe()
                self._tell()
                self._ping()
            finally:
                self._kit.ledger.marks.give_back(_NAME, self._kit.owner)
            self._ledger(None)
        except StorageError as error:
            self._ledger(error)
        return True

    def _observe(self) -> None:
        """Take down what is wrong now."""
        state = state_of(self._kit, self._settings, self._broker, self._begun)
        blind = {"queue", "idle"} if state.broker else set()
        found = problems(state, limits_of(self._settings))
        seen = {key: reason for key, reason in found.items() if key.partition(":")[0] not in blind}
        calm = dt.timedelta(minutes=self._settings.alarms.calm_minutes)
        names = [way.name for way in self._ways]
        self._kit.ledger.alarms.observe(seen, state.now, ways=names, calm=calm, blind=blind)

    def _tell(self) -> None:
        """Tell what is to be told, each way for itself, in order; a way that fails is tried again later."""
        for way in self._ways:
            waiting = self._kit.ledger.alarms.due(way.name, self._kit.clock())
            for start in range(0, len(waiting), way.most):
                if not self._told(way, waiting[start : start + way.most]):
                    break

    def _told(self, way: Way, part: Sequence[Telling]) -> bool:
        alarms, ids = self._kit.ledger.alarms, [one.id for one in part]
        try:
            way.tell([note_of(one) for one in part])
        except ZongshuError as error:
            wait = min(_AGAIN * 2 ** min(part[0].tries, 20), _LONGEST)
            alarms.untold(ids, error.reason(), self._kit.clock() + dt.timedelta(seconds=wait))
            log.warning("%s: %s", way.name, error.message(self._settings.lang))
            return False
        alarms.told(ids, self._kit.clock())
        return True

    def _ping(self) -> None:
        """Tell the dead man's switch that work was done since it was told last."""
        url = self._settings.alarms.heartbeat_url
        if url is None:
            return
        done = [*self._kit.ledger.marks.latest(STEP).values(), *self._stamps()]
        last = self._kit.ledger.marks.latest(_PINGED).get("")
        if not done or (last is not None and max(done) <= last):
            return
        agent, allowed = self._settings.user_agent(VERSION), Allowed.of(self._settings.alarms.allow)
        try:
            with Fetcher(agent, allowed) as fetcher:
                answer = fetcher.fetch(url.get_secret_value(), deadline=15.0, most=1000)
            if not isinstance(answer, Moved):
                self._kit.ledger.marks.done(_PINGED, max(done))
        except StorageError:
            raise
        except ZongshuError as error:
            log.warning("heartbeat_url: %s", type(error).__name__)  # its message holds the address, which may be a secret

    def _stamps(self) -> list[dt.datetime]:
        if self._broker is None:
            return []
        try:
            return [queue.ran for name, queue in self._broker.stamps.queues().items() if queue.ran and name != "plan"]
        except ZongshuError:
            return []

    def _ledger(self, error: StorageError | None) -> None:
        """The ledger's own trouble cannot be kept in it: it is told once by every way that works, and that it is over."""
        if self._away == (error is not None):
            return
        self._away = error is not None
        now = self._kit.clock()
        reason = Alarm("alarm_ledger", cause=error.key if error else "").reason()
        note = Note(f"{now:%Y%m%d%H%M%S}-ledger", "raised" if error else "recovered", "ledger:home", now, now, reason)
        for way in self._ways:
            try:
                way.tell([note])
            except ZongshuError as failed:
                log.warning("%s: %s", way.name, failed.message(self._settings.lang))
