"""Budgets of hosts: how many requests each may be asked a day, and how many are left today."""

import datetime as dt
from dataclasses import dataclass

import sqlalchemy as sa

from storage.ledger.database import Database
from storage.ledger.rows import SHANGHAI
from storage.ledger.tables import addresses, hosts


@dataclass(frozen=True, slots=True)
class Budget:
    """A host's requests of a day in Shanghai: how many it may get (None: any number), got, and has due (put off ones left out).

    `free_at` is when it may be asked next, `failures` how often in a row it gave no answer.
    """

    host: str
    per_day: int | None
    asked: int
    due: int
    free_at: dt.datetime
    failures: int

    @property
    def left(self) -> int | None:
        """How many requests are left today; None where any number is."""
        return None if self.per_day is None else max(0, self.per_day - self.asked)


class Budgets:
    """What the hosts' rows tell."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def all(self, now: dt.datetime) -> list[Budget]:
        """Every host by name."""
        today = now.astimezone(SHANGHAI).date()
        due = sa.and_(addresses.c.state == "due", ~addresses.c.late)
        counted = sa.select(addresses.c.host, sa.func.count().label("due")).where(due).group_by(addresses.c.host).subquery()
        wanted = sa.select(hosts, sa.func.coalesce(counted.c.due, 0).label("due"))
        wanted = wanted.outerjoin(counted, counted.c.host == hosts.c.host).order_by(hosts.c.host)
        with self._db.read() as connection:
            rows = connection.execute(wanted).all()
        return [Budget(row.host, row.per_day, row.asked if row.day == today else 0, row.due, row.free_at, row.failures) for row in rows]
