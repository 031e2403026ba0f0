"""What an error means for an address, its issue and its host (the contract's ledger states). Pure."""

import datetime as dt

from articles.errors import (
    Blocked,
    EmptyIssue,
    FetchError,
    Gone,
    LayoutUnknown,
    RobotsDenied,
    RobotsUnknown,
    TooLarge,
    UnsafeAddress,
    WrongDate,
    ZongshuError,
)
from scrapers import Paper, platform
from storage.ledger import Claim, Counts, Ending, Issue, Outcome, Settlement, State
from worker.steps.kit import Policy, today

_NEVER_AGAIN = (RobotsDenied, TooLarge, UnsafeAddress)
_LONGEST_BACKOFF = 600.0
#: When an issue is tried again whose host could not give its robots.txt.
_LATER = dt.timedelta(hours=1)


def settled(error: ZongshuError, claim: Claim, policy: Policy, now: dt.datetime, free_at: dt.datetime) -> Settlement:
    """How a claim is settled after an error; what needs a probe says so in its ending.

    `free_at` is when the host may be asked again by its pace; an error can put it off.
    """
    if isinstance(error, Blocked):
        return _blocked(error, claim, policy, now)
    if error.retried and claim.address.failures + 1 < policy.tries:
        return _once_more(error, claim, policy, now, free_at)
    if error.facts.get("status") == 429:  # asked to slow down again and again, at a pace it named itself
        return _blocked(error, claim, policy, now)
    if is_first(claim):
        ending = first_page_ending(error, claim.issue, now)
        failed = isinstance(error, FetchError) and error.retried
        return Settlement("failed", free_at, reason=error.reason(), ending=ending, failed=failed)
    if isinstance(error, _NEVER_AGAIN):
        return Settlement("failed", free_at, reason=error.reason())
    return _put_off(error, claim, policy, now, free_at)


def refused_for_its_age(error: ZongshuError, claim: Claim, paper: Paper, now: dt.datetime) -> bool:
    """Whether a first page is refused that is older than its site keeps: the newest issue tells whether we are meant."""
    issue = claim.issue
    old = issue is not None and issue.date is not None and is_beyond(paper, issue.date, today(now))
    return isinstance(error, Blocked) and is_first(claim) and old


def is_first(claim: Claim) -> bool:
    """Whether the claim is an issue's first page, on which the issue stands or falls."""
    return claim.issue is not None and claim.address.role == "layout" and claim.address.rank == 0


def first_page_ending(error: ZongshuError, issue: Issue | None, now: dt.datetime) -> Ending:
    """How an issue ends whose first page cannot be had; `awaits_probe` where only the newest issue of the host tells."""
    reason = error.reason()
    if isinstance(error, RobotsDenied):
        return Ending("denied", reason)
    if isinstance(error, RobotsUnknown):
        return Ending("denied", reason, now + _LATER)
    if isinstance(error, LayoutUnknown):
        return Ending("layout_unknown", reason)
    if isinstance(error, Gone | WrongDate) and issue and issue.date:
        return Ending("not_yet", reason) if issue.date >= today(now) else Ending("fetching", reason, awaits_probe=True)
    return Ending("failed", reason)


def is_beyond(paper: Paper, date: dt.date, day: dt.date) -> bool:
    """Whether an issue is older than the paper's site keeps issues."""
    return paper.archive_days is not None and date < day - dt.timedelta(days=paper.archive_days)


def judged(
    issue: Issue, paper: Paper, newest: dt.date | None, probe_error: ZongshuError | None, now: dt.datetime, held: dt.date | None = None
) -> Ending:
    """What became of an issue whose first page was gone or another day's, now that the newest issue was looked at.

    It works: there was no issue (gone), it is older than the site keeps (`archive_days`), or the address is wrong though the site stands.
    It fails too: the site has changed, refuses us, or is down. Changed addresses say nothing of days up to the newest one that is `held`
    (the old addresses were good then), nor of days that the site keeps no longer.
    """
    date = issue.date or today(now)
    changed = isinstance(probe_error, LayoutUnknown)
    if changed and held is not None and date < held:
        newest, probe_error = held, None
    if probe_error is not None and not (changed and is_beyond(paper, date, today(now))):
        return Ending(_of_probe(probe_error), probe_error.reason())
    if is_beyond(paper, date, today(now)):
        return Ending("archive_limit", issue.reason)
    if newest is not None and date > newest:
        return Ending("not_yet", issue.reason)
    gone = bool(issue.reason) and (issue.reason or {}).get("error") == "Gone"
    return Ending("no_issue" if gone and date != newest else "failed", issue.reason)


def finished(issue: Issue, counts: Counts, paper: Paper) -> Ending:
    """How an issue ends of which nothing is open any more: fetched, or failed where it lists fewer than the paper promises.

    Where pages hold their articles, only reading tells how many there are. Of an issue with a focus those it lists count.
    """
    pages = counts.pages_held + counts.pages_skipped
    articles = counts.articles_due if issue.focus else counts.articles_held
    expect = paper.expect
    within = issue.date is not None and platform(paper.layout(issue.date).platform).within
    if pages >= expect.pages_min and (within or articles >= expect.articles_min):
        return Ending("fetched")
    error = EmptyIssue(
        "issue_too_small", issue=issue.key, pages=pages, pages_min=expect.pages_min, articles=articles, articles_min=expect.articles_min
    )
    return Ending("failed", error.reason())


def _of_probe(error: ZongshuError) -> Outcome:
    if isinstance(error, Blocked):
        return "blocked"
    if isinstance(error, RobotsDenied | RobotsUnknown):
        return "denied"
    return "layout_unknown" if isinstance(error, LayoutUnknown) else "failed"


def _blocked(error: ZongshuError, claim: Claim, policy: Policy, now: dt.datetime) -> Settlement:
    free_at = now + dt.timedelta(seconds=policy.block)
    stops = claim.issue is not None and claim.issue.outcome in ("due", "fetching")
    ending = Ending("blocked", error.reason(), free_at) if stops else None
    state: State = "failed" if claim.issue is None else "parked" if not stops else "due"
    return Settlement(state, free_at, reason=error.reason(), ending=ending, failed=True, blocks_host=True)


def _once_more(error: ZongshuError, claim: Claim, policy: Policy, now: dt.datetime, free_at: dt.datetime) -> Settlement:
    """Due again after a backoff that doubles, or after the time the host asks for; the host rests too when it fails again and again."""
    asked_for = error.facts.get("retry_after")
    named = float(asked_for) if isinstance(asked_for, int | float) else 0.0
    backoff = min(policy.retry_wait * 2**claim.address.failures, _LONGEST_BACKOFF)
    rest = named or (min(policy.retry_wait * 2 ** min(claim.failures, 12), _LONGEST_BACKOFF) if claim.failures else 0.0)
    not_before = now + dt.timedelta(seconds=max(backoff, named))
    free_at = max(free_at, now + dt.timedelta(seconds=rest))
    return Settlement("due", free_at, reason=error.reason(), not_before=not_before, failed=True, late=claim.address.late)


def _put_off(error: ZongshuError, claim: Claim, policy: Policy, now: dt.datetime, free_at: dt.datetime) -> Settlement:
    """The issue goes on without the address; it is asked for again later, a few times."""
    turn = max(0, claim.address.failures - policy.tries + 1)
    if turn >= len(policy.late):
        return Settlement("failed", free_at, reason=error.reason())
    not_before = now + dt.timedelta(seconds=policy.late[turn])
    return Settlement("due", free_at, reason=error.reason(), not_before=not_before, late=True)
