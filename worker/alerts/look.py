"""Looking for new hits of saved searches now and then, and telling them; one process at a time, by a lease in the ledger."""

import datetime as dt
import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from articles.errors import EngineError, QueryError, SettingsError, ZongshuError
from search import Search
from search.saved import new_hits
from storage.ledger import Ledger, SavedNote
from worker.alerts.digest import digest
from worker.alerts.telling import Tell, tellers
from worker.home import Owner, alive
from worker.settings import Settings

#: The lease holds so long: longer than looking and telling take.
_LEASE = dt.timedelta(minutes=30)
_NAME = "alerts"
#: Seconds before what could not be told is tried again, doubled each time up to six hours.
_AGAIN, _LONGEST = 60.0, 6 * 3600.0

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Done:
    """What a look did: searches looked through, new hits of them, notes told, and what failed."""

    searches: int
    hits: int
    told: int
    failed: int


class Alerts:
    """Looks through the saved searches of a home that are told to somebody."""

    def __init__(
        self,
        search: Search,
        ledger: Ledger,
        settings: Settings,
        clock: Callable[[], dt.datetime],
        ticks: Callable[[], float] = time.monotonic,
    ) -> None:
        self._search, self._ledger, self._settings, self._clock, self._ticks = search, ledger, settings, clock, ticks
        self._owner = str(Owner.me())
        self._next = ticks()
        self._thread: threading.Thread | None = None

    def look(self) -> None:
        """Look in a thread of its own, unless that was done `saved.minutes` ago or goes on."""
        if self._ticks() < self._next or (self._thread and self._thread.is_alive()):
            return
        self._next = self._ticks() + self._settings.saved.minutes * 60
        self._thread = threading.Thread(target=self._logged, name="alerts", daemon=True)
        self._thread.start()

    def wait(self, seconds: float = 5.0) -> None:
        """Give a look under way a moment to end; what it did not tell is told by the next."""
        if self._thread:
            self._thread.join(seconds)

    def once(self) -> Done | None:
        """Look and tell; None where another process does. StorageError."""
        now = self._clock()
        if not self._ledger.marks.take(_NAME, self._owner, now, now + _LEASE, alive):
            return None
        try:
            searches, hits, failed = self._found()
            told, untold = self._told()
        finally:
            self._ledger.marks.give_back(_NAME, self._owner)
        return Done(searches, hits, told, failed + untold)

    def _logged(self) -> None:
        try:
            self.once()
        except ZongshuError as error:
            log.warning("%s", error.message(self._settings.lang))

    def _found(self) -> tuple[int, int, int]:
        """Note what came in: searches looked through, new hits, searches that could not be."""
        searches = hits = failed = 0
        for row in self._ledger.saved.all():
            if row.alert == "none":
                continue
            now = self._clock()
            try:
                fresh = new_hits(self._search, self._ledger, row, self._settings.saved.most)
            except (EngineError, QueryError) as error:
                failed += 1
                log.warning("%s: %s", row.key, error.message(self._settings.lang))
                continue
            self._ledger.saved.note(row, fresh.ids, digest(row, len(fresh.ids), fresh.shown), now)
            searches, hits = searches + 1, hits + len(fresh.ids)
        return searches, hits, failed

    def _told(self) -> tuple[int, int]:
        """Tell what waits: how much was, and what could not be. A search's later notes wait for its first."""
        ways, told, stuck = tellers(self._settings), 0, set[str]()
        for note in self._ledger.saved.due(self._clock()):
            if note.search in stuck:
                continue
            if self._sent(ways.get(note.way), note):
                told += 1
            else:
                stuck.add(note.search)
        return told, len(stuck)

    def _sent(self, tell: Tell | None, note: SavedNote) -> bool:
        try:
            if tell is None:
                raise SettingsError("saved_way", way=note.way, expected=" ".join(tellers(self._settings)) or "none")
            tell(note)
        except ZongshuError as error:
            wait = min(_AGAIN * 2 ** min(note.tries, 20), _LONGEST)
            self._ledger.saved.untold(note.id, error.reason(), self._clock() + dt.timedelta(seconds=wait))
            log.warning("%s: %s", note.way, error.message(self._settings.lang))
            return False
        self._ledger.saved.told(note.id, self._clock())
        return True
