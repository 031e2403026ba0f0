"""What a build of the index has to know of the ledger: what its generation lacks, what it holds, what must not be found in it.

While a build puts an issue into its generation, the row that says so holds no digest: a commit of somebody else's meanwhile does not count
for that generation, because the build's own may come behind it with the article file as it was before. So the file is put again.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from storage.ledger.database import Database
from storage.ledger.issues import one_issue
from storage.ledger.rows import Issue, Tombstone
from storage.ledger.tables import articles, indexed, issues, tombstones

#: The digest of an issue that is being put into a generation now.
UNDER_WAY = ""


@dataclass(frozen=True, slots=True)
class Holding:
    """What a generation holds by the ledger, at one instant: revisions of living articles by id.

    `settled` are those of issues that are in it as their files are now (`digests`, by issue), `moving` those of issues that changed since.
    """

    settled: dict[str, int]
    moving: dict[str, int]
    digests: dict[str, str]


class Building:
    """Queries of a build."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def lacking(self, name: str, limit: int | None = None) -> list[Issue]:
        """Issues with articles that a generation needs before it may be live, by turn.

        An issue that is in it as its file was before, and waits to be read or indexed, is not lacking: its news goes into every open
        generation, and the live one has none either.
        """
        mine = sa.and_(indexed.c.issue == issues.c.key, indexed.c.generation == name)
        older = sa.and_(indexed.c.digest != UNDER_WAY, issues.c.outcome.in_(("read", "fetched")))
        there = sa.exists().where(mine, sa.or_(indexed.c.digest == issues.c.digest, older))
        wanted = sa.select(issues).where(issues.c.digest.is_not(None), ~there).order_by(issues.c.turn, issues.c.key).limit(limit)
        with self._db.read() as connection:
            return [one_issue(row) for row in connection.execute(wanted).mappings()]

    def begin(self, name: str, keys: Sequence[str]) -> None:
        """Note that issues are being put into a generation."""
        insert = self._db.insert(indexed)
        again = insert.on_conflict_do_update(index_elements=["issue", "generation"], set_={"digest": UNDER_WAY})
        with self._db.write() as connection:
            connection.execute(again, [{"issue": key, "generation": name, "digest": UNDER_WAY} for key in keys])

    def end(self, name: str) -> None:
        """Nothing is being put into a generation any more: what was begun and not noted since is not in it."""
        self._forget(name, indexed.c.digest == UNDER_WAY)

    def forget(self, name: str, keys: Collection[str]) -> None:
        """Take issues as not in a generation: they are put there again."""
        self._forget(name, indexed.c.issue.in_(list(keys)))

    def graves(self, keys: Collection[str]) -> list[Tombstone]:
        """The tombstones of articles of some issues."""
        with self._db.read() as connection:
            wanted = sa.select(tombstones).where(of_issues(keys)).order_by(tombstones.c.id)
            return [Tombstone(**row) for row in connection.execute(wanted).mappings()]

    def bury_again(self) -> None:
        """Have all tombstones applied once more: a generation that was written to no more is to be searched again."""
        with self._db.write() as connection:
            connection.execute(sa.update(tombstones).values(applied=None))

    def holding(self, name: str) -> Holding:
        """What a generation should hold."""
        joined = sa.join(articles, issues, articles.c.issue == issues.c.key).join(indexed, indexed.c.issue == issues.c.key)
        columns = (articles.c.id, articles.c.revision, issues.c.key, issues.c.digest, indexed.c.digest.label("noted"))
        wanted = sa.select(*columns).select_from(joined).where(indexed.c.generation == name, ~articles.c.lost).order_by(articles.c.id)
        found = Holding({}, {}, {})
        with self._db.read() as connection:
            for row in connection.execute(wanted):
                now = row.noted == row.digest
                (found.settled if now else found.moving)[row.id] = row.revision
                if now:
                    found.digests[row.key] = row.digest
        return found

    def _forget(self, name: str, which: sa.ColumnElement[bool]) -> None:
        with self._db.write() as connection:
            connection.execute(sa.delete(indexed).where(indexed.c.generation == name, which))


def of_issues(keys: Collection[str]) -> sa.ColumnElement[bool]:
    """Whether a tombstone is of an article of some issues."""
    return tombstones.c.id.in_(sa.select(articles.c.id).where(articles.c.issue.in_(list(keys))))


def being_indexed() -> sa.ColumnElement[bool]:
    """Whether a tombstone is of an article of an issue that is claimed to be indexed."""
    joined = sa.join(articles, issues, articles.c.issue == issues.c.key)
    claimed = sa.and_(articles.c.id == tombstones.c.id, issues.c.outcome == "read", issues.c.owner.is_not(None))
    return sa.exists(sa.select(articles.c.id).select_from(joined).where(claimed)).correlate(tombstones)
