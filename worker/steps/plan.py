"""plan: which issues of a paper are due. Ledger rows only; nothing is fetched here."""

import datetime as dt
from collections.abc import Iterable

from articles.errors import Gone
from scrapers import Paper, platform
from storage.ledger import Due, Found, Pace, host_of, issue_key
from worker.steps.kit import Kit, found


def plan(kit: Kit, code: str, dates: Iterable[dt.date], *, again: bool = False) -> list[str]:
    """Make the issues of `dates` due and return the keys that are due because of it.

    Days the paper's calendar leaves out become `no_issue`. What is indexed, or known not to be had, is left alone without `again`.
    UnknownPaper.
    """
    paper = kit.paper(code)
    dues = [_due(kit, paper, date) for date in sorted(set(dates))]
    planned = kit.ledger.issues.plan(dues, again=again, now=kit.clock())
    for host in sorted({due.first.host for due in dues if due.first and due.key in planned}):
        kit.wake("fetch", host)
    return planned


def plan_latest(kit: Kit, code: str) -> None:
    """Make the paper's entry due: what it shows to be the newest issue will be planned. UnknownPaper."""
    paper = kit.paper(code)
    now = kit.clock()
    asked = entry(paper)
    kit.ledger.issues.ask_entry(code, asked, kit.pace(asked.host), now)
    kit.wake("fetch", asked.host)


def entry(paper: Paper) -> Found:
    """The address that leads to the paper's newest issue."""
    layout = paper.layouts[-1]
    return found(platform(layout.platform, layout.column).entry_address(layout.prefix), "entry", 0)


def first_page(paper: Paper, date: dt.date) -> Found:
    """The first page of the issue of a date, by the layout that holds then."""
    layout = paper.layout(date)
    address = platform(layout.platform, layout.column).layout_address(layout.prefix, date, layout.first_page)
    return Found(address, "layout", host_of(address), 0)


def _due(kit: Kit, paper: Paper, date: dt.date) -> Due:
    key = issue_key(paper.code, date)
    if paper.appears(date):
        first = first_page(paper, date)
        return Due(key, paper.code, date, first, kit.pace(first.host))
    before = date < paper.first_issue
    why = Gone(
        "plan_before_first" if before else "plan_weekday", paper=paper.name, date=date.isoformat(), first=paper.first_issue.isoformat()
    )
    return Due(key, paper.code, date, None, Pace(paper.wait), "no_issue", why.reason())
