"""Papers at rest: paused until somebody resumes them, or stopped until somebody asks for them again. Lanes pass over their addresses."""

import datetime as dt
from dataclasses import dataclass

import sqlalchemy as sa

from storage.ledger.database import Database
from storage.ledger.planning_tables import backfills
from storage.ledger.rows import Reason
from storage.ledger.tables import Instant, addresses, issues, papers


@dataclass(frozen=True, slots=True)
class Pause:
    """A paper at rest: since when, why (in the words of who paused it), and whether it was stopped."""

    paper: str
    since: dt.datetime
    why: str | None
    stopped: bool


class Pauses:
    """Pausing and stopping papers; whatever works on a claim ends it, the next claim passes over the paper."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def all(self) -> dict[str, Pause]:
        """Every paper at rest, by code."""
        wanted = sa.select(papers).where(papers.c.paused.is_not(None)).order_by(papers.c.code)
        with self._db.read() as connection:
            rows = connection.execute(wanted).all()
        return {row.code: Pause(row.code, row.paused, row.paused_why, row.stopped) for row in rows}

    def of(self, paper: str) -> Pause | None:
        """The pause of a paper; None where it goes on."""
        return self.all().get(paper)

    def pause(self, paper: str, why: str | None, now: dt.datetime) -> bool:
        """Let a paper rest; False where it does already (a new reason is kept)."""
        with self._db.write() as connection:
            return _rest(self._db, connection, paper, why, now, stopped=False)

    def resume(self, paper: str, now: dt.datetime) -> bool:
        """Let a paper go on with what is due of it; False where it does not rest."""
        del now
        resting = sa.and_(papers.c.code == paper, papers.c.paused.is_not(None))
        fresh = {"paused": None, "paused_why": None, "stopped": False}
        with self._db.write() as connection:
            return bool(connection.execute(sa.update(papers).where(resting).values(fresh)).rowcount)

    def stop(self, paper: str, why: str | None, reason: Reason, now: dt.datetime) -> int:
        """Let a paper rest and drop what is due of it: its issues fail with the reason, its ranges end; how many issues.

        What is held stays, and is read and indexed. A crawl of the same days goes on where it stopped.
        """
        with self._db.write() as connection:
            _rest(self._db, connection, paper, why, now, stopped=True)
            still = sa.and_(backfills.c.paper == paper, backfills.c.ended.is_(None))
            connection.execute(sa.update(backfills).where(still).values(ended=now, reason=reason))
            mine = sa.and_(addresses.c.paper == paper, addresses.c.state == "due")
            connection.execute(sa.update(addresses).where(mine, addresses.c.issue.is_(None)).values(state="failed", reason=reason))
            connection.execute(sa.update(addresses).where(mine, ~addresses.c.late).values(state="parked"))
            open_ = sa.and_(issues.c.paper == paper, issues.c.outcome.in_(("due", "fetching")))
            bad = sa.func.coalesce(issues.c.first_bad, sa.literal(now, Instant()))
            values = {"outcome": "failed", "reason": reason, "awaits_probe": False, "first_bad": bad, "updated": now}
            return connection.execute(sa.update(issues).where(open_).values(values)).rowcount


def _rest(database: Database, connection: sa.Connection, paper: str, why: str | None, now: dt.datetime, *, stopped: bool) -> bool:
    known = connection.execute(sa.select(papers.c.paused).where(papers.c.code == paper)).scalar()
    values = {"paused": known or now, "paused_why": why, "stopped": stopped}
    insert = database.insert(papers).values(code=paper, **values)
    connection.execute(insert.on_conflict_do_update(index_elements=["code"], set_=values))
    return known is None
