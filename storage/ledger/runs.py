"""Runs of commands, and the leases of owners that died."""

import datetime as dt
from collections.abc import Callable, Mapping

import sqlalchemy as sa

from storage.ledger.database import Database
from storage.ledger.rows import Run
from storage.ledger.tables import hosts, issues, runs


class Runs:
    """A row for each go of a command or a schedule."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def start(self, kind: str, what: Mapping[str, object] | None, now: dt.datetime) -> int:
        """Begin a run; its number."""
        with self._db.write() as connection:
            row = {"kind": kind, "what": dict(what) if what else None, "started": now}
            return int(connection.execute(sa.insert(runs).values(row).returning(runs.c.id)).scalar_one())

    def note(self, number: int, counts: Mapping[str, int]) -> None:
        """How far a run has come that goes on."""
        with self._db.write() as connection:
            connection.execute(sa.update(runs).where(runs.c.id == number, runs.c.ended.is_(None)).values(counts=dict(counts)))

    def about(self, number: int, what: Mapping[str, object]) -> None:
        """What a run is about by now."""
        with self._db.write() as connection:
            connection.execute(sa.update(runs).where(runs.c.id == number).values(what=dict(what)))

    def open(self, kind: str) -> list[int]:
        """The runs of a kind that have not ended, oldest first."""
        wanted = sa.select(runs.c.id).where(runs.c.kind == kind, runs.c.ended.is_(None)).order_by(runs.c.id)
        with self._db.read() as connection:
            return list(connection.execute(wanted).scalars())

    def end(self, number: int, counts: Mapping[str, int], now: dt.datetime) -> None:
        """End a run with what it did."""
        with self._db.write() as connection:
            connection.execute(sa.update(runs).where(runs.c.id == number).values(ended=now, counts=dict(counts)))

    def latest(self, limit: int = 20) -> list[Run]:
        """The newest runs, newest first."""
        with self._db.read() as connection:
            return [Run(**row) for row in connection.execute(sa.select(runs).order_by(runs.c.id.desc()).limit(limit)).mappings()]

    def get(self, number: int) -> Run:
        """A run. KeyError where there is none of that number."""
        with self._db.read() as connection:
            row = connection.execute(sa.select(runs).where(runs.c.id == number)).mappings().first()
        if row is None:
            raise KeyError(number)
        return Run(**row)

    def recover(self, alive: Callable[[str], bool], now: dt.datetime) -> int:
        """Free the leases of owners that are not alive; how many."""
        freed = 0
        with self._db.write() as connection:
            for table in (issues, hosts):
                owners = sa.select(table.c.owner).where(table.c.owner.is_not(None)).distinct()
                dead = [owner for (owner,) in connection.execute(owners).all() if not alive(owner)]
                update = sa.update(table).where(table.c.owner.in_(dead)).values(owner=None, leased_until=None)
                freed += connection.execute(update).rowcount if dead else 0
        return freed
