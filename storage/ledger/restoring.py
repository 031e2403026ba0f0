"""The ledger made again from the archive: an issue's attempts, as fetching would have left them. Its steps are those of a settlement."""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa

from storage.ledger.database import Database
from storage.ledger.issues import address_row, host_row, one_address, one_issue
from storage.ledger.revision_tables import revisions
from storage.ledger.rows import Address, ArticleRow, Counts, Ending, Found, Issue, Kept, Pace, Reason, Role
from storage.ledger.settling import add_found, count, keep
from storage.ledger.tables import addresses, articles, issues

#: The rank of a record that no page lists: behind all that are listed.
_UNLISTED = 10**9


@dataclass(frozen=True, slots=True)
class Listed:
    """What a record lists, as fetching reads it; `reason` is set where the page cannot be read."""

    found: tuple[Found, ...] = ()
    reason: Reason | None = None


@dataclass(frozen=True, slots=True)
class Restored:
    """A record of the archive: the address asked, what is kept, whether it stands for a payload held before, and what it lists."""

    address: str
    host: str
    kept: Kept
    same: bool
    lists: Callable[[Address], Listed]


@dataclass(frozen=True, slots=True)
class Attempt:
    """An attempt at an issue, from its file: `growing` where the file is a part, so that fetching goes on where it was.

    `late` is when an address that is listed and not held may be asked for; `finish` judges the issue at the end of the attempt.
    """

    key: str
    paper: str
    date: dt.date
    number: int
    growing: bool
    turn: int
    pace: Pace
    late: dt.datetime
    missing: Reason
    #: Roles of addresses that are asked for only by setting, and not now.
    unwanted: tuple[Role, ...]
    finish: Callable[[Issue, Counts], Ending]


