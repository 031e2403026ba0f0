"""Revisions of articles: what each was read from, why it was made; and articles that left their source or came back.

A reading that makes a revision leaves a row with the record of every address it read, so that an old revision can be read again from the
archive without a walk over it: `{"files": [name …], "records": [[address id, number of the file, offset, length, rank, page] …]}`.
"""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

import sqlalchemy as sa

from storage.ledger.database import Database
from storage.ledger.issues import one_address
from storage.ledger.revision_tables import disappearances, readings, revisions
from storage.ledger.rows import Address, ArticleRow
from storage.ledger.tables import addresses, articles, issues

#: Why a revision was made: the first reading, other bytes at the source, a reader that reads the same bytes otherwise; `unknown` where
#: the ledger did not see it made. `editor`: a correction came, changed or went.
Cause = Literal["first", "source", "reader", "editor", "unknown"]
#: How an article left its source: no page lists its address any more, or the address answers that there is nothing.
Absence = Literal["unlisted", "gone"]
ChangeKind = Literal["edited", "gone", "back", "issue_gone"]
_CHUNK = 400


@dataclass(frozen=True, slots=True)
class Made:
    """An article as a reading gave it: the `part`-th of those read from the address `source`; `changed` counts places by field.

    `cause` is None where it is no new revision.
    """

    id: str
    source: str
    part: int
    cause: Cause | None = None
    changed: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class History:
    """What a reading leaves behind it: which reader it was, the records it read, what it made, and why articles are gone, by id."""

    reader: str
    addresses: tuple[Address, ...]
    made: tuple[Made, ...]
    absent: Mapping[str, Absence] = field(default_factory=dict)
    #: The digest of the reader (see `scrapers.reader_version`), kept with the issue.
    version: str | None = None


@dataclass(frozen=True, slots=True)
class RevisionRow:
    """A revision of an article, the records it was read from (`number` of `PastReading`) and the version of the reader that made it."""

    id: str
    revision: int
    issue: str
    reading: int
    reader: str
    digest: str
    cause: Cause
    changed: Mapping[str, int] | None
    source: str
    part: int
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class PastReading:
    """What was read of an issue, from `read_at` on until other records were read: the addresses, each at its record."""

    issue: str
    number: int
    read_at: dt.datetime
    addresses: tuple[Address, ...]

    def record(self, address: str) -> Address | None:
        """The record read for an address."""
        return next((one for one in self.addresses if one.address == address), None)


@dataclass(frozen=True, slots=True)
class Change:
    """Something that happened at a source: an article edited, gone or back, or a whole issue gone (`id` is the issue then)."""

    kind: ChangeKind
    id: str
    issue: str
    paper: str
    date: dt.date | None
    at: dt.datetime
    revision: int | None = None
    changed: Mapping[str, int] | None = None
    why: str | None = None


