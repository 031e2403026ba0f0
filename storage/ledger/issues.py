"""Issues in the ledger: planning them, asking for them again, looking them up."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, Literal

import sqlalchemy as sa

from storage.ledger.database import Database
from storage.ledger.rows import BAD_OUTCOMES, OPEN_OUTCOMES, Address, Due, Found, Issue, Kept, Outcome, Pace, Reason, Role, host_of
from storage.ledger.tables import addresses, articles, hosts, indexed, issues, papers

#: The turn of a paper's entry: before any issue.
FIRST_TURN = -(10**9)
_CHUNK = 400
_NO_DUES: Mapping[str, Due] = MappingProxyType({})
#: Of an address that is to be asked for from its beginning.
START: dict[str, Any] = {"at": None, "redirects": 0}
_FRESH: dict[str, Any] = {"tries": 0, "failures": 0, "not_before": None, "reason": None, "late": False, **START}


def issue_key(paper: str, date: dt.date) -> str:
    """The key of a paper's issue of a date."""
    return f"{paper}-{date:%Y%m%d}"


def one_issue(row: sa.RowMapping) -> Issue:
    """A row as data."""
    return Issue(**row)


def one_address(row: sa.RowMapping) -> Address:
    """A row as data."""
    return Address(**row)


class Issues:
    """The rows of issues and of the addresses they list."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def get(self, key: str) -> Issue | None:
        """The issue of a key."""
        with self._db.read() as connection:
            row = connection.execute(sa.select(issues).where(issues.c.key == key)).mappings().first()
        return one_issue(row) if row else None

    def many(self, keys: Iterable[str]) -> dict[str, Issue]:
        """The issues of those keys that are known."""
        found: dict[str, Issue] = {}
        wanted = list(keys)
        with self._db.read() as connection:
            for start in range(0, len(wanted), _CHUNK):
                rows = connection.execute(sa.select(issues).where(issues.c.key.in_(wanted[start : start + _CHUNK]))).mappings()
                found.update({row["key"]: one_issue(row) for row in rows})
        return found

    def addresses(self, key: str) -> list[Address]:
        """The addresses of an issue in the order they are fetched."""
        with self._db.read() as connection:
            rows = connection.execute(sa.select(addresses).where(addresses.c.issue == key).order_by(addresses.c.rank, addresses.c.id))
            return [one_address(row) for row in rows.mappings()]

    def plan(self, dues: Iterable[Due], *, again: bool, now: dt.datetime) -> list[str]:
        """Make issues due; the keys that are due now because of it.

        New ones get a row. Known ones are left alone while work on them goes on, when they are indexed and when they are known not to
        be had; what went wrong is tried once more, unless its `not_before` forbids it. `again` starts all but the open ones anew.
        """
        planned: list[str] = []
        waiting = list(dues)
        for start in range(0, len(waiting), _CHUNK):
            with self._db.write() as connection:
                planned += plan_in(self._db, connection, waiting[start : start + _CHUNK], again, now)
        return planned

    def keep_file(self, key: str, paper: str, name: str, now: dt.datetime) -> Issue:
        """The row of a file given to us, with one address, its name; left as it is where it is known."""
        with self._db.write() as connection:
            row = {"key": key, "paper": paper, "date": None, "outcome": "fetching", "updated": now, "turn": FIRST_TURN}
            connection.execute(self._db.insert(issues).values(row).on_conflict_do_nothing())
            address = {"issue": key, "paper": paper, "address": name, "role": "dropped", "state": "parked", "host": "", "turn": 0}
            taken = sa.select(addresses.c.id).where(addresses.c.issue == key)
            if connection.execute(taken).first() is None:
                connection.execute(sa.insert(addresses).values(address))
            return one_issue(connection.execute(sa.select(issues).where(issues.c.key == key)).mappings().one())

    def file_kept(self, key: str, kept: Kept, end: int, now: dt.datetime) -> None:
        """A file given to us is in the archive: it is to be read."""
        record: dict[str, Any] = {"state": "kept", "file": kept.file, "offset": kept.offset, "length": kept.length, "digest": kept.digest}
        record |= {"status": kept.status, "fetched_at": kept.fetched_at}
        counts: dict[str, Any] = {"held": "whole", "articles_due": 1, "articles_held": 1}
        with self._db.write() as connection:
            connection.execute(sa.update(addresses).where(addresses.c.issue == key).values(record))
            done = {"outcome": "fetched", "archive_end": end, "listed": 1, "updated": now, **counts}
            connection.execute(sa.update(issues).where(issues.c.key == key).values(done))

    def reread_failed(self, key: str, before: dt.datetime, now: dt.datetime) -> None:
        """Make an issue in whose record nothing could be read `fetched` again, if that was `before` it was given to us once more."""
        wanted = sa.and_(issues.c.key == key, issues.c.outcome == "failed", issues.c.held != "none", issues.c.updated < before)
        with self._db.write() as connection:
            connection.execute(sa.update(issues).where(wanted).values(outcome="fetched", tries=0, not_before=None, updated=now))

    def reread(self, keys: Iterable[str] | None, now: dt.datetime, *, since: dt.date | None = None, paper: str | None = None) -> int:
        """Make issues that hold records and are at rest `fetched` again, so that they are read anew; how many."""
        at_rest = issues.c.outcome.in_(("indexed", "read", "failed", "layout_unknown", "blocked", "denied"))
        wanted = sa.and_(at_rest, issues.c.held != "none")
        wanted = sa.and_(wanted, issues.c.paper == paper) if paper else wanted
        wanted = sa.and_(wanted, issues.c.date >= since) if since else wanted
        wanted = sa.and_(wanted, issues.c.key.in_(list(keys))) if keys is not None else wanted
        fresh = {"outcome": "fetched", "tries": 0, "not_before": None, "updated": now}
        with self._db.write() as connection:
            return connection.execute(sa.update(issues).where(wanted).values(fresh)).rowcount

    def retry(
        self,
        now: dt.datetime,
        *,
        paper: str | None = None,
        outcomes: Sequence[Outcome] = BAD_OUTCOMES,
        keys: Sequence[str] | None = None,
        firsts: Mapping[str, Due] = _NO_DUES,
    ) -> list[str]:
        """Make issues that went wrong due again, late addresses too, and lift the pause of their hosts; their keys.

        `firsts` are first pages as the papers' files give them now, by issue: where one is another than before, it takes its place. What
        is archived of an issue of unknown layout is kept, to be read before anything is asked for again.
        """
        partial = sa.and_(issues.c.outcome == "indexed", issues.c.held == "partial")
        wanted = sa.or_(issues.c.outcome.in_(outcomes), partial)
        wanted = sa.and_(wanted, issues.c.paper == paper) if paper else wanted
        wanted = sa.and_(wanted, issues.c.key.in_(keys)) if keys is not None else wanted
        with self._db.write() as connection:
            rows = connection.execute(sa.select(issues).where(wanted).order_by(issues.c.key)).mappings().all()
            for row in rows:
                due = firsts.get(row["key"])
                elsewhere = due is not None and self._moved(connection, one_issue(row), due, now)
                _resume(connection, one_issue(row), now, elsewhere=elsewhere)
            _lift(connection, [row["key"] for row in rows], now)
        return [row["key"] for row in rows]

    def left_out(self, key: str) -> int:
        """How many addresses of an issue its focus leaves out."""
        skipped = sa.and_(addresses.c.issue == key, addresses.c.state == "skipped", addresses.c.role == "article")
        wanted = sa.select(sa.func.count()).select_from(addresses).where(skipped, addresses.c.reason.is_not(None))
        with self._db.read() as connection:
            return connection.execute(wanted).scalar_one()

    def _moved(self, connection: sa.Connection, issue: Issue, due: Due, now: dt.datetime) -> bool:
        """Whether an issue's first page is another now than it was; its host is known then."""
        if due.first is None or not _readdress(connection, issue, due.first):
            return False
        host_row(self._db, connection, due.first.host, due.pace, now)
        return True

    def delete(self, key: str) -> None:
        """Forget an issue and all it lists."""
        with self._db.write() as connection:
            for table in (indexed, articles, addresses):
                connection.execute(sa.delete(table).where(table.c.issue == key))
            connection.execute(sa.delete(issues).where(issues.c.key == key))

    def ask_entry(self, paper: str, entry: Found, pace: Pace, now: dt.datetime, *, role: Role = "entry") -> None:
        """Make a paper's entry due: it reveals the newest issue. Nothing happens while it is due already."""
        with self._db.write() as connection:
            ask_entry(self._db, connection, paper, entry, pace, now, role)

    def newest(self, paper: str) -> tuple[dt.date | None, dt.datetime | None, Reason | None]:
        """The newest issue seen at the paper's entry, when it was looked for, and why it could not be seen, if so."""
        with self._db.read() as connection:
            row = connection.execute(sa.select(papers.c.newest, papers.c.probed, papers.c.reason).where(papers.c.code == paper)).first()
        return (row.newest, row.probed, row.reason) if row else (None, None, None)


