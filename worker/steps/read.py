"""read: an issue's records into its article file and rows. Never the network."""

from collections.abc import Sequence
from concurrent.futures.process import BrokenProcessPool

from articles.errors import EmptyIssue, StorageError, Unreadable, ZongshuError
from scrapers import Paper, reader_version
from storage import archive_name
from storage.ledger import Address, Ending, History, Issue, LostLease, Reading, Reason
from worker.release import VERSION
from worker.steps.kit import Kit
from worker.steps.noting import note, step
from worker.steps.past import Past
from worker.steps.reading import ReadJob, ReadResult, read_job

#: A reading whose process died so often is given up: the issue kills its reader.
_DEATHS = 3


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
    try:
        result = kit.compute(read_job, job_of(kit, issue, reading.addresses))
    except StorageError:
        raise
    except ZongshuError as error:
        note(outcome="failed", error=type(error).__name__, key=error.key)
        kit.ledger.readings.fail(issue, Ending("failed", error.reason()), kit.clock())
        return
    paper = kit.paper(issue.paper) if issue.date else None
    with kit.archive.locked(archive_name(issue.paper, issue.date, issue.attempt, issue.key)):
        kit.ledger.readings.holds(issue)
        digest = kit.files.write(issue.key, result.articles)
        history = History(VERSION, reading.addresses, result.made, result.absent, reader_version())
        outcome = kit.ledger.readings.settle(issue, result.rows, digest, _ending(issue, paper, result), kit.clock(), history)
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
    return ReadJob(kit.archive.root, kit.files.root, issue.key, paper, issue.date, addresses, rows, kit.clock(), past, corrections)


def _ending(issue: Issue, paper: Paper | None, result: ReadResult) -> Ending:
    """Read, with what could not be read as the reason; failed where fewer articles came out than the paper promises."""
    reason = _first(result.troubles)
    if paper is None or result.read >= paper.expect.articles_min:
        return Ending("read", reason)
    least = paper.expect.articles_min
    return Ending(
        "failed", reason or EmptyIssue("issue_read_too_small", issue=issue.key, articles=result.read, articles_min=least).reason()
    )


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
