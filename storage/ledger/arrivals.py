"""What came in when: an article is noted when the issue it is of is indexed, and again only in another revision."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from storage.ledger.database import Database
from storage.ledger.revision_tables import disappearances
from storage.ledger.saved_tables import arrivals
from storage.ledger.tables import Instant, articles

#: Ids in one question.
_CHUNK = 500


@dataclass(frozen=True, slots=True)
class Arrival:
    """When an article was indexed first, and when in its revision of now; when it last left its source or came back, if ever.

    `gone`: it is away from its source now.
    """

    id: str
    first: dt.datetime
    at: dt.datetime
    moved: dt.datetime | None = None
    gone: bool = False

    @property
    def updated(self) -> dt.datetime:
        """When there was last something new about it."""
        return max(self.at, self.moved) if self.moved else self.at


@dataclass(frozen=True, slots=True)
class Moment:
    """Something new about an article: its id, and when."""

    at: dt.datetime
    id: str


class Arrivals:
    """Questions of what came in; rows are written where an issue is indexed (`arrived`)."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def of(self, ids: Iterable[str]) -> dict[str, Arrival]:
        """The arrivals of those articles that have one."""
        wanted, found = list(ids), dict[str, Arrival]()
        for start in range(0, len(wanted), _CHUNK):
            found |= self._some(wanted[start : start + _CHUNK])
        return found

    def newest(self, limit: int, before: Moment | None = None) -> list[Moment]:
        """What was indexed last, the newest first, ids backwards at one instant; behind a place in that order."""
        key = sa.tuple_(arrivals.c.at, arrivals.c.id)
        wanted = sa.select(arrivals.c.at, arrivals.c.id).order_by(arrivals.c.at.desc(), arrivals.c.id.desc()).limit(limit)
        if before:
            wanted = wanted.where(key < sa.tuple_(sa.literal(before.at, Instant()), sa.literal(before.id)))
        with self._db.read() as connection:
            return [Moment(row.at, row.id) for row in connection.execute(wanted)]

    def moved(self, limit: int) -> list[Moment]:
        """What left its source or came back last, each article once, the newest first."""
        last = sa.func.max(sa.func.coalesce(disappearances.c.back, disappearances.c.since), type_=Instant()).label("at")
        wanted = sa.select(last, disappearances.c.id).group_by(disappearances.c.id).order_by(last.desc(), disappearances.c.id.desc())
        with self._db.read() as connection:
            return [Moment(row.at, row.id) for row in connection.execute(wanted.limit(limit))]

    def _some(self, ids: Sequence[str]) -> dict[str, Arrival]:
        last = sa.func.max(sa.func.coalesce(disappearances.c.back, disappearances.c.since), type_=Instant())
        moved = sa.select(last).where(disappearances.c.id == arrivals.c.id).scalar_subquery().label("moved")
        gone = articles.c.gone_since.is_not(None).label("gone")
        wanted = sa.select(arrivals.c.id, arrivals.c.first, arrivals.c.at, moved, gone)
        wanted = wanted.join(articles, articles.c.id == arrivals.c.id).where(arrivals.c.id.in_(ids))
        with self._db.read() as connection:
            return {row.id: Arrival(row.id, row.first, row.at, row.moved, bool(row.gone)) for row in connection.execute(wanted)}


def arrived(database: Database, connection: sa.Connection, keys: Sequence[str], now: dt.datetime) -> None:
    """Note what issues bring that were just indexed, in the transaction that says so.

    A revision that is known stays as it is. An id that took the place of another (a redirect) arrived when that did.
    """
    before, older = arrivals.alias(), articles.alias()
    moved = sa.and_(older.c.id == before.c.id, older.c.issue == articles.c.issue, older.c.redirect == articles.c.id)
    first = sa.select(sa.func.min(before.c.first, type_=Instant())).join(older, moved).scalar_subquery()
    this = sa.literal(now, Instant())
    there = sa.and_(articles.c.issue.in_(keys), ~articles.c.lost)
    rows = sa.select(articles.c.id, articles.c.issue, articles.c.revision, sa.func.coalesce(first, this), this).where(there)
    insert = database.insert(arrivals).from_select(["id", "issue", "revision", "first", "at"], rows)
    again = {name: insert.excluded[name] for name in ("issue", "revision", "at")}
    newer = arrivals.c.revision != insert.excluded.revision
    connection.execute(insert.on_conflict_do_update(index_elements=["id"], set_=again, where=newer))