def host_row(database: Database, connection: sa.Connection, host: str, pace: Pace, now: dt.datetime) -> None:
    """See that a host has a row, with its newest pace."""
    at_pace = {"wait": pace.wait, "per_day": pace.per_day}
    insert = database.insert(hosts).values(host=host, free_at=now, **at_pace)
    connection.execute(insert.on_conflict_do_update(index_elements=["host"], set_=at_pace))


def new_host(database: Database, connection: sa.Connection, host: str, wait: float, now: dt.datetime) -> None:
    """See that a host a page or a redirect leads to has a row; one that is known keeps its own pace."""
    connection.execute(database.insert(hosts).values(host=host, free_at=now, wait=wait).on_conflict_do_nothing())


def ask_entry(
    database: Database, connection: sa.Connection, paper: str, entry: Found, pace: Pace | None, now: dt.datetime, role: Role
) -> None:
    """`Issues.ask_entry` inside a transaction; without a pace the host keeps the one it has."""
    if pace:
        host_row(database, connection, entry.host, pace, now)
    else:
        new_host(database, connection, entry.host, 0.0, now)
    known = connection.execute(
        sa.select(addresses.c.id, addresses.c.state).where(
            addresses.c.issue.is_(None), addresses.c.paper == paper, addresses.c.role == role
        )
    ).first()
    fresh = {**_FRESH, "address": entry.address, "host": entry.host, "state": "due", "hops": 0, "turn": FIRST_TURN}
    if known is None:
        connection.execute(sa.insert(addresses).values(paper=paper, role=role, **fresh))
    elif known.state != "due":
        connection.execute(sa.update(addresses).where(addresses.c.id == known.id).values(fresh))


