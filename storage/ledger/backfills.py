"""Ranges of days to be brought in: kept here, planned a window at a time, so that a kill at any point continues."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import sqlalchemy as sa

from storage.ledger.database import Database
from storage.ledger.issues import plan_in
from storage.ledger.planning_tables import backfills
from storage.ledger.rows import OPEN_OUTCOMES, Due, Reason
from storage.ledger.tables import addresses, hosts, issues

Order = Literal["newest", "oldest"]


@dataclass(frozen=True, slots=True)
class Range:
    """What is asked for: the days of a paper from `first` to `last`, in which order (days of the season before all others), and how.

    `focus` is what alone is wanted of the issues; `again` fetches issues that are held; `by_calendar` says that the schedule asked.
    """

    paper: str
    first: dt.date
    last: dt.date
    order: Order = "newest"
    season: bool = False
    focus: str | None = None
    again: bool = False
    by_calendar: bool = False

    @property
    def total(self) -> int:
        """How many days it has."""
        return (self.last - self.first).days + 1


@dataclass(frozen=True, slots=True)
class Backfill:
    """A range in the ledger: `position` days of it, in its order, are planned; it has `ended` when all are, or at a stop (`reason`)."""

    id: int
    range: Range
    position: int
    asked: dt.datetime
    ended: dt.datetime | None
    reason: Reason | None


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a back-fill is: of `total` days `planned` are asked for and `done` are settled; issues by outcome, and articles read."""

    total: int
    planned: int
    done: int
    outcomes: Mapping[str, int]
    articles: int

    @property
    def open(self) -> int:
        """Issues that are worked on, or wait to be."""
        return sum(self.outcomes.get(one, 0) for one in OPEN_OUTCOMES)

    def left(self, passed: dt.timedelta, already: int = 0) -> dt.timedelta | None:
        """How long the rest takes at the pace of a time that has `passed` since `already` so many days were done; None without a pace."""
        done = self.done - already
        return passed * ((self.total - self.done) / done) if done > 0 else None


@dataclass(frozen=True, slots=True)
class Load:
    """What a paper and its hosts have to do: its open issues, addresses due there, when all may be asked, failures in a row."""

    open: int
    due: int
    free_at: dt.datetime | None
    failures: int


class Backfills:
    """The ranges, oldest first; of a paper one is worked on at a time."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def start(self, wanted: Range, now: dt.datetime) -> Backfill:
        """Keep a range; one that is the same and has not ended goes on."""
        columns = {name: getattr(wanted, name) for name in _COLUMNS}
        same = sa.and_(backfills.c.ended.is_(None), *(_is(backfills.c[name], value) for name, value in columns.items()))
        with self._db.write() as connection:
            known = connection.execute(sa.select(backfills.c.id).where(same)).scalar()
            if known is None:
                made = sa.insert(backfills).values(**columns, total=wanted.total, asked=now).returning(backfills.c.id)
                known = connection.execute(made).scalar_one()
            return _one(connection.execute(sa.select(backfills).where(backfills.c.id == known)).mappings().one())

    def get(self, number: int) -> Backfill:
        """A back-fill. KeyError where there is none of that number."""
        with self._db.read() as connection:
            row = connection.execute(sa.select(backfills).where(backfills.c.id == number)).mappings().first()
        if row is None:
            raise KeyError(number)
        return _one(row)

    def open(self, paper: str | None = None) -> list[Backfill]:
        """Those that have not ended, oldest first."""
        wanted = sa.select(backfills).where(backfills.c.ended.is_(None)).order_by(backfills.c.id)
        wanted = wanted.where(backfills.c.paper == paper) if paper else wanted
        with self._db.read() as connection:
            return [_one(row) for row in connection.execute(wanted).mappings()]

    def latest(self, limit: int = 20) -> list[Backfill]:
        """The newest ones, newest first, ended or not."""
        with self._db.read() as connection:
            rows = connection.execute(sa.select(backfills).order_by(backfills.c.id.desc()).limit(limit)).mappings()
            return [_one(row) for row in rows]

    def newest(self, paper: str) -> dt.date | None:
        """The day of the newest issue of a paper that the ledger knows, whatever became of it."""
        with self._db.read() as connection:
            return connection.execute(sa.select(sa.func.max(issues.c.date)).where(issues.c.paper == paper)).scalar()

    def standing(self, row: Backfill) -> Standing:
        """How far it is."""
        mine = sa.and_(issues.c.paper == row.range.paper, issues.c.date >= row.range.first, issues.c.date <= row.range.last)
        tally = sa.select(issues.c.outcome, sa.func.count(), sa.func.sum(issues.c.articles)).where(mine).group_by(issues.c.outcome)
        with self._db.read() as connection:
            found = connection.execute(tally).all()
        outcomes = {outcome: int(number) for outcome, number, _ in found}
        still = sum(outcomes.get(one, 0) for one in OPEN_OUTCOMES)
        done = max(0, row.position - still)
        return Standing(row.range.total, row.position, done, outcomes, sum(int(read) for _, _, read in found))

    def load(self, paper: str, at: Collection[str]) -> Load:
        """What a paper and the hosts it lies `at` have to do."""
        busy = sa.select(sa.func.count()).where(issues.c.paper == paper, issues.c.outcome.in_(OPEN_OUTCOMES))
        waiting = sa.select(sa.func.count()).where(addresses.c.host.in_(at), addresses.c.state == "due", ~addresses.c.late)
        slots = sa.select(hosts.c.free_at, hosts.c.failures).where(hosts.c.host.in_(at))
        with self._db.read() as connection:
            found = connection.execute(slots).all()
            open_, due = connection.execute(busy).scalar_one(), connection.execute(waiting).scalar_one()
        return Load(open_, due, max((row.free_at for row in found), default=None), max((row.failures for row in found), default=0))

    def plan(self, row: Backfill, dues: Sequence[Due], position: int, now: dt.datetime) -> list[str] | None:
        """Plan the next days of a back-fill, up to `position`, in one transaction; the keys that are due because of it.

        None where somebody else has planned meanwhile, or it has ended: nothing is changed then.
        """
        here = sa.and_(backfills.c.id == row.id, backfills.c.position == row.position, backfills.c.ended.is_(None))
        values = {"position": position, "ended": now if position >= row.range.total else None}
        with self._db.write() as connection:
            if not connection.execute(sa.update(backfills).where(here).values(values)).rowcount:
                return None
            return plan_in(self._db, connection, dues, row.range.again, now)


_COLUMNS = ("paper", "first", "last", "order", "season", "focus", "again", "by_calendar")


def _is(column: sa.ColumnElement[object], value: object) -> sa.ColumnElement[bool]:
    return column.is_(None) if value is None else column == value


def _one(row: sa.RowMapping) -> Backfill:
    wanted = Range(**{name: row[name] for name in _COLUMNS})
    return Backfill(row["id"], wanted, row["position"], row["asked"], row["ended"], row["reason"])
