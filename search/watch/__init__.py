"""What an operator watches: which days are held, how each paper stands, what went wrong and why. From the ledger; nothing is changed."""

from search.watch.causes import Cause, Failure, causes, failures
from search.watch.days import CLASSES, NOT_ASKED, NOT_PUBLISHED, Class, Day, Followed, Tally, Year, days, spans, tallies, years
from search.watch.home import LATEST, HomeState, PastRun, RunState, past, running
from search.watch.papers import HostState, PaperState, Trouble, states
from search.watch.plans import BackfillState, RestState, backfills, resting

__all__ = [
    "CLASSES",
    "LATEST",
    "NOT_ASKED",
    "NOT_PUBLISHED",
    "BackfillState",
    "Cause",
    "Class",
    "Day",
    "Failure",
    "Followed",
    "HomeState",
    "HostState",
    "PaperState",
    "PastRun",
    "RestState",
    "RunState",
    "Tally",
    "Trouble",
    "Year",
    "backfills",
    "causes",
    "days",
    "failures",
    "past",
    "resting",
    "running",
    "spans",
    "states",
    "tallies",
    "years",
]
