"""What operators watch: hosts and their budgets, what is due now, when something succeeded last, what the index has yet to take."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import sqlalchemy as sa

from storage.ledger.database import Database
from storage.ledger.issues import one_address
from storage.ledger.refusals import refused
from storage.ledger.rows import SHANGHAI, Address, Reason, Refusal
from storage.ledger.tables import addresses, generations, hosts, indexed, issues, papers, refusals, tombstones

_CHUNK = 400


@dataclass(frozen=True, slots=True)
class HostRow:
    """A host: requests made today (where newspapers are printed) and allowed, and until when it is left alone.

    `due` are the addresses that may be asked for there now, `put_off` those whose time is to come; `failures` how often it failed in a row.
    """

    host: str
    asked: int
    per_day: int | None
    wait: float
    free_at: dt.datetime
    failures: int
    due: int = 0
    put_off: int = 0

    @property
    def left(self) -> int | None:
        """How many requests are left today; None where any number is."""
        return None if self.per_day is None else max(0, self.per_day - self.asked)


@dataclass(frozen=True, slots=True)
class Due:
    """Addresses of a paper at a host that wait: those that may be asked for now, and those whose time is to come."""

    host: str
    paper: str
    due: int
    put_off: int


@dataclass(frozen=True, slots=True)
class Entry:
    """What a paper's entry showed: its newest issue, when it was looked at, and why it could not be."""

    newest: dt.date | None
    probed: dt.datetime | None
    reason: Reason | None


@dataclass(frozen=True, slots=True)
class Lag:
    """What the live generation of the index has yet to take: issues read and not in it, and ids to be taken out."""

    issues: int
    tombstones: int


class Watching:
    """Queries that change nothing."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def hosts(self, now: dt.datetime) -> dict[str, HostRow]:
        """Every host that was ever asked, or is to be."""
        today = now.astimezone(SHANGHAI).date()
        due = self.due(now)
        with self._db.read() as connection:
            rows = connection.execute(sa.select(hosts).order_by(hosts.c.host)).mappings().all()
        found = {}
        for row in rows:
            asked = row["asked"] if row["day"] == today else 0
            waits = [one for one in due if one.host == row["host"]]
            wait = max(row["wait"], row["delay"])
            counts = sum(one.due for one in waits), sum(one.put_off for one in waits)
            found[row["host"]] = HostRow(row["host"], asked, row["per_day"], wait, row["free_at"], row["failures"], *counts)
        return found

    def due(self, now: dt.datetime) -> list[Due]:
        """Addresses that wait, by host and paper."""
        later = sa.func.sum(sa.case((addresses.c.not_before > now, 1), else_=0))
        there = addresses.c.host.in_(sa.select(hosts.c.host))  # host by host, through the index of lanes
        wanted = sa.select(addresses.c.host, addresses.c.paper, sa.func.count(), later).where(there, addresses.c.state == "due")
        with self._db.read() as connection:
            rows = connection.execute(wanted.group_by(addresses.c.host, addresses.c.paper)).all()
        return [Due(host, paper, number - int(put_off), int(put_off)) for host, paper, number, put_off in rows]

    def succeeded(self) -> dict[str, dt.datetime]:
        """By paper: when an issue of it was last read or indexed."""
        latest = sa.func.max(issues.c.updated, type_=issues.c.updated.type)
        wanted = sa.select(issues.c.paper, latest).where(issues.c.outcome.in_(("read", "indexed"))).group_by(issues.c.paper)
        with self._db.read() as connection:
            return {row[0]: row[1] for row in connection.execute(wanted)}

    def fates(self, paper: str, first: dt.date | None = None, last: dt.date | None = None) -> dict[dt.date, tuple[str, str, int]]:
        """By day of printing: outcome, what is held, and articles of a paper's issues."""
        columns = (issues.c.date, issues.c.outcome, issues.c.held, issues.c.articles)
        bounds = [issues.c.date >= first] if first else []
        bounds += [issues.c.date <= last] if last else []
        wanted = sa.select(*columns).where(issues.c.paper == paper, issues.c.date.is_not(None), *bounds)
        with self._db.read() as connection:
            return {date: (outcome, held, number) for date, outcome, held, number in connection.execute(wanted)}

    def worked(self) -> dt.datetime | None:
        """When the ledger last noted something done with an issue."""
        with self._db.read() as connection:
            return connection.execute(sa.select(sa.func.max(issues.c.updated, type_=issues.c.updated.type))).scalar()

    def entries(self) -> dict[str, Entry]:
        """What the papers' entries showed."""
        with self._db.read() as connection:
            return {row.code: Entry(row.newest, row.probed, row.reason) for row in connection.execute(sa.select(papers))}

    def lag(self) -> Lag:
        """How far the live generation is behind; everything read where there is none."""
        live = sa.select(generations.c.name).where(generations.c.state == "live")
        held = sa.exists().where(indexed.c.issue == issues.c.key, indexed.c.generation.in_(live), indexed.c.digest == issues.c.digest)
        behind = sa.select(sa.func.count()).select_from(issues).where(issues.c.digest.is_not(None), ~held)
        gone = sa.select(sa.func.count()).select_from(tombstones).where(tombstones.c.applied.is_(None))
        with self._db.read() as connection:
            return Lag(connection.execute(behind).scalar_one(), connection.execute(gone).scalar_one())

    def archived(self) -> int:
        """Bytes of the archive's files: those of the newest attempt of each issue."""
        with self._db.read() as connection:
            return int(connection.execute(sa.select(sa.func.sum(issues.c.archive_end))).scalar() or 0)

    def gaps(self, keys: Iterable[str]) -> Mapping[str, list[Address]]:
        """The addresses those issues list and do not hold, by issue."""
        found: dict[str, list[Address]] = defaultdict(list)
        with self._db.read() as connection:
            for part in _chunks(keys):
                lacking = sa.and_(addresses.c.issue.in_(part), addresses.c.file.is_(None), addresses.c.state != "skipped")
                for row in connection.execute(sa.select(addresses).where(lacking).order_by(addresses.c.rank, addresses.c.id)).mappings():
                    found[row["issue"]].append(one_address(row))
        return found

    def refused(self, keys: Iterable[str]) -> Mapping[str, list[Refusal]]:
        """The articles of those issues that the live generation does not take, by issue."""
        live = sa.select(generations.c.name).where(generations.c.state == "live")
        found: dict[str, list[Refusal]] = defaultdict(list)
        with self._db.read() as connection:
            for part in _chunks(keys):
                for one in refused(connection, refusals.c.issue.in_(part), refusals.c.generation.in_(live)):
                    found[one.issue].append(one)
        return found


def _chunks(keys: Iterable[str]) -> Iterable[list[str]]:
    wanted = list(keys)
    return (wanted[start : start + _CHUNK] for start in range(0, len(wanted), _CHUNK))
