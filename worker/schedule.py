"""What is due by the calendars of the papers followed: today's issue once its hour has come, and the days before that nobody asked for."""

import datetime as dt
import time
from collections.abc import Callable, Collection, Sequence

from scrapers import Paper
from storage.ledger import SHANGHAI
from worker.steps import Kit, plan

#: Seconds between two looks at the calendars.
APART = 60.0


def due_days(paper: Paper, known: Collection[dt.date], now: dt.datetime, catch_up: int) -> list[dt.date]:
    """The days up to now whose issue the calendar promises and the ledger does not know, at most `catch_up` days back; oldest first."""
    here = now.astimezone(SHANGHAI)
    last = here.date() if here.time() >= paper.time_of_day else here.date() - dt.timedelta(1)
    days = (last - dt.timedelta(back) for back in range(catch_up, -1, -1))
    return [day for day in days if paper.appears(day) and day not in known]


class Schedule:
    """Plans what is due now and then. UnknownPaper where a paper to be followed is not known."""

    def __init__(self, kit: Kit, codes: Sequence[str], catch_up: int, ticks: Callable[[], float] = time.monotonic) -> None:
        self._kit, self._catch_up, self._ticks = kit, catch_up, ticks
        self._papers = [kit.paper(code) for code in codes]
        self._next = ticks()

    def look(self) -> list[str]:
        """Plan, unless it was done a moment ago; the keys that became due. Issues not out yet are asked for again once they may be."""
        if self._ticks() < self._next:
            return []
        self._next = self._ticks() + APART
        return [key for paper in self._papers for key in self._planned(paper)]

    def _planned(self, paper: Paper) -> list[str]:
        now = self._kit.clock()
        since = now.astimezone(SHANGHAI).date() - dt.timedelta(self._catch_up)
        issues = self._kit.ledger.reports.coverage(paper.code, since)
        waiting = {issue.date for issue in issues if issue.date and issue.outcome == "not_yet" and (issue.not_before or now) <= now}
        known = {issue.date for issue in issues if issue.date} - waiting
        return plan(self._kit, paper.code, due_days(paper, known, now, self._catch_up))
