"""Asking for an address: robots.txt first, then one request; a redirect is another turn of the lane it leads to."""

import datetime as dt
from dataclasses import replace

from articles.errors import FetchError, RobotsDenied, RobotsUnknown, Unreachable, UnsafeAddress
from scrapers import Paper
from scrapers.fetch import ROBOTS_CAP, Moved, Rules, check_address, origin_of
from storage import Response
from storage.ledger import Claim, Robots, Settlement, host_of
from worker.steps.holding import whole
from worker.steps.kit import Fetch, Kit

#: A robots.txt holds so long (RFC 9309, 2.4), and so much longer where it cannot be had anew.
_DAY, _LONGER = dt.timedelta(hours=24), dt.timedelta(hours=1)


class TurnSpent(Exception):
    """The claim's turn went to robots.txt; it was given back undone. `free_at` is when the host may be asked again."""

    def __init__(self, free_at: dt.datetime) -> None:
        super().__init__()
        self.free_at = free_at


def ask(kit: Kit, claim: Claim, paper: Paper) -> Response | Moved:
    """The answer of a claim's address, or where it leads next. TurnSpent, RobotsDenied, RobotsUnknown, FetchError.

    A final answer names the address asked for first, and the one that answered as its `final`.
    """
    address = claim.address
    check_address(address.target, kit.allowed)
    rules = rules_of(kit, origin_of(address.target))
    if rules is None:
        raise TurnSpent(_learn(kit, claim))
    if not rules.allow(address.target):
        raise RobotsDenied("robots_denied", address=address.target, origin=origin_of(address.target))
    etag, last_modified = (address.etag, address.last_modified) if whole(kit.archive, address) else (None, None)
    answer = kit.fetcher(claim.host).fetch(address.target, etag=etag, last_modified=last_modified)
    if isinstance(answer, Response):
        return replace(answer, address=address.address, final=answer.final)
    _check_redirect(kit, claim, paper, answer)
    return answer


def moved(kit: Kit, claim: Claim, answer: Moved) -> Settlement:
    """How a claim is settled whose address leads elsewhere: due there."""
    return Settlement("due", kit.free_at(claim), moved=answer.target)


def _check_redirect(kit: Kit, claim: Claim, paper: Paper, answer: Moved) -> None:
    """FetchError after too many redirects, UnsafeAddress for one that leads where we do not go."""
    if claim.address.redirects >= kit.policy.redirects:
        raise FetchError("fetch_redirects", address=claim.address.address, limit=kit.policy.redirects)
    check_address(answer.target, kit.allowed)
    if answer.address.startswith("https://") and answer.target.startswith("http://") and not paper.plain_http:
        raise UnsafeAddress("fetch_downgrade", address=answer.address, target=answer.target)


def rules_of(kit: Kit, origin: str) -> Rules | None:
    """The rules of an origin as far as they hold now; None where its robots.txt is to be asked for."""
    now = kit.clock()
    held = kit.rules.get(origin)
    if held and held[0] > now:
        return held[1]
    known = kit.ledger.robots.get(origin)
    if known is None or known.until is None or known.until <= now:
        return None
    made = Rules(known.text)
    kit.rules[origin] = known.until, made
    return made


def _learn(kit: Kit, claim: Claim) -> dt.datetime:
    """Spend the turn on the robots.txt of the claim's origin, and give the claim back: when its host may be asked again.

    Where a redirect leads to another host, that host's slot is taken for it. RobotsUnknown, and what keeps the host from answering.
    """
    origin = origin_of(claim.address.target)
    known = kit.ledger.robots.get(origin) or Robots(origin)
    where = known.at or f"{origin}/robots.txt"
    host = host_of(where)
    here = host == claim.host
    free_at = None if here else kit.ledger.robots.borrow(host, claim.wait, kit.clock())
    if free_at is None:
        found, delay = learnt(kit, known, where, kit.fetcher(host))
        kit.ledger.robots.keep(found, claim.host, delay)
        now = kit.clock()
        free_at = max(kit.free_at(claim), now + dt.timedelta(seconds=delay or 0.0)) if here else now
    kit.ledger.lanes.release(claim, free_at)
    return free_at


def learnt(kit: Kit, known: Robots, where: str, fetcher: Fetch) -> tuple[Robots, float | None]:
    """What an origin's robots.txt says, and the delay it asks for; or where it leads.

    What is not there, refused, no address, or led on too often, allows everything (RFC 9309, 2.3.1.2 and 2.3.1.3).
    """
    none = Robots(known.origin, None, kit.clock() + _DAY)
    try:
        answer = fetcher.fetch(where, most=ROBOTS_CAP)
        if isinstance(answer, Moved):
            check_address(answer.target, kit.allowed)
    except Unreachable as error:
        return _unreachable(known, where, error, kit.clock()), None
    except FetchError as error:
        if error.retried:
            raise
        return none, 0.0
    if isinstance(answer, Response):
        text = answer.payload.decode("utf-8-sig", "replace")
        return replace(none, text=text), Rules(text).delay
    if known.redirects >= kit.policy.redirects:
        return none, 0.0
    return replace(known, at=answer.target, redirects=known.redirects + 1), None


def _unreachable(known: Robots, where: str, error: Unreachable, now: dt.datetime) -> Robots:
    """What was known before, for a little longer; else RobotsUnknown for 5xx, and the error itself where the host is not to be had."""
    status = error.facts.get("status")
    if not isinstance(status, int) or status < 500:
        raise error
    if known.until is not None:
        return replace(known, until=now + _LONGER, at=None, redirects=0)
    facts = {"retry_after": error.facts["retry_after"]} if "retry_after" in error.facts else {}
    raise RobotsUnknown("robots_unreachable", address=where, status=status, **facts) from error
