"""When something was last done, and who is doing what only one may do at a time."""

import datetime as dt
from collections.abc import Callable

import sqlalchemy as sa

from storage.ledger.alarm_tables import marks
from storage.ledger.database import Database


class Marks:
    """A row for each thing by its name."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def done(self, name: str, now: dt.datetime) -> None:
        """It was done now."""
        insert = self._db.insert(marks).values(name=name, at=now)
        with self._db.write() as connection:
            connection.execute(insert.on_conflict_do_update(index_elements=["name"], set_={"at": now}))

    def latest(self, prefix: str = "") -> dict[str, dt.datetime]:
        """When all things whose names begin so were last done, by what follows."""
        wanted = sa.select(marks.c.name, marks.c.at).where(marks.c.at.is_not(None), marks.c.name.startswith(prefix, autoescape=True))
        with self._db.read() as connection:
            return {row.name.removeprefix(prefix): row.at for row in connection.execute(wanted)}

    def take(self, name: str, owner: str, now: dt.datetime, until: dt.datetime, alive: Callable[[str], bool]) -> bool:
        """Hold the lease on something until then; False where a living owner holds it."""
        with self._db.write() as connection:
            row = connection.execute(sa.select(marks).where(marks.c.name == name)).first()
            if row and row.owner and row.owner != owner and row.leased_until > now and alive(row.owner):
                return False
            mine = {"owner": owner, "leased_until": until}
            insert = self._db.insert(marks).values(name=name, **mine)
            connection.execute(insert.on_conflict_do_update(index_elements=["name"], set_=mine))
        return True

    def give_back(self, name: str, owner: str) -> None:
        """Give a lease back, if it is still ours."""
        with self._db.write() as connection:
            mine = sa.and_(marks.c.name == name, marks.c.owner == owner)
            connection.execute(sa.update(marks).where(mine).values(owner=None, leased_until=None))