class Revisions:
    """Queries over revisions and what happened at the sources; `note` is called by the settlement of a reading."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def of(self, id_: str) -> list[RevisionRow]:
        """The revisions of an article, oldest first."""
        wanted = sa.select(revisions).where(revisions.c.id == id_).order_by(revisions.c.revision)
        with self._db.read() as connection:
            return [RevisionRow(**row) for row in connection.execute(wanted).mappings()]

    def reading(self, issue: str, number: int) -> PastReading | None:
        """A reading of an issue."""
        with self._db.read() as connection:
            return next(_past(connection, issue, [number]), None)

    def standing(self, issue: str) -> list[tuple[PastReading, tuple[RevisionRow, ...]]]:
        """The readings that made what an issue's articles are now, with those articles' revisions."""
        living = sa.and_(articles.c.id == revisions.c.id, articles.c.revision == revisions.c.revision, ~articles.c.lost)
        wanted = sa.select(revisions).join(articles, living).where(revisions.c.issue == issue).order_by(articles.c.ordinal)
        with self._db.read() as connection:
            rows = [RevisionRow(**row) for row in connection.execute(wanted).mappings()]
            past = list(_past(connection, issue, sorted({row.reading for row in rows})))
        return [(one, tuple(row for row in rows if row.reading == one.number)) for one in past]

    def absences(self, id_: str) -> list[tuple[dt.datetime, dt.datetime | None, str]]:
        """When an article left its source, when it came back (None: it has not), and how it left; oldest first."""
        wanted = sa.select(disappearances).where(disappearances.c.id == id_).order_by(disappearances.c.since)
        with self._db.read() as connection:
            return [(row["since"], row["back"], row["why"]) for row in connection.execute(wanted).mappings()]

    def records(self, issue: str) -> list[Address]:
        """Every record the ledger relies on for an issue: those of its addresses, then those of past readings."""
        with self._db.read() as connection:
            held = sa.select(addresses).where(addresses.c.issue == issue, addresses.c.file.is_not(None)).order_by(addresses.c.rank)
            found = [one_address(row) for row in connection.execute(held).mappings()]
            past = [one for reading in _past(connection, issue) for one in reading.addresses]
        seen = {(one.file, one.offset) for one in found}
        return found + [one for one in past if (one.file, one.offset) not in seen]

    def without_file(self, there: Callable[[str], bool]) -> Iterator[Address]:
        """The addresses whose record lies in a file that is not there; a part of the ledger at a time."""
        after = ""
        while True:
            named = sa.select(addresses.c.file).where(addresses.c.file > after).distinct().order_by(addresses.c.file).limit(_CHUNK)
            with self._db.read() as connection:
                names = list(connection.execute(named).scalars())
                lacking = [name for name in names if not there(name)]
                wanted = sa.select(addresses).where(addresses.c.file.in_(lacking)).order_by(addresses.c.file, addresses.c.offset)
                found = [one_address(row) for row in connection.execute(wanted).mappings()] if lacking else []
            yield from found
            if not names:
                return
            after = names[-1]

    def changes(
        self, paper: str | None = None, first: dt.datetime | None = None, last: dt.datetime | None = None, *, silent: bool = False
    ) -> list[Change]:
        """What happened at the sources from `first` to before `last`, by when it was noticed.

        Edits that changed nothing printed (the bytes round the text) are left out unless `silent`.
        """
        found: list[Change] = []
        with self._db.read() as connection:
            for kind, moment, wanted in _events(paper):
                bounds = ([moment >= first] if first else []) + ([moment < last] if last else [])
                found += [Change(kind, **row) for row in connection.execute(wanted.where(*bounds)).mappings()]
        kept = [one for one in found if one.kind != "edited" or one.changed or silent]
        return sorted(kept, key=lambda one: (one.at, one.id, one.kind))


def _events(paper: str | None) -> Iterator[tuple[ChangeKind, Any, Any]]:
    """The kinds of changes: when each is noticed, and the rows."""
    about = (issues.c.paper, issues.c.date)
    left, made = disappearances.c, revisions.c
    edited = sa.select(made.id, made.issue, *about, made.at, made.revision, made.changed).join(issues, issues.c.key == made.issue)
    gone = sa.select(left.id, left.issue, *about, left.since.label("at"), left.why).join(issues, issues.c.key == left.issue)
    back = sa.select(left.id, left.issue, *about, left.back.label("at"), left.why).join(issues, issues.c.key == left.issue)
    whole = sa.select(issues.c.key.label("id"), issues.c.key.label("issue"), *about, issues.c.updated.label("at"))
    lost = sa.and_(issues.c.articles > 0, issues.c.outcome.in_(("no_issue", "archive_limit")))
    of_paper = [issues.c.paper == paper] if paper else []
    yield "edited", made.at, edited.where(made.cause == "source", *of_paper)
    yield "gone", left.since, gone.where(*of_paper)
    yield "back", left.back, back.where(left.back.is_not(None), *of_paper)
    yield "issue_gone", issues.c.updated, whole.where(lost, *of_paper)


def _past(connection: sa.Connection, issue: str, numbers: Sequence[int] | None = None) -> Iterator[PastReading]:
    wanted = sa.select(readings).where(readings.c.issue == issue).order_by(readings.c.number)
    wanted = wanted if numbers is None else wanted.where(readings.c.number.in_(numbers))
    rows = connection.execute(wanted).mappings().all()
    if not rows:
        return
    held = connection.execute(sa.select(addresses).where(addresses.c.issue == issue)).mappings()
    known = {row["id"]: one_address(row) for row in held}
    for row in rows:
        yield PastReading(row["issue"], row["number"], row["read_at"], tuple(_unpacked(row["records"], known)))


def _unpacked(packed: Mapping[str, Any], known: Mapping[int, Address]) -> Iterator[Address]:
    for id_, file, offset, length, rank, page in packed["records"]:
        if id_ in known:
            yield replace(known[id_], file=packed["files"][file], offset=offset, length=length, rank=rank, page=page, reason=None)


def _packed(read: Sequence[Address]) -> dict[str, Any]:
    files = sorted({one.file for one in read if one.file})
    records = [[one.id, files.index(one.file), one.offset, one.length, one.rank, one.page] for one in read if one.file]
    return {"files": files, "records": records}


def note(connection: sa.Connection, issue: str, rows: Sequence[ArticleRow], history: History, now: dt.datetime) -> None:
    """Enter what a reading made, inside its settlement: revisions the ledger has not seen, and who left or came back."""
    known = {(row.id, row.revision) for row in connection.execute(sa.select(revisions.c.id, revisions.c.revision).where(_of(issue)))}
    made = {one.id: one for one in history.made}
    fresh = [row for row in rows if not row.lost and row.id in made and (row.id, row.revision) not in known]
    if fresh:
        number = _reading(connection, issue, _packed(history.addresses), now)
        connection.execute(sa.insert(revisions), [_row(row, made[row.id], number, history.reader, now) for row in fresh])
    _note_absent(connection, issue, rows, history.absent, now)


def _of(issue: str) -> sa.ColumnElement[bool]:
    return revisions.c.issue == issue


def _reading(connection: sa.Connection, issue: str, records: dict[str, Any], now: dt.datetime) -> int:
    """The number under which those records are known: the last one's, where another reader read the same ones."""
    newest = sa.select(readings).where(readings.c.issue == issue).order_by(readings.c.number.desc()).limit(1)
    last = connection.execute(newest).mappings().first()
    if last is not None and last["records"] == records:
        return int(last["number"])
    number = int(last["number"]) + 1 if last is not None else 1
    connection.execute(sa.insert(readings).values(issue=issue, number=number, read_at=now, records=records))
    return number


