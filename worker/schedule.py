"""What is due by the calendars of the papers followed: today's issue once its hour has come, and the days before that nobody asked for."""

import datetime as dt
import time
from collections.abc import Callable, Collection, Sequence

from scrapers import Paper
from storage.ledger import SHANGHAI, Range
from worker.again import LONGEST, again
from worker.settings import Settings
from worker.steps import Kit, backfill, plan, today

#: Seconds between two looks at the calendars.
APART = 60.0


def due_days(paper: Paper, known: Collection[dt.date], now: dt.datetime, catch_up: int) -> list[dt.date]:
    """The days up to now whose issue the calendar promises and the ledger does not know, at most `catch_up` days back; oldest first."""
    here = now.astimezone(SHANGHAI)
    last = here.date() if here.time() >= paper.time_of_day else here.date() - dt.timedelta(1)
    days = (last - dt.timedelta(back) for back in range(catch_up, -1, -1))
    return [day for day in days if paper.appears(day) and day not in known]


class Schedule:
    """Plans what is due now and then. UnknownPaper where a paper to be followed is not known.

    Where the ledger knows no issue of the last `catch_up` days and more, the days since the newest it knows are brought in as a back-fill
    (`season`: its days first), `gap` days at the most.
    """

    def __init__(
        self,
        kit: Kit,
        codes: Sequence[str],
        catch_up: int,
        gap: int = 0,
        *,
        season: bool = False,
        ticks: Callable[[], float] = time.monotonic,
    ) -> None:
        self._kit, self._catch_up, self._gap, self._season, self._ticks = kit, catch_up, gap, season, ticks
        self._papers = [kit.paper(code) for code in codes]
        self._next = ticks()

    def look(self) -> list[str]:
        """Plan, unless it was done a moment ago; the keys that became due. What could not be had is asked for again (`worker.again`).

        A paper at rest is passed over: the days meanwhile are caught up with when it goes on.
        """
        if self._ticks() < self._next:
            return []
        self._next = self._ticks() + APART
        resting = self._kit.ledger.pauses.all()
        return [key for paper in self._papers if paper.code not in resting for key in self._planned(paper)]

    def _planned(self, paper: Paper) -> list[str]:
        now = self._kit.clock()
        day = today(now)
        self._bring_in(paper, day - dt.timedelta(self._catch_up))
        issues = [issue for issue in self._kit.ledger.reports.coverage(paper.code, day - dt.timedelta(LONGEST)) if issue.date]
        newest = max((issue.date for issue in issues if issue.date and issue.outcome == "indexed"), default=None)
        waiting = {issue.date for issue in issues if issue.date and again(issue, newest, now)}
        known = {issue.date for issue in issues if issue.date}
        return plan(self._kit, paper.code, {*due_days(paper, known, now, self._catch_up), *waiting})

    def _bring_in(self, paper: Paper, since: dt.date) -> None:
        """Ask for the days between the newest issue known and `since`, unless they are being brought in already."""
        backfills = self._kit.ledger.backfills
        newest = backfills.newest(paper.code)
        if newest is None or any(row.range.by_calendar for row in backfills.open(paper.code)):
            return
        first = max(newest + dt.timedelta(1), since - dt.timedelta(self._gap), paper.first_issue)
        if first < since:
            backfill(self._kit, Range(paper.code, first, since - dt.timedelta(1), season=self._season, by_calendar=True))


def schedule(kit: Kit, settings: Settings) -> Schedule:
    """The schedule of the papers that the settings follow. UnknownPaper."""
    follow = settings.follow
    return Schedule(kit, follow.papers, follow.catch_up, follow.gap, season=settings.backfill.season)
