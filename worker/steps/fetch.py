"""fetch: one address of a host's lane. Claim, fetch, archive, settle; never sleeps."""

import datetime as dt
from dataclasses import replace

from articles.errors import EmptyIssue, LayoutUnknown, StorageError, UnknownPaper, Unreachable, Unreadable, WrongDate, ZongshuError
from scrapers import Paper
from scrapers.fetch import Moved
from storage import Response, archive_name
from storage.ledger import Claim, Counts, Ending, Issue, Kept, LostLease, Settlement
from worker.steps.asking import TurnSpent, ask, moved
from worker.steps.backfill import refill
from worker.steps.calendars import follow_calendar
from worker.steps.entries import follow_entry, judge, looked_lately
from worker.steps.holding import whole
from worker.steps.kit import Kit, today
from worker.steps.lists import lately, remember
from worker.steps.months import follow_month
from worker.steps.noting import note, step
from worker.steps.outcomes import finished, is_first, refused_for_its_age, settled
from worker.steps.pages import Listing, check_article, check_file, read_listing
from worker.steps.plan import entry
from worker.steps.removed import unlisted

_NOT_MODIFIED = 304


def fetch(kit: Kit, host: str) -> dt.datetime | None:
    """Do the next due address of a host: when the host may be asked again, None where its lane is empty, taken or resting.

    Everything that goes wrong with the address becomes an outcome in the ledger. StorageError and StorageFull are raised with the claim
    given back.
    """
    now = kit.clock()
    claim = kit.ledger.lanes.claim(host, kit.owner, now, kit.until(now))
    if claim is None:
        return None
    with step(kit, "fetch", host=host, issue=claim.issue.key if claim.issue else None, address=claim.address.address):
        return _claimed(kit, claim)


def _claimed(kit: Kit, claim: Claim) -> dt.datetime:
    try:
        return _done(kit, claim)
    except LostLease:
        note(outcome="lost")
        return kit.clock()
    except TurnSpent as spent:
        note(outcome="turn_spent")
        return spent.free_at
    except (StorageError, OSError):
        kit.ledger.lanes.release(claim, kit.clock())
        raise


def _done(kit: Kit, claim: Claim) -> dt.datetime:
    address = claim.address
    try:
        paper = kit.paper(address.paper)
        if address.tries >= kit.policy.poison:
            raise Unreadable("address_poison", address=address.address, tries=address.tries)
        if claim.issue is None:
            return _follow(kit, claim, paper)
        if address.role == "calendar":
            return _settle(kit, claim, follow_calendar(kit, claim, claim.issue, paper), paper)
        answer = _archived(kit, claim, paper) or lately(kit, claim, paper) or ask(kit, claim, paper)
    except UnknownPaper as error:
        return _settle(kit, claim, Settlement("failed", kit.clock(), reason=error.reason(), ending=Ending("failed", error.reason())), None)
    except StorageError:
        raise
    except ZongshuError as error:
        return _failed(kit, claim, error, paper)
    if not isinstance(answer, Response):
        return _settle(kit, claim, moved(kit, claim, answer) if isinstance(answer, Moved) else answer, paper)
    remember(kit, claim, paper, answer)
    return _keep(kit, claim, paper, answer)


def _follow(kit: Kit, claim: Claim, paper: Paper) -> dt.datetime:
    """An address of no issue: a paper's entry, or a list of a month that a back-fill waits for."""
    if claim.address.role != "month":
        return follow_entry(kit, claim, paper)
    free_at = follow_month(kit, claim, paper)
    refill(kit, paper.code)
    return free_at


def _archived(kit: Kit, claim: Claim, paper: Paper) -> Settlement | None:
    """A layout page that nobody could read when it was fetched, settled by its record, so that it is not asked for again.

    None where there is no such record, or it still cannot be read.
    """
    address, issue = claim.address, claim.issue
    if address.role != "layout" or issue is None or issue.date is None or (address.reason or {}).get("error") != "LayoutUnknown":
        return None
    at = whole(kit.archive, address)
    if at is None:
        return None
    try:
        pdfs, images, focus = kit.policy.wants_pdfs(paper), kit.policy.images, issue.focus
        listing = read_listing(paper, issue.date, kit.archive.read(at), address.rank, pdfs=pdfs, images=images, focus=focus)
        return Settlement("kept", kit.clock(), found=unlisted(kit, issue.key, listing.found))
    except StorageError:
        raise
    except ZongshuError:
        return None


