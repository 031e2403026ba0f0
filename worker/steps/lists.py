"""Lists of columns hold many days: one that was asked for lately is not asked for again for another day."""

import datetime as dt

from scrapers import Paper
from storage import Response
from storage.ledger import Claim
from worker.steps.kit import Kit, today

#: Lists that are remembered; the one asked for first is forgotten first.
_MOST = 200


def lately(kit: Kit, claim: Claim, paper: Paper) -> Response | None:
    """What a list answered a while ago, for another day than the claim's that was over then; None where it must be asked for."""
    date = _listed_day(claim, paper)
    held = kit.lists.get(claim.address.address)
    if date is None or held is None or claim.address.digest:
        return None
    fresh = kit.clock() - held.fetched_at < dt.timedelta(seconds=kit.policy.probe)
    return held if fresh and date < today(held.fetched_at) else None


def remember(kit: Kit, claim: Claim, paper: Paper, response: Response) -> None:
    """Keep what a list answered for the other days it holds."""
    if _listed_day(claim, paper) is None or response.status != 200:
        return
    while len(kit.lists) >= _MOST:
        kit.lists.pop(next(iter(kit.lists)), None)
    kit.lists[claim.address.address] = response


def _listed_day(claim: Claim, paper: Paper) -> dt.date | None:
    """The day of a claim whose address is a column's list."""
    day = claim.issue.date if claim.issue and claim.address.role == "layout" else None
    return day if day and paper.layout(day).column else None
