"""`crawl`: the issues of a paper on a day, between days, or the newest."""

import datetime as dt
from typing import TYPE_CHECKING

from articles.errors import EmptyIssue
from worker.cli.face import Face
from worker.cli.framework import WrongUse, argument, command, flag, option
from worker.cli.kinds import DAY

if TYPE_CHECKING:
    from scrapers import Paper
    from worker.cli.work import Working


@command(
    "crawl",
    argument("paper", "PAPER"),
    option("--date", type=DAY),
    option("--from", "from_", type=DAY),
    option("--to", "to", type=DAY),
    flag("--latest"),
    flag("--again"),
    flag("--detach"),
)
def crawl(
    face: Face, paper: str, date: dt.date | None, from_: dt.date | None, to: dt.date | None, latest: bool, again: bool, detach: bool
) -> None:
    """Plan, work off (or hand to the owner), and tell every issue as it stands at the end."""
    from worker.cli.rooms import one_paper
    from worker.cli.work import told_issues, working

    first, last = days_of(date, from_, to, latest)
    followed = one_paper(face, paper)
    with working(face, detach=detach) as work:
        keys = _newest(work, followed) if first is None or last is None else _between(work, followed, first, last, again)
        issues = sorted(work.kit.ledger.issues.many(keys).values(), key=lambda issue: issue.key)
        told_issues(face, issues, {followed.code: followed.name}, lone=len(keys) == 1 and not detach)


def _between(work: "Working", paper: "Paper", first: dt.date, last: dt.date, again: bool) -> list[str]:
    """Crawl every day from `first` to `last`; the keys of their issues."""
    from storage.ledger import issue_key
    from worker.steps import plan

    days = [first + dt.timedelta(day) for day in range((last - first).days + 1)]
    plan(work.kit, paper.code, days, again=again)
    keys = [issue_key(paper.code, day) for day in days]
    work.through("crawl", keys, about={"paper": paper.code, "from": first.isoformat(), "to": last.isoformat(), "again": again})
    return keys


def _newest(work: "Working", paper: "Paper") -> list[str]:
    """Crawl the newest issue; its key. The error that kept the paper's entry from showing it."""
    from storage.ledger import issue_key
    from worker.cli.work import entry_failure
    from worker.steps import plan_latest

    plan_latest(work.kit, paper.code)
    work.through("crawl", [], [paper.code], {"paper": paper.code, "latest": True})
    if work.detach:
        return []
    failure, newest = entry_failure(work.kit, paper), work.kit.ledger.issues.newest(paper.code)[0]
    if failure or newest is None:
        raise failure or EmptyIssue("entry_nothing", paper=paper.name)
    return [issue_key(paper.code, newest)]


def days_of(date: dt.date | None, first: dt.date | None, last: dt.date | None, latest: bool) -> tuple[dt.date | None, dt.date | None]:
    """The days asked for, None for the newest issue. WrongUse where it is not exactly one of the ways to ask."""
    asked = [date is not None, first is not None or last is not None, latest]
    if sum(asked) != 1 or (first is None) != (last is None):
        raise WrongUse("when")
    if first and last and first > last:
        raise WrongUse("from_to", low=first, high=last)
    return (date, date) if date else (first, last)
