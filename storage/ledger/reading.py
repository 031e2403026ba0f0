"""Issues that are fetched and wait to be read, and the articles that reading gives."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

import sqlalchemy as sa

from storage.ledger.database import Database
from storage.ledger.issues import one_address, one_issue
from storage.ledger.revisions import History, note
from storage.ledger.rows import Address, ArticleRow, Ending, Issue, LostLease, Reading
from storage.ledger.tables import addresses, articles, generations, indexed, issues, tombstones
from storage.ledger.taken import TakenIds, taken
from storage.ledger.yields import Yield, keep_yield


class Readings:
    """Claims on issues to be read, and the rows of articles."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def ready(self, now: dt.datetime) -> int:
        """How many issues wait to be read and nobody reads."""
        with self._db.read() as connection:
            return connection.execute(sa.select(sa.func.count()).select_from(issues).where(_readable(now))).scalar_one()

    def waiting(self, now: dt.datetime, limit: int) -> list[str]:
        """The next issues to be read that nobody reads, by turn."""
        wanted = sa.select(issues.c.key).where(_readable(now)).order_by(issues.c.turn, issues.c.key).limit(limit)
        with self._db.read() as connection:
            return list(connection.execute(wanted).scalars())

    def claim(self, owner: str, now: dt.datetime, until: dt.datetime, key: str | None = None) -> Reading | None:
        """Take the next fetched issue (or that of `key`), if there is one nobody reads."""
        free = sa.and_(_readable(now), issues.c.key == key) if key else _readable(now)
        chosen = sa.select(issues.c.key).where(free).order_by(issues.c.turn, issues.c.key).limit(1).with_for_update(skip_locked=True)
        values = {"owner": owner, "lease": issues.c.lease + 1, "leased_until": until, "tries": issues.c.tries + 1}
        with self._db.write(narrow=True, durable=False) as connection:
            claim = sa.update(issues).where(issues.c.key == chosen.scalar_subquery(), _readable(now)).values(values).returning(issues)
            rows = connection.execute(claim).mappings().fetchall()
            if not rows:
                return None
            issue = one_issue(rows[0])
            return Reading(issue, _held(connection, issue))

    def holds(self, issue: Issue) -> None:
        """LostLease where the claim on the issue is no longer ours."""
        with self._db.read() as connection:
            if connection.execute(sa.select(issues.c.key).where(_mine(issue))).first() is None:
                raise LostLease(issue.key)

    def settle(
        self,
        issue: Issue,
        rows: Sequence[ArticleRow],
        digest: str,
        ending: Ending,
        now: dt.datetime,
        history: History | None = None,
        gave: Yield | None = None,
    ) -> str:
        """Close a reading: its articles, the file's digest, how much it `gave` and the outcome; the outcome it has afterwards.

        Rows that are lost leave a tombstone; `history` enters what was made of which records. An issue whose file is in every open
        generation already is `indexed` at once; one that got a record while it was read stays `fetched`. LostLease where the claim is
        no longer ours, TakenIds where articles of other issues have ids of these; nothing is changed then.
        """
        with self._db.write(narrow=True) as connection:
            current = connection.execute(sa.select(issues).where(_mine(issue)).with_for_update()).mappings().first()
            if current is None:
                raise LostLease(issue.key)
            _write_rows(self._db, connection, issue.key, rows, now)
            if history:
                note(connection, issue.key, rows, history, now)
            if gave:
                keep_yield(self._db, connection, issue.key, gave)
            outcome = ending.outcome
            if outcome == "read" and _everywhere(connection, issue.key, digest) and not _buried(connection, rows):
                outcome = "indexed"
            if current["outcome"] != "fetched":
                outcome = current["outcome"]
            elif current["archive_end"] != issue.archive_end:
                outcome = "fetched"
            values: dict[str, Any] = {
                "owner": None,
                "leased_until": None,
                "digest": digest,
                "outcome": outcome,
                "reason": ending.reason,
                "updated": now,
                "reader": history.version if history else None,
            }
            values |= {"articles": sum(not row.lost for row in rows), "not_before": ending.not_before}
            values |= {"tries": 0} if outcome in ("read", "indexed") else {"first_bad": issue.first_bad or now}
            connection.execute(sa.update(issues).where(issues.c.key == issue.key).values(values))
            return outcome

    def fail(self, issue: Issue, ending: Ending, now: dt.datetime) -> None:
        """Close a reading that gave nothing: the issue's outcome and why. LostLease as above."""
        values = {"owner": None, "leased_until": None, "outcome": ending.outcome, "reason": ending.reason, "not_before": ending.not_before}
        with self._db.write(narrow=True) as connection:
            update = sa.update(issues).where(_mine(issue)).values(**values, first_bad=issue.first_bad or now, updated=now)
            if not connection.execute(update).rowcount:
                raise LostLease(issue.key)

    def release(self, issue: Issue) -> None:
        """Give a claim back undone, as if it had not been taken."""
        one_less = sa.case((issues.c.tries > 0, issues.c.tries - 1), else_=0)
        with self._db.write(narrow=True) as connection:
            connection.execute(sa.update(issues).where(_mine(issue)).values(owner=None, leased_until=None, tries=one_less))

    def give_up(self, issue: Issue) -> None:
        """Give a claim back after its reader died; the try counts."""
        with self._db.write(narrow=True) as connection:
            connection.execute(sa.update(issues).where(_mine(issue)).values(owner=None, leased_until=None))

    def held(self, issue: Issue) -> tuple[Address, ...]:
        """The addresses with a record that a reading of the issue would read, in order."""
        with self._db.read() as connection:
            return _held(connection, issue)

    def articles(self, issue: str) -> list[ArticleRow]:
        """The rows of an issue's articles in their order, the lost ones last."""
        wanted = sa.select(articles).where(articles.c.issue == issue).order_by(articles.c.lost, articles.c.ordinal, articles.c.id)
        with self._db.read() as connection:
            return [ArticleRow(**row) for row in connection.execute(wanted).mappings()]

    def article(self, id_: str) -> ArticleRow | None:
        """The row of an id, lost or not."""
        with self._db.read() as connection:
            row = connection.execute(sa.select(articles).where(articles.c.id == id_)).mappings().first()
        return ArticleRow(**row) if row else None

    def records(self, id_: str) -> list[Address]:
        """The addresses with a record that an article came from: that of its source, then the rest of its issue by rank."""
        row = self.article(id_)
        if row is None:
            return []
        with self._db.read() as connection:
            kept = sa.select(addresses).where(addresses.c.issue == row.issue, addresses.c.file.is_not(None)).order_by(addresses.c.rank)
            held = [one_address(one) for one in connection.execute(kept).mappings()]
        return sorted(held, key=lambda one: one.address != row.source)

    def ids(self) -> Iterable[tuple[str, int]]:
        """Every id that should be found and its revision, by id."""
        wanted = sa.select(articles.c.id, articles.c.revision).where(~articles.c.lost).order_by(articles.c.id)
        with self._db.read() as connection:
            return [(row.id, row.revision) for row in connection.execute(wanted)]


