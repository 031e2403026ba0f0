"""What is wrong, since when, and who was told: each problem once, and that it is over."""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import sqlalchemy as sa

from storage.ledger.alarm_tables import alarms, tellings
from storage.ledger.database import Database
from storage.ledger.rows import Reason

Event = Literal["raised", "recovered"]


@dataclass(frozen=True, slots=True)
class AlarmRow:
    """A problem from `since` to `recovered` (None: it is open).

    `seen` is when it was last there, `clear` since when it has not been (it may come back), `returns` how often it came back.
    """

    id: int
    key: str
    since: dt.datetime
    seen: dt.datetime
    clear: dt.datetime | None
    recovered: dt.datetime | None
    returns: int
    reason: Reason


@dataclass(frozen=True, slots=True)
class Telling:
    """What is to be told of an alarm by a way (`told` None), or when it was; `reason` is why it could not be, the last time."""

    id: int
    event: Event
    way: str
    at: dt.datetime
    told: dt.datetime | None
    tries: int
    reason: Reason | None
    alarm: AlarmRow


class Alarms:
    """The rows of problems and of what is told of them."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def observe(
        self, problems: Mapping[str, Reason], now: dt.datetime, *, ways: Sequence[str], calm: dt.timedelta, blind: Collection[str] = ()
    ) -> None:
        """Take down what is wrong now. New problems are to be told by every way, and those that are over once they were so for `calm`.

        A problem that comes back before that goes on, and is not told again. Of the kinds (what stands before the colon of a key) in
        `blind` nothing could be seen: they stay as they are. A way is not told of its own troubles.
        """
        with self._db.write() as connection:
            known = {row.key: row for row in _alarms(connection, alarms.c.recovered.is_(None))}
            for key, reason in sorted(problems.items()):
                if key in known:
                    _again(connection, known[key], reason, now)
                else:
                    self._raise(connection, key, reason, now, ways)
            for key, row in known.items():
                if key not in problems and key.partition(":")[0] not in blind:
                    _over(connection, row, now, calm, ways)

    def open(self) -> list[AlarmRow]:
        """What is wrong now, oldest first."""
        with self._db.read() as connection:
            return _alarms(connection, alarms.c.recovered.is_(None))

    def past(self, limit: int = 200) -> list[AlarmRow]:
        """What was wrong and is over, the newest first."""
        wanted = sa.select(alarms).where(alarms.c.recovered.is_not(None)).order_by(alarms.c.recovered.desc(), alarms.c.id.desc())
        with self._db.read() as connection:
            return [AlarmRow(**row) for row in connection.execute(wanted.limit(limit)).mappings()]

    def due(self, way: str, now: dt.datetime) -> list[Telling]:
        """What is to be told by a way now, in order; nothing while its oldest waits to be tried again."""
        waiting = [one for one in self.tellings(untold=True) if one.way == way]
        with self._db.read() as connection:
            first = waiting[0].id if waiting else 0
            rests = connection.execute(sa.select(tellings.c.not_before).where(tellings.c.id == first)).scalar()
        return [] if rests and rests > now else waiting

    def tellings(self, *, untold: bool = False, of: Iterable[int] | None = None) -> list[Telling]:
        """What is or was to be told, in order: what is not told yet, or all `of` some alarms."""
        wanted = sa.select(tellings, alarms).join(alarms, alarms.c.id == tellings.c.alarm).order_by(tellings.c.id)
        wanted = wanted.where(tellings.c.told.is_(None)) if untold else wanted
        wanted = wanted.where(tellings.c.alarm.in_(list(of))) if of is not None else wanted
        with self._db.read() as connection:
            return [_telling(row) for row in connection.execute(wanted).mappings()]

    def told(self, ids: Sequence[int], now: dt.datetime) -> None:
        """Somebody acknowledged these."""
        with self._db.write() as connection:
            done = {"told": now, "reason": None, "not_before": None, "tries": tellings.c.tries + 1}
            connection.execute(sa.update(tellings).where(tellings.c.id.in_(list(ids))).values(done))

    def untold(self, ids: Sequence[int], reason: Reason, not_before: dt.datetime) -> None:
        """These could not be told: why, and when it is tried again."""
        with self._db.write() as connection:
            failed = {"reason": dict(reason), "not_before": not_before, "tries": tellings.c.tries + 1}
            connection.execute(sa.update(tellings).where(tellings.c.id.in_(list(ids))).values(failed))

    def _raise(self, connection: sa.Connection, key: str, reason: Reason, now: dt.datetime, ways: Sequence[str]) -> None:
        row = {"key": key, "since": now, "seen": now, "reason": dict(reason)}
        number = int(connection.execute(sa.insert(alarms).values(row).returning(alarms.c.id)).scalar_one())
        _to_tell(connection, number, key, "raised", now, ways)


def _again(connection: sa.Connection, row: AlarmRow, reason: Reason, now: dt.datetime) -> None:
    values: dict[str, Any] = {"seen": now, "reason": dict(reason), "clear": None, "returns": row.returns + (row.clear is not None)}
    connection.execute(sa.update(alarms).where(alarms.c.id == row.id).values(values))


def _over(connection: sa.Connection, row: AlarmRow, now: dt.datetime, calm: dt.timedelta, ways: Sequence[str]) -> None:
    clear = row.clear or now
    over = now - clear >= calm
    values = {"clear": clear, "recovered": now if over else None}
    connection.execute(sa.update(alarms).where(alarms.c.id == row.id).values(values))
    if over:
        _to_tell(connection, row.id, row.key, "recovered", now, ways)


def _to_tell(connection: sa.Connection, alarm: int, key: str, event: Event, now: dt.datetime, ways: Sequence[str]) -> None:
    rows = [{"alarm": alarm, "event": event, "way": way, "at": now} for way in ways if key != f"telling:{way}"]
    if rows:
        connection.execute(sa.insert(tellings), rows)


def _alarms(connection: sa.Connection, which: sa.ColumnElement[bool]) -> list[AlarmRow]:
    rows = connection.execute(sa.select(alarms).where(which).order_by(alarms.c.since, alarms.c.id)).mappings()
    return [AlarmRow(**row) for row in rows]


def _telling(row: sa.RowMapping) -> Telling:
    """A joined row as data; columns of both tables are told apart by themselves, not by name."""
    alarm = AlarmRow(**{column.name: row[column] for column in alarms.c})
    own = {name: row[tellings.c[name]] for name in ("id", "event", "way", "at", "told", "tries", "reason")}
    return Telling(**own, alarm=alarm)
