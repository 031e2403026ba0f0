"""What hosts ask of crawlers: the robots.txt of each origin, kept for all processes, and the delay it names."""

import datetime as dt
from dataclasses import asdict

import sqlalchemy as sa

from storage.ledger.database import Database
from storage.ledger.issues import new_host
from storage.ledger.rows import Robots
from storage.ledger.tables import hosts, robots


class RobotsTexts:
    """A row for each origin (`https://host:port`) that was asked for its robots.txt."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def get(self, origin: str) -> Robots | None:
        """What is known of an origin."""
        with self._db.read() as connection:
            row = connection.execute(sa.select(robots).where(robots.c.origin == origin)).mappings().first()
        return Robots(**row) if row else None

    def keep(self, known: Robots, host: str, delay: float | None = None) -> None:
        """Keep what was learnt; `delay` is the seconds between two requests the text asks for (None: nothing was learnt of it)."""
        row = asdict(known)
        with self._db.write() as connection:
            connection.execute(self._db.insert(robots).values(row).on_conflict_do_update(index_elements=["origin"], set_=row))
            if delay is not None:
                connection.execute(sa.update(hosts).where(hosts.c.host == host).values(delay=delay))

    def borrow(self, host: str, wait: float, now: dt.datetime) -> dt.datetime | None:
        """Take the slot of another host for one request: None where it is taken, else the instant to try again at.

        The request counts for that host: it is not asked again before its own wait is over. `wait` is for a host nobody knew.
        """
        with self._db.write() as connection:
            new_host(self._db, connection, host, wait, now)
            row = connection.execute(sa.select(hosts).where(hosts.c.host == host)).mappings().one()
            busy = row["owner"] is not None and row["leased_until"] >= now
            if busy or row["free_at"] > now:
                free_at: dt.datetime = row["free_at"]
                return max(now + dt.timedelta(seconds=1), free_at)
            free_at = now + dt.timedelta(seconds=max(row["wait"], row["delay"]))
            connection.execute(sa.update(hosts).where(hosts.c.host == host).values(free_at=free_at))
        return None
