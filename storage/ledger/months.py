"""The sites' own lists of a month's issues: what they said, and asking for them."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from storage.ledger.database import Database
from storage.ledger.issues import new_host
from storage.ledger.planning_tables import months
from storage.ledger.rows import Found
from storage.ledger.tables import addresses

#: The turn of a list: behind the papers' entries, before any issue.
_TURN = -(10**9) + 1


@dataclass(frozen=True, slots=True)
class Month:
    """What a list said when it was looked at: the days of its month with an issue; None where it could not be had."""

    address: str
    paper: str
    month: dt.date
    days: frozenset[dt.date] | None
    checked: dt.datetime


class Months:
    """The lists by their addresses."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def get(self, address: str) -> Month | None:
        """What the list at an address said last."""
        with self._db.read() as connection:
            row = connection.execute(sa.select(months).where(months.c.address == address)).first()
        if row is None:
            return None
        days = None if row.days is None else frozenset(row.month.replace(day=day) for day in row.days)
        return Month(row.address, row.paper, row.month, days, row.checked)

    def keep(self, address: str, paper: str, month: dt.date, days: Iterable[dt.date] | None, now: dt.datetime) -> None:
        """Keep what a list said; days of other months are none of it."""
        first = month.replace(day=1)
        named = None if days is None else sorted({day.day for day in days if day.replace(day=1) == first})
        values = {"paper": paper, "month": first, "days": named, "checked": now}
        insert = self._db.insert(months).values(address=address, **values)
        with self._db.write() as connection:
            connection.execute(insert.on_conflict_do_update(index_elements=["address"], set_=values))

    def ask(self, paper: str, lists: Sequence[Found], wait: float, now: dt.datetime) -> int:
        """Make lists due that are not; how many. `page` of each is its month as an ISO date."""
        asked = 0
        with self._db.write() as connection:
            for one in lists:
                new_host(self._db, connection, one.host, wait, now)
                known = connection.execute(_at(one.address)).scalar()
                fresh = {"state": "due", "host": one.host, "tries": 0, "failures": 0, "not_before": None, "reason": None, "late": False}
                fresh |= {"at": None, "redirects": 0, "turn": _TURN}
                if known is None:
                    row = {"paper": paper, "address": one.address, "role": "month", "page": one.page, "rank": one.rank, **fresh}
                    connection.execute(sa.insert(addresses).values(row))
                elif known != "due":
                    same = sa.and_(addresses.c.role == "month", addresses.c.address == one.address)
                    connection.execute(sa.update(addresses).where(same).values(fresh))
                asked += known != "due"
        return asked


def _at(address: str) -> sa.Select[str]:
    return sa.select(addresses.c.state).where(addresses.c.role == "month", addresses.c.address == address)
