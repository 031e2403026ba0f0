"""What is wrong with papers and since when: bad issues by paper and cause, with the first bad day."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

import sqlalchemy as sa

from storage.ledger.database import Database
from storage.ledger.issues import one_issue
from storage.ledger.rows import Issue, Outcome, Reason
from storage.ledger.tables import issues

#: What somebody has to look at; the others say that a site has nothing (yet, or any more).
TROUBLED: tuple[Outcome, ...] = ("blocked", "denied", "layout_unknown", "failed")


@dataclass(frozen=True, slots=True)
class Trouble:
    """The issues of a paper that went wrong for one cause: the key of their reason.

    `first` and `last` are the days they are of, `since` is the instant the first of them went wrong; `reason` is that of the first day.
    """

    paper: str
    outcome: Outcome
    cause: str
    first: dt.date
    last: dt.date
    issues: int
    since: dt.datetime | None
    reason: Reason


class Troubles:
    """Queries that change nothing."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def by_cause(self, paper: str | None = None, last: dt.date | None = None) -> list[Trouble]:
        """Every paper's troubles (of issues up to the day `last`), by paper and first day."""
        cause = sa.func.coalesce(issues.c.reason["key"].as_string(), "").label("cause")
        wanted = sa.and_(issues.c.outcome.in_(TROUBLED), issues.c.date.is_not(None), issues.c.reason.is_not(None))
        wanted = sa.and_(wanted, issues.c.paper == paper) if paper else wanted
        wanted = sa.and_(wanted, issues.c.date <= last) if last else wanted
        first = sa.func.min(issues.c.date)
        figures = (first.label("first"), sa.func.max(issues.c.date).label("last"), sa.func.count().label("n"))
        since = sa.func.min(issues.c.first_bad, type_=issues.c.first_bad.type).label("since")
        query = sa.select(issues.c.paper, issues.c.outcome, cause, *figures, since).where(wanted)
        with self._db.read() as connection:
            groups = connection.execute(query.group_by(issues.c.paper, issues.c.outcome, cause).order_by(issues.c.paper, first)).all()
            return [
                Trouble(row.paper, row.outcome, row.cause, row.first, row.last, row.n, row.since, _reason(connection, row))
                for row in groups
            ]

    def newest_held(self, paper: str) -> dt.date | None:
        """The newest day of a paper of which something was read."""
        with self._db.read() as connection:
            held = sa.select(issues.c.date).where(issues.c.paper == paper, issues.c.articles > 0, issues.c.date.is_not(None))
            return connection.execute(held.order_by(issues.c.date.desc()).limit(1)).scalar()

    def first_asked(self, paper: str) -> dt.date | None:
        """The first day of a paper that anybody asked for."""
        with self._db.read() as connection:
            return connection.execute(sa.select(sa.func.min(issues.c.date)).where(issues.c.paper == paper)).scalar()

    def unindexed(self) -> dt.datetime | None:
        """Since when the oldest issue that is read waits to be indexed; None where none does."""
        with self._db.read() as connection:
            oldest = sa.select(sa.func.min(issues.c.updated, type_=issues.c.updated.type)).where(issues.c.outcome == "read")
            return connection.execute(oldest).scalar()

    def since(self, first: dt.date, papers: Iterable[str]) -> dict[str, list[Issue]]:
        """The issues of some papers printed on `first` or later, the newest first."""
        wanted = sa.select(issues).where(issues.c.paper.in_(list(papers)), issues.c.date >= first)
        found: dict[str, list[Issue]] = {}
        with self._db.read() as connection:
            for row in connection.execute(wanted.order_by(issues.c.paper, issues.c.date.desc())).mappings():
                found.setdefault(row["paper"], []).append(one_issue(row))
        return found


def _reason(connection: sa.Connection, group: sa.Row[tuple[object, ...]]) -> Reason:
    """The reason of the first issue of a group."""
    same = sa.and_(issues.c.paper == group.paper, issues.c.outcome == group.outcome, issues.c.date == group.first)
    row = connection.execute(sa.select(issues.c.reason).where(same, issues.c.reason["key"].as_string() == group.cause)).first()
    return dict(row.reason) if row and row.reason else {"error": "", "key": group.cause}
