"""A site's own list of a month's issues: the best witness of whether there was one on a day whose first page is gone."""

import datetime as dt
from dataclasses import replace

from articles.errors import Gone, StorageError, ZongshuError
from scrapers import Paper
from scrapers.fetch import Moved
from storage.ledger import Claim, Ending, Issue, Settlement
from worker.steps.asking import ask, moved
from worker.steps.kit import Kit
from worker.steps.months import known, list_of, read_month
from worker.steps.outcomes import settled


def listed(kit: Kit, paper: Paper, issue: Issue) -> Ending | None:
    """How an issue ends whose first page is gone while the site stands, by its list; None while that is being asked for."""
    gone = Ending("no_issue", issue.reason)
    asked = list_of(paper, issue.date) if issue.date else None
    if asked is None:
        return gone
    asked, now = replace(asked, role="calendar", page=None), kit.clock()
    if held := known(kit, asked.address):
        return gone if held.days is None else _by(held.days, issue, asked.address)
    due = kit.ledger.lanes.ask_calendar(issue, asked, kit.pace(asked.host).wait, now)
    if due:
        kit.wake("fetch", asked.host)
    return None if due else gone


def follow_calendar(kit: Kit, claim: Claim, issue: Issue, paper: Paper) -> Settlement:
    """What a list that was asked for says of its issue. One that cannot be had says nothing: the page that is gone speaks for itself."""
    day, address = issue.date or paper.layouts[-1].from_, claim.address.address
    try:
        answer = ask(kit, claim, paper)
        if isinstance(answer, Moved):
            return moved(kit, claim, answer)
        days = read_month(paper, day, answer)
    except StorageError:
        raise
    except ZongshuError as error:
        done = settled(error, claim, kit.policy, kit.clock(), kit.free_at(claim))
        if done.state == "due" and not done.late:
            return done
        kit.ledger.months.keep(address, paper.code, day, None, kit.clock())
        gone = Ending("no_issue", issue.reason)
        return Settlement("skipped", done.free_at, reason=error.reason(), failed=done.failed, ending=gone)
    kit.ledger.months.keep(address, paper.code, day, days, kit.clock())
    return Settlement("skipped", kit.free_at(claim), ending=_by(days, issue, address))


def _by(days: frozenset[dt.date], issue: Issue, calendar: str) -> Ending:
    date = issue.date.isoformat() if issue.date else ""
    if issue.date in days:
        return Ending("failed", Gone("calendar_lists", date=date, calendar=calendar).reason())
    return Ending("no_issue", Gone("calendar_none", date=date, calendar=calendar).reason())