def plan_in(database: Database, connection: sa.Connection, dues: Sequence[Due], again: bool, now: dt.datetime) -> list[str]:
    """`Issues.plan` inside a transaction, of a few hundred issues at the most."""
    for host, pace in {due.first.host: due.pace for due in dues if due.first}.items():
        host_row(database, connection, host, pace, now)
    chosen = sa.select(issues).where(issues.c.key.in_([due.key for due in dues]))
    known = {row["key"]: one_issue(row) for row in connection.execute(chosen).mappings()}
    planned = []
    for due in dues:
        issue = known.get(due.key)
        how = "new" if issue is None else _how(issue, due, again, now)
        if issue is None:
            _insert(connection, due, now)
        elif due.first and how == "anew":
            _anew(connection, issue, due, due.first, now)
        elif due.first and how == "resume":
            elsewhere = _readdress(connection, issue, due.first)
            _resume(connection, issue, now, elsewhere=elsewhere)
        elif due.first and how == "widen":
            _widen(connection, issue, now)
        else:
            continue
        planned += [due.key] if due.first else []
    return planned


def _how(issue: Issue, due: Due, again: bool, now: dt.datetime) -> Literal["leave", "resume", "anew", "widen"]:
    if issue.focus and not due.focus and not (again and issue.outcome not in OPEN_OUTCOMES):
        return "widen"
    if issue.outcome in OPEN_OUTCOMES:
        return "leave"
    if again:
        return "anew" if issue.archive_end or issue.listed else "resume"
    if issue.outcome in ("indexed", "no_issue", "archive_limit"):
        return "leave"
    return "leave" if issue.not_before and issue.not_before > now else "resume"


def _insert(connection: sa.Connection, due: Due, now: dt.datetime) -> None:
    turn = -due.date.toordinal() if due.turn is None else due.turn
    row = {"key": due.key, "paper": due.paper, "date": due.date, "turn": turn, "outcome": due.outcome, "reason": due.reason, "updated": now}
    connection.execute(sa.insert(issues).values({**row, "focus": due.focus}))
    if due.first:
        connection.execute(sa.insert(addresses).values(address_row(due.key, due.paper, turn, 1, due.first)))


def address_row(issue: str, paper: str, turn: int, attempt: int, found: Found) -> dict[str, Any]:
    """The columns of a new address."""
    return {
        "issue": issue,
        "paper": paper,
        "address": found.address,
        "role": found.role,
        "state": "skipped" if found.skip else "due",
        "host": found.host,
        "turn": turn,
        "rank": found.rank,
        "attempt": attempt,
        "page": found.page,
        "reason": found.reason,
    }