def _row(row: ArticleRow, made: Made, number: int, reader: str, now: dt.datetime) -> dict[str, Any]:
    cause = made.cause or ("first" if row.revision == 1 else "unknown")
    values = {"id": row.id, "revision": row.revision, "issue": row.issue, "reading": number, "reader": reader}
    return {
        **values,
        "digest": row.digest,
        "cause": cause,
        "changed": dict(made.changed),
        "source": made.source,
        "part": made.part,
        "at": now,
    }


def _note_absent(
    connection: sa.Connection, issue: str, rows: Sequence[ArticleRow], absent: Mapping[str, Absence], now: dt.datetime
) -> None:
    """Open a disappearance for who is gone now, close it for who is there again."""
    pending = sa.and_(disappearances.c.issue == issue, disappearances.c.back.is_(None))
    away = {row.id for row in connection.execute(sa.select(disappearances.c.id).where(pending))}
    gone = {row.id: row.gone_since for row in rows if not row.lost and row.gone_since}
    left = [
        {"id": id_, "since": since, "issue": issue, "why": absent.get(id_, "unlisted")} for id_, since in gone.items() if id_ not in away
    ]
    if left:
        connection.execute(sa.insert(disappearances), left)
    there = {row.id for row in rows if not row.lost and not row.gone_since}
    for id_ in sorted(away & there):
        connection.execute(sa.update(disappearances).where(pending, disappearances.c.id == id_).values(back=now))