def _keep(kit: Kit, claim: Claim, paper: Paper, response: Response) -> dt.datetime:
    """Look at the page, then archive the response and settle. A layout page nobody can read is kept too; what is no page of it is not."""
    listing, error = Listing(claim.address.page, ()), None
    try:
        if claim.address.role == "layout" and claim.issue and claim.issue.date:
            whole = _whole(kit, claim, response)
            pdfs, images, focus = kit.policy.wants_pdfs(paper), kit.policy.images, claim.issue.focus
            listing = read_listing(paper, claim.issue.date, whole, claim.address.rank, pdfs=pdfs, images=images, focus=focus)
            if listing.only_pdf and claim.issue.date >= today(kit.clock()):  # its articles may still be to come
                raise EmptyIssue("layout_empty", address=claim.address.address)
            if listing.grows and claim.issue.date >= today(kit.clock()):
                raise WrongDate("column_day_open", address=claim.address.address, asked=claim.issue.date.isoformat())
        elif claim.issue and claim.issue.date and response.status != _NOT_MODIFIED:
            check = check_article if claim.address.role == "article" else check_file
            check(paper, claim.issue.date, response)
    except LayoutUnknown as unknown:
        if claim.address.role != "layout":
            return _failed(kit, claim, unknown, paper)
        error = unknown
    except StorageError:
        raise
    except ZongshuError as wrong:
        if not _is_bare(wrong, claim, today(kit.clock())):
            return _failed(kit, claim, wrong, paper)
    free_at = kit.free_at(claim)
    found = unlisted(kit, claim.address.issue, listing.found)
    done = settled(error, claim, kit.policy, kit.clock(), free_at) if error else Settlement("kept", free_at, found=found)
    return _settle(kit, claim, done, paper, response)


def _is_bare(error: ZongshuError, claim: Claim, day: dt.date) -> bool:
    """Whether a page behind the first lists no article because none is printed on it (a picture fills it), not because it is to come."""
    past = claim.issue is not None and claim.issue.date is not None and claim.issue.date < day
    return past and error.key == "layout_empty" and not is_first(claim)


def _failed(kit: Kit, claim: Claim, error: ZongshuError, paper: Paper) -> dt.datetime:
    """Settle a claim after an error; a host that answers nothing again and again is left alone."""
    now = kit.clock()
    done = settled(error, claim, kit.policy, now, kit.free_at(claim))
    if refused_for_its_age(error, claim, paper, now):
        done = Settlement("failed", kit.free_at(claim), ending=Ending("fetching", error.reason(), awaits_probe=True))
    if done.failed and not done.blocks_host and claim.failures + 1 >= kit.policy.dead_host:
        down = Unreachable("host_down", host=claim.host, failures=claim.failures + 1)
        done = Settlement("due", now + dt.timedelta(seconds=600), reason=down.reason(), failed=True, blocks_host=True, down=True)
    return _settle(kit, claim, done, paper)


def _settle(kit: Kit, claim: Claim, done: Settlement, paper: Paper | None, response: Response | None = None) -> dt.datetime:
    """Append the response and close the claim, under the lock of the issue's file."""
    issue, reason = claim.issue, done.reason or {}
    note(outcome=done.ending.outcome if done.ending else done.state, error=reason.get("error"), key=reason.get("key"))
    if issue is None:
        kit.ledger.lanes.settle(claim, done, kit.clock(), lambda *_: Ending("failed"))
        return done.free_at
    name = archive_name(issue.paper, issue.date, issue.attempt, issue.key)

    def finish(current: Issue, counts: Counts) -> Ending:
        kit.archive.settle(name)
        return finished(current, counts, paper, today(kit.clock())) if paper else Ending("failed", done.reason)

    if done.ending and done.ending.awaits_probe and paper and not looked_lately(kit, paper):
        done = replace(done, probe=replace(entry(paper), role="probe"))
    with kit.archive.locked(name):
        current = kit.ledger.lanes.holds(claim) or issue
        if response is not None:
            done = _appended(kit, claim, current, done, response)
        if done.ending and not done.ending.awaits_probe:
            kit.archive.settle(name)
        after = kit.ledger.lanes.settle(claim, done, kit.clock(), finish)
    _wake(kit, claim, done, after)
    if done.ending and done.ending.awaits_probe and paper:
        judge(kit, paper, only_fresh=True)
    return done.free_at


def _wake(kit: Kit, claim: Claim, done: Settlement, after: Issue | None) -> None:
    """Who has work because of a settlement: the reader of the issue, the lanes of other hosts."""
    if after and after.outcome == "fetched":
        kit.wake("read", after.key)
    found = {one.host for one in done.found if not one.skip} | ({done.probe.host} if done.probe else set())
    found |= {done.leads_to} if done.leads_to else set()
    for host in sorted(found - {claim.host}):
        kit.wake("fetch", host)


def _appended(kit: Kit, claim: Claim, issue: Issue, done: Settlement, response: Response) -> Settlement:
    unchanged = response.status == _NOT_MODIFIED or response.digest == claim.address.digest
    old = whole(kit.archive, claim.address) if unchanged else None
    same = response.status == _NOT_MODIFIED or old is not None
    at = kit.archive.append(issue.paper, issue.date, issue.attempt, issue.key, response, issue.archive_end, old if same else None)
    payload = old if same and old else at
    kept = Kept(
        file=payload.file,
        offset=payload.offset,
        length=payload.length,
        digest=claim.address.digest or response.digest if same else response.digest,
        status=response.status,
        fetched_at=response.fetched_at,
        etag=response.header("ETag") or (claim.address.etag if same else None),
        last_modified=response.header("Last-Modified") or (claim.address.last_modified if same else None),
    )
    return replace(done, kept=kept, archive_end=at.end)


def _whole(kit: Kit, claim: Claim, response: Response) -> Response:
    """The response with its payload; for a 304 that of the record held."""
    old = whole(kit.archive, claim.address)
    return kit.archive.read(old) if response.status == _NOT_MODIFIED and old else response
