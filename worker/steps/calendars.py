"""A site's own list of a month's issues: the best witness of whether there was one on a day whose first page is gone."""

import datetime as dt

from articles.errors import Gone, StorageError, ZongshuError
from scrapers import Paper, page_text, platform, reader_of
from scrapers.fetch import Moved
from storage import Response
from storage.ledger import Claim, Ending, Found, Issue, Settlement
from worker.steps.asking import ask, moved
from worker.steps.kit import Kit, found
from worker.steps.outcomes import settled


def _calendar_of(paper: Paper, date: dt.date) -> Found | None:
    """The address of the list of the month of a date, by the layout that held then; None where the site has none that we know."""
    layout = paper.layout(date)
    address = platform(layout.platform, layout.column).calendar_address(layout.prefix, date.replace(day=1))
    return found(address, "calendar", 0) if address else None


def listed(kit: Kit, paper: Paper, issue: Issue) -> Ending | None:
    """How an issue ends whose first page is gone while the site stands, by its list; None while that is being asked for."""
    gone = Ending("no_issue", issue.reason)
    asked = _calendar_of(paper, issue.date) if issue.date else None
    if asked is None:
        return gone
    now = kit.clock()
    held = kit.calendars.get(asked.address)
    if held and held[0] > now:
        return _by(held[1], issue, asked.address)
    due = kit.ledger.lanes.ask_calendar(issue, asked, kit.pace(asked.host).wait, now)
    if due:
        kit.wake("fetch", asked.host)
    return None if due else gone


def follow_calendar(kit: Kit, claim: Claim, issue: Issue, paper: Paper) -> Settlement:
    """What a list that was asked for says of its issue. One that cannot be had says nothing: the page that is gone speaks for itself."""
    try:
        answer = ask(kit, claim, paper)
        if isinstance(answer, Moved):
            return moved(kit, claim, answer)
        days = _days(kit, paper, issue, answer)
    except StorageError:
        raise
    except ZongshuError as error:
        done = settled(error, claim, kit.policy, kit.clock(), kit.free_at(claim))
        if done.state == "due" and not done.late:
            return done
        gone = Ending("no_issue", issue.reason)
        return Settlement("skipped", done.free_at, reason=error.reason(), failed=done.failed, ending=gone)
    return Settlement("skipped", kit.free_at(claim), ending=_by(days, issue, claim.address.address))


def _days(kit: Kit, paper: Paper, issue: Issue, answer: Response) -> frozenset[dt.date]:
    layout = paper.layout(issue.date) if issue.date else paper.layouts[-1]
    reader = reader_of(layout)
    text = page_text(answer.payload, answer.header("Content-Type"), answer.address).text
    days = frozenset(reader.read_calendar(text, answer.final))
    kit.calendars[answer.address] = kit.clock() + dt.timedelta(seconds=kit.policy.probe), days
    return days


def _by(days: frozenset[dt.date], issue: Issue, calendar: str) -> Ending:
    date = issue.date.isoformat() if issue.date else ""
    if issue.date in days:
        return Ending("failed", Gone("calendar_lists", date=date, calendar=calendar).reason())
    return Ending("no_issue", Gone("calendar_none", date=date, calendar=calendar).reason())
