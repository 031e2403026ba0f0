"""read: an issue's records into its article file and rows. Never the network."""

from collections.abc import Sequence
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace

from articles.errors import EmptyIssue, LayoutUnknown, LeftOut, StorageError, Unreadable, ZongshuError
from scrapers import reader_version
from storage import archive_name
from storage.ledger import Address, Ending, History, Issue, LostLease, Reading, Reason, TakenIds, Yield
from worker.release import VERSION
from worker.steps.kit import Kit
from worker.steps.noting import note, step
from worker.steps.past import Past
from worker.steps.reading import ReadJob, ReadResult, read_job
from worker.steps.worth import measured, shortfall

#: A reading whose process died so often is given up: the issue kills its reader.
_DEATHS = 3
#: Readings made again because other issues got ids of it first; each time fewer are left.
_RENAMINGS = 5


def read(kit: Kit, key: str | None = None) -> str | None:
    """Read the next fetched issue (or that of `key`); its key, None where there is nothing to read.

    What goes wrong with the issue becomes an outcome in the ledger. StorageError and StorageFull are raised with the claim given back;
    BrokenProcessPool too, but its try counts.
    """
    now = kit.clock()
    reading = kit.ledger.readings.claim(kit.owner, now, kit.until(now), key)
    if reading is None:
        return None
    with step(kit, "read", issue=reading.issue.key):
        _claimed(kit, reading)
    return reading.issue.key


def _claimed(kit: Kit, reading: Reading) -> None:
    try:
        _done(kit, reading)
    except LostLease:
        note(outcome="lost")
    except BrokenProcessPool:
        _died(kit, reading.issue)
        raise
    except (StorageError, OSError):
        kit.ledger.readings.release(reading.issue)
        raise


def _done(kit: Kit, reading: Reading) -> None:
    issue = reading.issue
    if issue.tries > kit.policy.poison:
        kit.ledger.readings.fail(issue, _poison(issue), kit.clock())
        return
    job = job_of(kit, issue, reading.addresses)
    for _ in range(_RENAMINGS):
        try:
            result = kit.compute(read_job, job)
        except StorageError:
            raise
        except ZongshuError as error:
            note(outcome="failed", error=type(error).__name__, key=error.key)
            kit.ledger.readings.fail(issue, Ending("failed", error.reason()), kit.clock())
            return
        try:
            _settled(kit, reading, job, result)
        except TakenIds as others:
            job = replace(job, taken=job.taken | others.ids)
        else:
            return
    kit.ledger.readings.fail(issue, Ending("failed", Unreadable("read_ids_taken", issue=issue.key).reason()), kit.clock())


def _settled(kit: Kit, reading: Reading, job: ReadJob, result: ReadResult) -> None:
    """Write what was read and wake who goes on with it; what is too little takes nothing away. LostLease, TakenIds."""
    issue = reading.issue
    gave = measured(result.articles[: result.read])
    ending = _ending(kit, issue, job, result, gave)
    if ending.outcome == "layout_unknown" or (ending.outcome == "failed" and _takes_away(job, result)):
        kit.ledger.readings.fail(issue, ending, kit.clock())
        return
    with kit.archive.locked(archive_name(issue.paper, issue.date, issue.attempt, issue.key)):
        kit.ledger.readings.holds(issue)
        digest = kit.files.write(issue.key, result.articles)
        history = History(VERSION, reading.addresses, result.made, result.absent, reader_version())
        outcome = kit.ledger.readings.settle(issue, result.rows, digest, ending, kit.clock(), history, None if issue.focus else gave)
    note(outcome=outcome, count=len(result.articles))
    if outcome == "read":
        kit.wake("index")
    elif outcome == "fetched":
        kit.wake("read", issue.key)


def job_of(kit: Kit, issue: Issue, addresses: tuple[Address, ...]) -> ReadJob:
    """The reading of an issue from those addresses. UnknownPaper."""
    paper = kit.paper(issue.paper) if issue.date else None
    rows = tuple(kit.ledger.readings.articles(issue.key))
    past = tuple(Past(one, of) for one, of in kit.ledger.revisions.standing(issue.key)) if rows else ()
    corrections = tuple(kit.corrections.of(issue.key))
    papers = {} if issue.date else dict(kit.papers)
    return ReadJob(
        kit.archive.root,
        kit.files.root,
        issue.key,
        paper,
        issue.date,
        addresses,
        rows,
        kit.clock(),
        past,
        corrections,
        papers,
        removals=tuple(kit.removals.of(issue.key)),
    )


def _ending(kit: Kit, issue: Issue, job: ReadJob, result: ReadResult, gave: Yield) -> Ending:
    """Read, with what could not be read, or was left out, as the reason; where fewer came out than the paper promises, failed.

    Where nobody knows the markup of what was to be read, or half of it came out without title or text, or far shorter than usual, its
    layout is unknown.
    """
    reason = _first(result.troubles)
    left_out = kit.ledger.issues.left_out(issue.key) if issue.focus else 0
    if left_out and not reason:
        reason = LeftOut("focus_issue", issue=issue.key, left_out=left_out, focus=issue.focus).reason()
    if job.paper is None:
        return Ending("read", reason)
    short = shortfall(gave, kit.ledger.yields.usual(job.paper.code, job.key), job.key)
    if short:
        return Ending("layout_unknown", short.reason())
    least = job.paper.expect.articles_min
    if result.read + left_out + len(job.removals) >= least:
        return Ending("read", reason)
    unknown = reason is not None and reason["error"] == LayoutUnknown.__name__
    few = EmptyIssue("issue_read_too_small", issue=job.key, articles=result.read, articles_min=least)
    return Ending("layout_unknown" if unknown else "failed", reason or few.reason())


def _takes_away(job: ReadJob, result: ReadResult) -> bool:
    """Whether a bad reading would take articles away that are held."""
    return bool({row.id for row in job.rows if not row.lost} & {row.id for row in result.rows if row.lost})


def _first(troubles: Sequence[Reason]) -> Reason | None:
    return {**troubles[0], "more": len(troubles) - 1} if troubles else None


def died(kit: Kit, key: str) -> None:
    """A process died over an issue it was reading, and its claim is free again: given up where that happened too often."""
    now = kit.clock()
    issue = kit.ledger.issues.get(key)
    if issue is None or issue.tries < _DEATHS:
        return
    reading = kit.ledger.readings.claim(kit.owner, now, kit.until(now), key)
    if reading is not None:
        kit.ledger.readings.fail(reading.issue, _poison(issue), now)


def _died(kit: Kit, issue: Issue) -> None:
    """A process of the pool died over this issue or beside it."""
    if issue.tries >= _DEATHS:
        kit.ledger.readings.fail(issue, _poison(issue), kit.clock())
    else:
        kit.ledger.readings.give_up(issue)


def _poison(issue: Issue) -> Ending:
    return Ending("failed", Unreadable("read_poison", issue=issue.key, tries=issue.tries).reason())
