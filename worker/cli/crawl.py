"""`crawl`: the issues of a paper on a day, between days, or the newest."""

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, get_args

from articles.errors import EmptyIssue
from storage.ledger import FOCUSES, Order, Range, issue_key
from worker.cli.face import Face
from worker.cli.framework import WrongUse, argument, command, flag, option
from worker.cli.kinds import DAY, OneOf

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
    option("--order", type=OneOf("ORDER", get_args(Order))),
    flag("--season"),
    option("--focus", type=OneOf("FOCUS", FOCUSES)),
    flag("--detach"),
)
def crawl(face: Face, paper: str, latest: bool, again: bool, detach: bool, **when: Any) -> None:  # noqa: ANN401 - click's values
    """Plan, work off (or hand to the owner), and tell every issue as it stands at the end."""
    from worker.cli.pauses import going
    from worker.cli.rooms import one_paper
    from worker.cli.work import working

    first, last = days_of(when["date"], when["from_"], when["to"], latest)
    if (when["order"] or when["season"]) and not when["from_"]:
        raise WrongUse("range_only")
    if when["focus"] and (latest or again):
        raise WrongUse("focus_latest" if latest else "focus_again")
    followed = one_paper(face, paper)
    with working(face, detach=detach) as work:
        going(work, followed)
        if first is None or last is None:
            keys = _newest(work, followed)
        elif when["date"]:
            keys = _one(work, followed, first, again, when["focus"])
        else:
            season = when["season"] or work.settings.backfill.season
            keys = _between(work, Range(followed.code, first, last, when["order"] or "newest", season, when["focus"], again))
        _told(face, work, followed, keys)


def _told(face: Face, work: "Working", paper: "Paper", keys: Sequence[str]) -> None:
    """Every issue as it stands."""
    from worker.cli.work import told_issues

    issues = sorted(work.kit.ledger.issues.many(keys).values(), key=lambda issue: issue.key)
    told_issues(face, issues, {paper.code: paper.name}, lone=len(keys) == 1 and not work.detach)


def _one(work: "Working", paper: "Paper", day: dt.date, again: bool, focus: str | None) -> list[str]:
    """Crawl the issue of a day; its key."""
    from worker.steps import plan

    plan(work.kit, paper.code, [day], again=again, focus=focus)
    keys = [issue_key(paper.code, day)]
    work.through("crawl", keys, about={"paper": paper.code, "from": day.isoformat(), "to": day.isoformat(), "again": again})
    return keys


def _between(work: "Working", wanted: Range) -> list[str]:
    """Crawl every day of a range; the keys of their issues."""
    from worker.cli.ranges import through_range

    through_range(work, wanted)
    days = (wanted.first + dt.timedelta(day) for day in range(wanted.total))
    return [issue_key(wanted.paper, day) for day in days]


def _newest(work: "Working", paper: "Paper") -> list[str]:
    """Crawl the newest issue; its key. The error that kept the paper's entry from showing it."""
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
