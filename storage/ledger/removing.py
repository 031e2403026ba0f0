"""Removing an article on request: its row is lost and buried, and nothing points at its record any more."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from storage.ledger.database import Database
from storage.ledger.revision_tables import readings
from storage.ledger.tables import addresses, articles, indexed, issues, tombstones


class Removing:
    """Statements of `worker.steps.removing`; each is one transaction."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def withdraw(self, key: str, id_: str, revision: int, digest: str | None, now: dt.datetime) -> None:
        """The article is lost as of the revision after that one, with a tombstone; `digest` is that of its issue's file without it.

        Whoever reads the issue at this moment loses his claim. Done again it changes nothing but the tombstone, which is applied again.
        """
        with self._db.write() as connection:
            issue = connection.execute(sa.select(issues.c.digest).where(issues.c.key == key)).first()
            row = connection.execute(sa.select(articles).where(articles.c.id == id_)).mappings().first()
            grave = revision + 1 if row is None else row["revision"] if row["lost"] else row["revision"] + 1
            lost = {"lost": True, "redirect": None, "revision": grave}
            connection.execute(sa.update(articles).where(articles.c.id == id_).values(lost))
            self._bury(connection, id_, grave, now)
            if digest is not None and issue is not None:
                same = sa.and_(indexed.c.issue == key, indexed.c.digest == issue.digest)
                connection.execute(sa.update(indexed).where(same).values(digest=digest))
                connection.execute(sa.update(issues).where(issues.c.key == key).values(digest=digest))
            living = sa.select(sa.func.count()).select_from(articles).where(articles.c.issue == key, ~articles.c.lost)
            free: dict[str, Any] = {"owner": None, "leased_until": None, "lease": issues.c.lease + 1}
            connection.execute(sa.update(issues).where(issues.c.key == key).values(**free, articles=living.scalar_subquery()))

    def others(self, key: str, source: str, id_: str) -> list[str]:
        """The other living articles that were read from an address of an issue."""
        there = sa.and_(articles.c.issue == key, articles.c.source == source, articles.c.id != id_, ~articles.c.lost)
        with self._db.read() as connection:
            return list(connection.execute(sa.select(articles.c.id).where(there).order_by(articles.c.id)).scalars())

    def unlink(self, key: str, source: str) -> None:
        """An address of an issue holds no record any more and is not asked for; past readings read none of it."""
        nothing = dict.fromkeys(("file", "offset", "length", "digest", "etag", "last_modified", "status", "not_before", "reason"))
        with self._db.write() as connection:
            mine = sa.and_(addresses.c.issue == key, addresses.c.address == source)
            ids = set(connection.execute(sa.select(addresses.c.id).where(mine)).scalars())
            connection.execute(sa.update(addresses).where(mine).values(state="skipped", late=False, **nothing))
            for row in connection.execute(sa.select(readings).where(readings.c.issue == key)).mappings().all():
                left = {**row["records"], "records": _without(row["records"]["records"], ids)}
                same = sa.and_(readings.c.issue == key, readings.c.number == row["number"])
                connection.execute(sa.update(readings).where(same).values(records=left))

    def _bury(self, connection: sa.Connection, id_: str, revision: int, now: dt.datetime) -> None:
        grave = self._db.insert(tombstones).values(id=id_, revision=revision, at=now)
        again = {"revision": grave.excluded.revision, "applied": None}
        connection.execute(grave.on_conflict_do_update(index_elements=["id"], set_=again))


def _without(records: Sequence[Sequence[Any]], ids: set[int]) -> list[Sequence[Any]]:
    return [one for one in records if one[0] not in ids]