class Restoring:
    """Writes an issue attempt by attempt. An issue counts as restored when `finish` has given it the end of its newest file."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def forget(self, key: str) -> None:
        """Take an issue that was restored half-way out again."""
        with self._db.write() as connection:
            connection.execute(sa.delete(issues).where(issues.c.key == key))

    def attempt(self, attempt: Attempt, records: Iterable[Restored], now: dt.datetime) -> Issue:
        """Enter an attempt in one transaction; the issue afterwards. Raises what `records` raises, with nothing changed."""
        with self._db.write() as connection:
            issue = _begun(connection, attempt, now)
            for place, record in enumerate(records):
                self._settle(connection, issue, attempt, record, place == 0, now)
            _end(connection, issue, attempt, now)
            return one_issue(connection.execute(sa.select(issues).where(issues.c.key == attempt.key)).mappings().one())

    def finish(self, key: str, held: Sequence[ArticleRow], end: int, now: dt.datetime, whole: str | None = None) -> None:
        """Give an issue the end of its newest file, and its articles the revisions their file holds; what was fetched is to be read.

        With the digest of an article file that is `whole` while records are damaged, it is read already: less would come out now.
        """
        again = sa.case((issues.c.outcome.in_(("read", "indexed")), "fetched"), else_=issues.c.outcome)
        as_held = {"outcome": "read", "digest": whole, "articles": len(held), "reason": None, "first_bad": None} if whole else {}
        with self._db.write() as connection:
            known = {row["id"]: row for row in connection.execute(sa.select(articles).where(articles.c.issue == key)).mappings()}
            for row in held:
                _adopt(self._db, connection, row, known.get(row.id))
            done = {"archive_end": end, "outcome": again, "tries": 0, "updated": now, **as_held}
            connection.execute(sa.update(issues).where(issues.c.key == key).values(done))

    def _settle(self, connection: sa.Connection, issue: Issue, attempt: Attempt, record: Restored, first: bool, now: dt.datetime) -> None:
        row = _placed(connection, issue, record, first)
        if first:
            host_row(self._db, connection, record.host, attempt.pace, now)
        listed = record.lists(row)
        kept = record.kept
        state = "skipped" if row.state == "skipped" else "kept" if not listed.reason else "failed" if first else "due"
        values: dict[str, Any] = {"state": state, "reason": listed.reason, "late": state == "due"}
        values |= {"not_before": attempt.late if state == "due" else None, "status": kept.status, "fetched_at": kept.fetched_at}
        values |= {"file": kept.file, "offset": kept.offset, "length": kept.length, "digest": kept.digest}
        values |= {"etag": kept.etag or (row.etag if record.same else None)}
        values |= {"last_modified": kept.last_modified or (row.last_modified if record.same else None)}
        connection.execute(sa.update(addresses).where(addresses.c.id == row.id).values(values))
        add_found(self._db, connection, issue, listed.found, attempt.pace.wait, now)


def _begun(connection: sa.Connection, attempt: Attempt, now: dt.datetime) -> Issue:
    """The issue at the beginning of an attempt: what an earlier one still had to do is not to be done any more."""
    mine = issues.c.key == attempt.key
    fresh: dict[str, Any] = {"attempt": attempt.number, "outcome": "fetching", "reason": None, "archive_end": 0, "updated": now}
    if not connection.execute(sa.update(issues).where(mine).values(fresh)).rowcount:
        row = {"key": attempt.key, "paper": attempt.paper, "date": attempt.date, "turn": attempt.turn, **fresh}
        connection.execute(sa.insert(issues).values(row))
    waiting = sa.and_(addresses.c.issue == attempt.key, addresses.c.state.in_(("due", "parked")))
    connection.execute(sa.update(addresses).where(waiting).values(state="failed", late=False))
    return one_issue(connection.execute(sa.select(issues).where(mine)).mappings().one())


def _placed(connection: sa.Connection, issue: Issue, record: Restored, first: bool) -> Address:
    """The row of a record's address in this attempt: the first record of a file is the issue's first page."""
    mine = sa.and_(addresses.c.issue == issue.key, addresses.c.address == record.address)
    row = connection.execute(sa.select(addresses).where(mine)).mappings().first()
    if row is None:
        found = Found(record.address, "layout" if first else "article", record.host, 0 if first else _UNLISTED)
        connection.execute(sa.insert(addresses).values(address_row(issue.key, issue.paper, issue.turn, issue.attempt, found)))
    elif row["attempt"] < issue.attempt:
        connection.execute(sa.update(addresses).where(mine).values(attempt=issue.attempt, **({"rank": 0} if first else {})))
    return one_address(connection.execute(sa.select(addresses).where(mine)).mappings().one())


def _end(connection: sa.Connection, issue: Issue, attempt: Attempt, now: dt.datetime) -> None:
    """How the attempt leaves its issue.

    In a settled file an address without a record is late. An attempt that lacks a page the issue lists does not take the place of one that
    was whole: nobody can say what that page would list.
    """
    here = sa.and_(addresses.c.issue == issue.key, addresses.c.attempt == issue.attempt)
    unwanted = sa.and_(here, addresses.c.role.in_(attempt.unwanted), addresses.c.file.is_(None))
    connection.execute(sa.delete(addresses).where(unwanted))
    if attempt.growing:
        return
    put_off = {"late": True, "not_before": attempt.late, "reason": attempt.missing}
    due = sa.and_(here, addresses.c.state == "due", ~addresses.c.late)
    connection.execute(sa.update(addresses).where(due).values(put_off))
    lacking = sa.select(addresses.c.id).where(here, addresses.c.role == "layout", addresses.c.state.in_(("due", "failed")))
    if issue.listed and connection.execute(lacking).first():
        connection.execute(sa.update(issues).where(issues.c.key == issue.key).values(outcome="fetched"))
        return
    counts = count(connection, issue)
    unread = connection.execute(sa.select(addresses.c.reason).where(here, addresses.c.rank == 0, addresses.c.state == "failed")).scalar()
    ending = Ending("layout_unknown", unread) if unread else attempt.finish(replace(issue, outcome="fetching"), counts)
    keep(connection, issue, ending, now, counts, 0)


def _adopt(database: Database, connection: sa.Connection, held: ArticleRow, known: sa.RowMapping | None) -> None:
    """An article as its file holds it is what it is; the newest revision made on the way here is that one."""
    values = {"issue": held.issue, "ordinal": held.ordinal, "revision": held.revision, "digest": held.digest, "source": held.source}
    values |= {"lost": False, "redirect": None}
    insert = database.insert(articles).values(id=held.id, **values)
    connection.execute(insert.on_conflict_do_update(index_elements=["id"], set_=values))
    if known is None or known["revision"] == held.revision:
        return
    newest = sa.and_(revisions.c.id == held.id, revisions.c.revision == known["revision"])
    later = sa.and_(revisions.c.id == held.id, revisions.c.revision == held.revision)
    connection.execute(sa.delete(revisions).where(later))
    connection.execute(sa.update(revisions).where(newest).values(revision=held.revision, digest=held.digest))
