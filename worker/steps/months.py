"""A site's own list of a month's issues, asked for once, so that no day is asked for which it says there was none."""

import datetime as dt
from collections.abc import Sequence

from articles.errors import StorageError, ZongshuError
from scrapers import Paper, bounded, page_text, platform
from scrapers.fetch import Moved
from storage import Response
from storage.ledger import Claim, Ending, Found, Month, Settlement
from worker.steps.asking import ask, moved
from worker.steps.kit import Kit, found, today
from worker.steps.outcomes import settled

#: What the list of a month that was over says is believed so long, and one that could not be had is not asked for again.
_KEPT, _LACKING = dt.timedelta(days=30), dt.timedelta(days=7)


def list_of(paper: Paper, date: dt.date) -> Found | None:
    """The address of the list of the month of a date, by the layout that held then; None where the site has none that we know."""
    layout = paper.layout(date)
    address = platform(layout.platform).calendar_address(layout.prefix, date.replace(day=1))
    return found(address, "month", 0, date.isoformat()) if address else None


def known(kit: Kit, address: str) -> Month | None:
    """What a list said, as long as that is believed: one of a month that was not over then, for an hour."""
    month = kit.ledger.months.get(address)
    if month is None:
        return None
    ended = today(month.checked) >= (month.month + dt.timedelta(days=32)).replace(day=1)
    holds = _LACKING if month.days is None else _KEPT if ended else dt.timedelta(seconds=kit.policy.probe)
    return month if month.checked + holds > kit.clock() else None


def says(month: Month | None, date: dt.date) -> bool | None:
    """Whether there was an issue on a day, by the list of its month; None where it does not tell.

    An empty list tells nothing (an archive that was cut looks so), nor does one of days after the last it names.
    """
    if month is None or not month.days:
        return None
    if date in month.days:
        return True
    return False if date < max(month.days) or today(month.checked) > (month.month + dt.timedelta(days=34)) else None


def ask_months(kit: Kit, paper: Paper, lists: Sequence[Found]) -> None:
    """Make lists due that are not, and wake their hosts."""
    hosts = sorted({one.host for one in lists})
    for host in hosts:
        if kit.ledger.months.ask(paper.code, [one for one in lists if one.host == host], kit.pace(host).wait, kit.clock()):
            kit.wake("fetch", host)


def follow_month(kit: Kit, claim: Claim, paper: Paper) -> dt.datetime:
    """Ask for a list; what it says is kept, also that it cannot be had: when its host may be asked again."""
    address, month = claim.address.address, dt.date.fromisoformat(str(claim.address.page))
    try:
        answer = ask(kit, claim, paper)
        if isinstance(answer, Moved):
            return _settle(kit, claim, moved(kit, claim, answer))
        days = read_month(paper, month, answer)
        done = Settlement("kept", kit.free_at(claim))
    except StorageError:
        raise
    except ZongshuError as error:
        done = settled(error, claim, kit.policy, kit.clock(), kit.free_at(claim))
        if done.state == "due" and not done.late:
            return _settle(kit, claim, done)
        kit.ledger.months.keep(address, paper.code, month, None, kit.clock())
        return _settle(kit, claim, Settlement("failed", done.free_at, reason=error.reason(), failed=done.failed))
    kit.ledger.months.keep(address, paper.code, month, days, kit.clock())
    return _settle(kit, claim, done)


def read_month(paper: Paper, date: dt.date, answer: Response) -> frozenset[dt.date]:
    """The days a list names, by the layout that held on a date. Unreadable and what makes a page no text."""
    text = page_text(answer.payload, answer.header("Content-Type"), answer.address).text
    return frozenset(bounded(paper.layout(date).platform).read_calendar(text, answer.final))


def _settle(kit: Kit, claim: Claim, done: Settlement) -> dt.datetime:
    """Close a claim; the lane it leads on to is woken."""
    kit.ledger.lanes.settle(claim, done, kit.clock(), lambda *_: Ending("failed"))
    if done.leads_to not in (None, claim.host):
        kit.wake("fetch", str(done.leads_to))
    return done.free_at
