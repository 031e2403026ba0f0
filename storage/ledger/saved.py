"""Saved searches, the hits of each that were told, and what is to be told: each hit once for ever."""

import datetime as dt
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal, get_args

import sqlalchemy as sa

from storage.ledger.arrivals import Moment
from storage.ledger.database import Database
from storage.ledger.rows import Reason
from storage.ledger.saved_tables import arrivals, saved, saved_hits, saved_notes
from storage.ledger.tables import Instant, articles

Alert = Literal["none", "webhook", "mail"]
#: How new hits may be told.
ALERTS: tuple[Alert, ...] = get_args(Alert)
#: Rows written at once.
_CHUNK = 1000


@dataclass(frozen=True, slots=True)
class SavedRow:
    """A saved search: what is asked (JSON that `search.saved` reads), how new hits are told, and up to when it was looked for them."""

    key: str
    name: str
    asked: Mapping[str, Any]
    alert: Alert
    created: dt.datetime
    looked: dt.datetime


@dataclass(frozen=True, slots=True)
class SavedNote:
    """What is to be told of a search's new hits: `digest` is what is said."""

    id: int
    search: str
    way: Alert
    at: dt.datetime
    digest: Mapping[str, Any]
    told: dt.datetime | None
    tries: int
    not_before: dt.datetime | None
    reason: Reason | None


class Saved:
    """The rows of saved searches."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def add(self, name: str, asked: Mapping[str, Any], alert: Alert, now: dt.datetime, most: int) -> SavedRow | None:
        """Keep a search; None where the name is taken, or `most` are kept already."""
        key = hashlib.sha256(f"{name}\0{now.isoformat()}".encode()).hexdigest()[:12]
        row = SavedRow(key, name, dict(asked), alert, now, now)
        with self._db.write() as connection:
            held = connection.execute(sa.select(sa.func.count()).select_from(saved)).scalar_one()
            taken = connection.execute(sa.select(saved.c.key).where(saved.c.name == name)).first()
            if taken or held >= most:
                return None
            connection.execute(sa.insert(saved).values(asdict(row)))
        return row

    def all(self) -> list[SavedRow]:
        """Every search, in the order they were saved."""
        with self._db.read() as connection:
            rows = connection.execute(sa.select(saved).order_by(saved.c.created, saved.c.key)).mappings()
            return [SavedRow(**row) for row in rows]

    def get(self, name: str) -> SavedRow | None:
        """A search by its key or its name."""
        named = sa.select(saved).where(sa.or_(saved.c.key == name, saved.c.name == name)).order_by(saved.c.key != name)
        with self._db.read() as connection:
            row = connection.execute(named).mappings().first()
        return SavedRow(**row) if row else None

    def remove(self, key: str) -> bool:
        """Forget a search and all that was told of it; False where there is none."""
        with self._db.write() as connection:
            return bool(connection.execute(sa.delete(saved).where(saved.c.key == key)).rowcount)

    def fresh(self, row: SavedRow, since: dt.datetime, after: Moment | None, limit: int) -> list[Moment]:
        """What came in since then, first after the search was saved, and was not told of it (nor under an older id), in that order.

        Behind a place in that order, `limit` at the most.
        """
        told = sa.exists().where(saved_hits.c.search == row.key, saved_hits.c.id == arrivals.c.id)
        older = sa.and_(articles.c.issue == arrivals.c.issue, articles.c.redirect == arrivals.c.id, articles.c.id == saved_hits.c.id)
        renamed = sa.exists().where(saved_hits.c.search == row.key, older)
        new = sa.and_(arrivals.c.first > row.created, arrivals.c.at >= since, ~told, ~renamed)
        wanted = sa.select(arrivals.c.at, arrivals.c.id).where(new).order_by(arrivals.c.at, arrivals.c.id).limit(limit)
        if after:
            place = sa.tuple_(sa.literal(after.at, Instant()), sa.literal(after.id))
            wanted = wanted.where(sa.tuple_(arrivals.c.at, arrivals.c.id) > place)
        with self._db.read() as connection:
            return [Moment(one.at, one.id) for one in connection.execute(wanted)]

    def note(self, row: SavedRow, hits: Sequence[str], digest: Mapping[str, Any], now: dt.datetime) -> None:
        """The search was looked through up to now: its hits are told from now on, what is said of them waits to be sent. All or nothing.

        A search that was removed meanwhile is left alone.
        """
        with self._db.write() as connection:
            mine = connection.execute(sa.update(saved).where(saved.c.key == row.key).values(looked=now)).rowcount
            if not mine or not hits:
                return
            insert = self._db.insert(saved_hits).on_conflict_do_nothing()
            for start in range(0, len(hits), _CHUNK):
                connection.execute(insert, [{"search": row.key, "id": id_} for id_ in hits[start : start + _CHUNK]])
            connection.execute(sa.insert(saved_notes).values(search=row.key, way=row.alert, at=now, digest=dict(digest)))

    def due(self, now: dt.datetime) -> list[SavedNote]:
        """What is to be told now, in order; nothing of a search while its oldest waits to be tried again."""
        waiting = self._notes(saved_notes.c.told.is_(None))
        resting = {one.search for one in waiting if one.not_before and one.not_before > now}
        return [one for one in waiting if one.search not in resting]

    def notes(self, key: str) -> list[SavedNote]:
        """All that was or is to be told of a search."""
        return self._notes(saved_notes.c.search == key)

    def told(self, number: int, now: dt.datetime) -> None:
        """Somebody acknowledged it."""
        self._settle(number, told=now, reason=None, not_before=None)

    def untold(self, number: int, reason: Reason, not_before: dt.datetime) -> None:
        """It could not be told: why, and when it is tried again."""
        self._settle(number, reason=dict(reason), not_before=not_before)

    def _notes(self, *which: sa.ColumnElement[bool]) -> list[SavedNote]:
        with self._db.read() as connection:
            rows = connection.execute(sa.select(saved_notes).where(*which).order_by(saved_notes.c.id)).mappings()
            return [SavedNote(**row) for row in rows]

    def _settle(self, number: int, **values: Any) -> None:  # noqa: ANN401 - columns
        with self._db.write() as connection:
            values = {**values, "tries": saved_notes.c.tries + 1}
            connection.execute(sa.update(saved_notes).where(saved_notes.c.id == number).values(values))