def _readable(now: dt.datetime) -> sa.ColumnElement[bool]:
    free = sa.or_(issues.c.owner.is_(None), issues.c.leased_until < now)
    return sa.and_(issues.c.outcome == "fetched", free, sa.or_(issues.c.not_before.is_(None), issues.c.not_before <= now))


def _mine(issue: Issue) -> sa.ColumnElement[bool]:
    return sa.and_(issues.c.key == issue.key, issues.c.owner == issue.owner, issues.c.lease == issue.lease)


def _held(connection: sa.Connection, issue: Issue) -> tuple[Address, ...]:
    listed = sa.and_(addresses.c.issue == issue.key, addresses.c.attempt >= issue.listed, addresses.c.state != "skipped")
    wanted = sa.select(addresses).where(listed, addresses.c.file.is_not(None)).order_by(addresses.c.rank, addresses.c.address)
    return tuple(one_address(row) for row in connection.execute(wanted).mappings())


def _write_rows(database: Database, connection: sa.Connection, issue: str, rows: Sequence[ArticleRow], now: dt.datetime) -> None:
    if not rows:
        return
    insert = database.insert(articles)
    columns = ("issue", "ordinal", "revision", "digest", "source", "gone_since", "lost", "redirect")
    set_ = {name: insert.excluded[name] for name in columns}
    upsert = insert.on_conflict_do_update(index_elements=["id"], set_=set_, where=articles.c.issue == insert.excluded.issue)
    connection.execute(upsert, [{"id": row.id, **{name: getattr(row, name) for name in columns}} for row in rows])
    if others := taken(connection, issue, [row.id for row in rows]):
        raise TakenIds(others)
    lost = [{"id": row.id, "revision": row.revision, "at": now, "applied": None} for row in rows if row.lost]
    if lost:
        bury = database.insert(tombstones)
        newer = tombstones.c.revision < bury.excluded.revision
        again = {"revision": bury.excluded.revision, "at": bury.excluded.at, "applied": None}
        connection.execute(bury.on_conflict_do_update(index_elements=["id"], set_=again, where=newer), lost)
    living = [row.id for row in rows if not row.lost]
    connection.execute(sa.delete(tombstones).where(tombstones.c.id.in_(living)))


def _everywhere(connection: sa.Connection, issue: str, digest: str) -> bool:
    """Whether every generation that is written holds the issue's file as it is (and there is one)."""
    open_ = sa.select(generations.c.name).where(generations.c.state != "retired")
    names = {row.name for row in connection.execute(open_)}
    have = sa.select(indexed.c.generation).where(indexed.c.issue == issue, indexed.c.digest == digest)
    return bool(names) and names <= {row.generation for row in connection.execute(have)}


def _buried(connection: sa.Connection, rows: Sequence[ArticleRow]) -> bool:
    """Whether a lost article's tombstone is still to be applied."""
    lost = [row.id for row in rows if row.lost]
    pending = sa.select(tombstones.c.id).where(tombstones.c.id.in_(lost), tombstones.c.applied.is_(None))
    return bool(lost) and connection.execute(pending).first() is not None
