"""Ranges of days that `crawl` brings in: a back-fill in the ledger, followed to its end, or as far as its host allows now."""

import datetime as dt

from storage.ledger import SHANGHAI, Backfill, Range
from worker.cli.progress import Progress
from worker.cli.work import Working
from worker.runner import at_rest, brought_in
from worker.steps import backfill


def through_range(work: Working, wanted: Range) -> None:
    """Keep a range and follow it, with a run in the ledger; detached, only hand it over."""
    ledger, clock = work.kit.ledger, work.kit.clock
    row = backfill(work.kit, wanted)
    about = {"paper": wanted.paper, "from": wanted.first.isoformat(), "to": wanted.last.isoformat(), "again": wanted.again}
    run = ledger.runs.start("crawl", about, clock())
    if work.detach:
        work.hand_over()
    else:
        with Progress(work.face, "crawl") as progress:
            work.until(brought_in(work.kit, row.id), _Shown(work, progress, row), run)
        _tell_rest(work, ledger.backfills.get(row.id))
    standing = ledger.backfills.standing(ledger.backfills.get(row.id))
    ledger.runs.end(run, {"issues": standing.planned, **standing.outcomes}, clock())


#: Between two looks for the progress bar; the runner looks far more often.
_APART = dt.timedelta(seconds=0.5)
_HOUR, _MINUTE = dt.timedelta(hours=1), dt.timedelta(minutes=1)


class _Shown:
    """What a runner calls at every look, to move the bar now and then."""

    def __init__(self, work: Working, progress: Progress, row: Backfill) -> None:
        self._work, self._progress, self._id = work, progress, row.id
        self._next = self._begun = work.kit.clock()
        self._already = work.kit.ledger.backfills.standing(row).done

    def __call__(self) -> None:
        now = self._work.kit.clock()
        if now < self._next:
            return
        self._next = now + _APART
        backfills = self._work.kit.ledger.backfills
        standing = backfills.standing(backfills.get(self._id))
        left = standing.left(now - self._begun, self._already)
        told = f"{left // _HOUR}:{left % _HOUR // _MINUTE:02}" if left is not None else "–"
        note = self._work.face.say("progress.planned", planned=standing.planned, open=standing.open, articles=standing.articles, left=told)
        self._progress.to(standing.done, standing.total, note)


def _tell_rest(work: Working, row: Backfill) -> None:
    """Say why the rest waits, if it does."""
    pause = work.kit.ledger.pauses.of(row.range.paper)
    if pause:
        work.face.tell("told.paused_meanwhile", paper=work.kit.paper(row.range.paper).name, code=row.range.paper)
    elif rest := at_rest(work.kit, row):
        work.face.tell("told.resting", host=rest[0], until=f"{rest[1].astimezone(SHANGHAI):%Y-%m-%d %H:%M}")