def _anew(connection: sa.Connection, issue: Issue, due: Due, first: Found, now: dt.datetime) -> None:
    """Another attempt: the first page is due; what it lists will be due when it is found again."""
    mine = addresses.c.issue == issue.key
    connection.execute(sa.update(addresses).where(mine, addresses.c.state.in_(("due", "parked"))).values(state="failed", late=False))
    attempt = issue.attempt + 1
    fresh = {**_FRESH, "state": "due", "attempt": attempt, "rank": first.rank, "host": first.host}
    if not connection.execute(sa.update(addresses).where(mine, addresses.c.address == first.address).values(fresh)).rowcount:
        connection.execute(sa.insert(addresses).values(address_row(issue.key, issue.paper, issue.turn, attempt, first)))
    # What is held whole stays wanted whole: an attempt that leaves it out would tell it from the source as gone.
    _due(connection, issue.key, now, attempt=attempt, archive_end=0, focus=due.focus if issue.focus else None)


def _widen(connection: sa.Connection, issue: Issue, now: dt.datetime) -> None:
    """All of an issue is wanted now: what its focus left out is due, and what went wrong is tried again."""
    left_out = sa.and_(addresses.c.issue == issue.key, addresses.c.state == "skipped", addresses.c.reason.is_not(None))
    changed = connection.execute(sa.update(addresses).where(left_out).values(**_FRESH, state="due")).rowcount
    connection.execute(sa.update(issues).where(issues.c.key == issue.key).values(focus=None, updated=now))
    if issue.outcome not in OPEN_OUTCOMES:
        _resume(connection, issue, now)
    if changed:
        _due(connection, issue.key, now)


def _readdress(connection: sa.Connection, issue: Issue, first: Found) -> bool:
    """Where the paper's file now gives another first page (it was redesigned), forget the old addresses; whether it does.

    An old first page that has a record keeps it, but is none of the issue any more.
    """
    mine = addresses.c.issue == issue.key
    if connection.execute(sa.select(addresses.c.id).where(mine, addresses.c.address == first.address)).first():
        return False
    connection.execute(sa.delete(addresses).where(mine, addresses.c.file.is_(None)))
    connection.execute(sa.update(addresses).where(mine, addresses.c.role == "layout", addresses.c.rank == 0).values(state="skipped"))
    connection.execute(sa.insert(addresses).values(address_row(issue.key, issue.paper, issue.turn, issue.attempt, first)))
    return True


def _resume(connection: sa.Connection, issue: Issue, now: dt.datetime, *, elsewhere: bool = False) -> None:
    """The same attempt goes on: what failed or was parked is due, and after a bad listing the layout pages too.

    A page whose layout was unknown keeps that as its reason, so that its record is read before it is asked for. An issue that holds all
    it lists and was not read because its layout was unknown is read again.
    """
    mine = sa.and_(addresses.c.issue == issue.key, addresses.c.attempt == issue.attempt)
    stopped = sa.or_(addresses.c.state.in_(("failed", "parked")), sa.and_(addresses.c.state == "due", addresses.c.late))
    if issue.outcome in ("failed", "not_yet", "no_issue", "archive_limit"):
        stopped = sa.or_(stopped, sa.and_(addresses.c.role == "layout", addresses.c.state == "kept"))
    moved = sa.select(addresses.c.id, addresses.c.address).where(mine, stopped, addresses.c.at.is_not(None))
    for row in connection.execute(moved).all():
        connection.execute(sa.update(addresses).where(addresses.c.id == row.id).values(host=host_of(row.address)))
    unknown = sa.and_(addresses.c.reason["error"].as_string() == "LayoutUnknown", addresses.c.file.is_not(None))
    fresh = {**_FRESH, "state": "due", "reason": sa.case((unknown, addresses.c.reason))}
    changed = connection.execute(sa.update(addresses).where(mine, stopped).values(fresh)).rowcount
    if changed or elsewhere:
        _due(connection, issue.key, now)
    elif issue.outcome == "layout_unknown" and issue.held != "none":
        _due(connection, issue.key, now, outcome="fetched")


def _due(connection: sa.Connection, key: str, now: dt.datetime, **more: int | str | None) -> None:
    fresh: dict[str, Any] = {"outcome": "due", "reason": None, "not_before": None, "tries": 0, "awaits_probe": False, "updated": now}
    connection.execute(sa.update(issues).where(issues.c.key == key).values(fresh | more))


def _lift(connection: sa.Connection, keys: Sequence[str], now: dt.datetime) -> None:
    """Let the hosts of issues that are retried be asked now, not when their pause ends."""
    for start in range(0, len(keys), _CHUNK):
        concerned = sa.select(addresses.c.host).where(addresses.c.issue.in_(keys[start : start + _CHUNK])).distinct()
        paused = sa.and_(hosts.c.host.in_(concerned), hosts.c.failures > 0, hosts.c.free_at > now)
        connection.execute(sa.update(hosts).where(paused).values(free_at=now, failures=0))
