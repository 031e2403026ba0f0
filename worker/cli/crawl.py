"""`crawl`: the issues of a paper on a day, between days, or the newest."""

import datetime as dt

from worker.cli.face import Face
from worker.cli.framework import WrongUse, argument, command, flag, option
from worker.cli.kinds import DAY


@command(
    "crawl",
    argument("paper", "PAPER"),
    option("--date", type=DAY),
    option("--from", "from_", type=DAY),
    option("--to", "to", type=DAY),
    flag("--latest"),
    flag("--again"),
)
def crawl(face: Face, paper: str, date: dt.date | None, from_: dt.date | None, to: dt.date | None, latest: bool, again: bool) -> None:
    """Plan, work off (or hand to the owner), and tell every issue as it stands at the end."""
    from worker.cli.rooms import one_paper
    from worker.cli.work import crawled

    first, last = days_of(date, from_, to, latest)
    crawled(face, one_paper(face, paper), first, last, again)


def days_of(date: dt.date | None, first: dt.date | None, last: dt.date | None, latest: bool) -> tuple[dt.date | None, dt.date | None]:
    """The days asked for, None for the newest issue. WrongUse where it is not exactly one of the ways to ask."""
    asked = [date is not None, first is not None or last is not None, latest]
    if sum(asked) != 1 or (first is None) != (last is None):
        raise WrongUse("when")
    if first and last and first > last:
        raise WrongUse("from_to", low=first, high=last)
    return (date, date) if date else (first, last)
