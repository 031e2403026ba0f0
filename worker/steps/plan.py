"""plan: which issues of a paper are due. Ledger rows only; nothing is fetched here."""

import datetime as dt
from collections.abc import Iterable

from articles.errors import Gone
from scrapers import Paper, platform
from storage.ledger import Due, Found, Pace, host_of, issue_key
from worker.steps.kit import Kit, found
from worker.steps.turns import asked_turn, rank


def plan(kit: Kit, code: str, dates: Iterable[dt.date], *, again: bool = False, focus: str | None = None) -> list[str]:
    """Make the issues of `dates` due and return the keys that are due because of it.

    Days the paper's calendar leaves out become `no_issue`. What is indexed, or known not to be had, is left alone without `again`. With a
    `focus` only what it wants is fetched.
    UnknownPaper.
    """
    paper = kit.paper(code)
    place = rank(code, kit.policy.priority)
    dues = [due_issue(kit, paper, date, turn=asked_turn(date, place), focus=focus) for date in sorted(set(dates))]
    planned = kit.ledger.issues.plan(dues, again=again, now=kit.clock())
    for host in sorted({due.first.host for due in dues if due.first and due.key in planned}):
        kit.wake("fetch", host)
    return planned


def retry(kit: Kit, keys: Iterable[str]) -> list[str]:
    """Make issues that went wrong due again, at the addresses the papers' files give now; the keys of those that are."""
    wanted = list(keys)
    known = kit.ledger.issues.many(wanted)
    firsts = {
        key: due_issue(kit, kit.papers[issue.paper], issue.date)
        for key, issue in known.items()
        if issue.date and issue.paper in kit.papers and issue.date >= kit.papers[issue.paper].first_issue
    }
    due = kit.ledger.issues.retry(kit.clock(), keys=wanted, firsts=firsts)
    for host in sorted({first.host for key in due if key in firsts and (first := firsts[key].first)}):
        kit.wake("fetch", host)
    return due


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
    return found(platform(layout.platform).entry_address(layout.prefix), "entry", 0)


def first_page(paper: Paper, date: dt.date) -> Found:
    """The first page of the issue of a date, by the layout that holds then."""
    layout = paper.layout(date)
    address = platform(layout.platform).layout_address(layout.prefix, date, layout.first_page)
    return Found(address, "layout", host_of(address), 0)


def due_issue(
    kit: Kit,
    paper: Paper,
    date: dt.date,
    listed: bool | None = None,
    calendar: str = "",
    turn: int | None = None,
    focus: str | None = None,
) -> Due:
    """The issue of a date as it is planned, at a `turn`.

    What the site's own list says (`listed`, at the address `calendar`) goes before the paper's calendar.
    """
    key = issue_key(paper.code, date)
    if listed or (listed is None and paper.appears(date)):
        first = first_page(paper, date)
        return Due(key, paper.code, date, first, kit.pace(first.host), turn=turn, focus=focus)
    return Due(key, paper.code, date, None, Pace(paper.wait), "no_issue", _why(paper, date, calendar, listed).reason())


def _why(paper: Paper, date: dt.date, calendar: str, listed: bool | None) -> Gone:
    """Why there was no issue on a day."""
    if listed is False:
        return Gone("calendar_none", date=date.isoformat(), calendar=calendar)
    key = "plan_before_first" if date < paper.first_issue else "plan_holiday" if paper.rests(date) else "plan_weekday"
    return Gone(key, paper=paper.name, date=date.isoformat(), first=paper.first_issue.isoformat())
