"""Lanes of hosts: one claim takes the slot and the next due address, one settlement gives both back."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

import sqlalchemy as sa

from storage.ledger.database import Database
from storage.ledger.issues import START, address_row, ask_entry, new_host, one_address, one_issue
from storage.ledger.rows import SHANGHAI, Address, Claim, Counts, Ending, Found, Issue, LostLease, Settlement, host_of
from storage.ledger.settling import add_found, count, end_issue, keep, stop_host
from storage.ledger.tables import Instant, addresses, hosts, issues, papers

Finish = Callable[[Issue, Counts], Ending]


_NOW: sa.BindParameter[dt.datetime] = sa.bindparam("at", type_=Instant())
_HOST: sa.BindParameter[str] = sa.bindparam("at_host")
_ID: sa.BindParameter[int] = sa.bindparam("of_id")
#: The addresses of a paper that is paused wait as they are.
GOING = addresses.c.paper.not_in(sa.select(papers.c.code).where(papers.c.paused.is_not(None)))
_DUE = sa.and_(addresses.c.state == "due", sa.or_(addresses.c.not_before.is_(None), addresses.c.not_before <= _NOW), GOING)
_FREE = sa.or_(hosts.c.owner.is_(None), hosts.c.leased_until < _NOW)
_MINE = sa.and_(hosts.c.host == _HOST, hosts.c.owner == sa.bindparam("by"), hosts.c.lease == sa.bindparam("number"))
#: Made once: building a statement costs more than running it.
_READY = sa.select(hosts.c.host, hosts.c.free_at).where(_FREE, sa.exists().where(addresses.c.host == hosts.c.host, _DUE))
_DAY: sa.BindParameter[dt.date] = sa.bindparam("of_day", type_=sa.Date())
_TAKE = (
    sa.update(hosts)
    .where(hosts.c.host == _HOST, hosts.c.free_at <= _NOW, _FREE, sa.exists().where(addresses.c.host == _HOST, _DUE))
    .values(owner=sa.bindparam("by"), lease=hosts.c.lease + 1, leased_until=sa.bindparam("until", type_=Instant()))
    .values(day=_DAY, asked=sa.case((hosts.c.day == _DAY, hosts.c.asked + 1), else_=1))
    .returning(hosts)
)
_NEXT = sa.select(addresses).where(addresses.c.host == _HOST, _DUE).order_by(addresses.c.turn, addresses.c.rank, addresses.c.id).limit(1)
_TRIED = sa.update(addresses).where(addresses.c.id == _ID).values(tries=addresses.c.tries + 1)
_ADDRESS = sa.update(addresses).where(addresses.c.id == _ID)
_RESERVE = sa.update(hosts).where(hosts.c.host == _HOST).values(free_at=sa.bindparam("then", type_=Instant()))
_GIVE_BACK = sa.update(hosts).where(_MINE)
_HELD = sa.select(hosts.c.host).where(_MINE)
_ISSUE = sa.select(issues).where(issues.c.key == sa.bindparam("of_key"))
_BEGUN = sa.update(issues).where(issues.c.key == sa.bindparam("of_key"), issues.c.outcome == "due").values(outcome="fetching")


class Lanes:
    """The hosts with their slots, and the addresses that are due there."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def ready(self, now: dt.datetime) -> dict[str, dt.datetime]:
        """Hosts nobody works on that have something due, with the instant their slot is free."""
        with self._db.read() as connection:
            return {row.host: row.free_at for row in connection.execute(_READY, {"at": now})}

    def free_at(self, host: str, now: dt.datetime) -> dt.datetime | None:
        """When the slot of a host is free where something is due and nobody works; None else."""
        with self._db.read() as connection:
            row = connection.execute(_READY.where(hosts.c.host == _HOST), {"at": now, "at_host": host}).first()
        return row.free_at if row else None

    def rests(self, papers: Iterable[str], soon: dt.datetime) -> tuple[str, dt.datetime] | None:
        """The host and the instant with which the papers' due addresses go on, where that is later than `soon`; None where it is not."""
        due = sa.and_(addresses.c.state == "due", ~addresses.c.late, addresses.c.paper.in_(list(papers)), GOING)
        first = sa.func.min(sa.func.coalesce(addresses.c.not_before, hosts.c.free_at), type_=Instant())
        wanted = sa.select(hosts.c.host, hosts.c.owner, hosts.c.free_at, first.label("first")).join(
            addresses, addresses.c.host == hosts.c.host
        )
        with self._db.read() as connection:
            rows = connection.execute(wanted.where(due).group_by(hosts.c.host, hosts.c.owner, hosts.c.free_at)).all()
        if not rows or any(row.owner for row in rows):
            return None
        instant, host = min((max(row.free_at, row.first), row.host) for row in rows)
        return (host, instant) if instant > soon else None

    def claim(self, host: str, owner: str, now: dt.datetime, until: dt.datetime) -> Claim | None:
        """Take the host's slot and its next due address, if the slot is free and something is due.

        The slot's wait begins at once, so that it holds where the claimant is killed with a request under way.
        """
        day = now.astimezone(SHANGHAI).date()
        with self._db.write(narrow=True, durable=False) as connection:
            taking = connection.execute(_TAKE, {"at_host": host, "at": now, "by": owner, "until": until, "of_day": day})
            taken = taking.mappings().fetchall()
            if not taken:
                return None
            slot, wait = taken[0], max(taken[0]["wait"], taken[0]["delay"])
            row = connection.execute(_NEXT, {"at_host": host, "at": now}).mappings().one()
            connection.execute(_TRIED, {"of_id": row["id"]})
            if wait:
                connection.execute(_RESERVE, {"at_host": host, "then": now + dt.timedelta(seconds=wait)})
            issue = _begun(connection, row["issue"])
        return Claim(host, owner, slot["lease"], wait, _spent(slot, day), slot["failures"], one_address(row), issue, until)

    def holds(self, claim: Claim) -> Issue | None:
        """The claim's issue as it is now (None for an entry). LostLease where the claim is no longer ours."""
        with self._db.read() as connection:
            if connection.execute(_HELD, _mine(claim)).first() is None:
                raise LostLease(claim.host)
            return _current(connection, claim, locked=False)

    def settle(self, claim: Claim, done: Settlement, now: dt.datetime, finish: Finish) -> Issue | None:
        """Close a claim in one transaction; the issue as it is afterwards.

        `finish` is asked, inside the transaction, how an issue ends of which nothing is open any more: it may rename the archive's file.
        LostLease where the claim is no longer ours; nothing is changed then.
        """
        with self._db.write(narrow=not (done.blocks_host or done.forward or done.moved or done.probe)) as connection:
            issue = self._given_back(connection, claim, done, now)
            connection.execute(_ADDRESS.values(_settled(claim.address, done)), {"of_id": claim.address.id})
            if issue is None:
                return None
            add_found(self._db, connection, issue, done.found, claim.wait, now)
            if done.probe:
                ask_entry(self._db, connection, issue.paper, done.probe, None, now, "probe")
            if done.blocks_host:
                stop_host(connection, claim.host, done, now)
            end_issue(connection, issue, done, now, finish)
            return one_issue(connection.execute(_ISSUE, {"of_key": issue.key}).mappings().one())

    def release(self, claim: Claim, free_at: dt.datetime) -> None:
        """Give a claim back undone, as if it had not been taken; the host may be asked again from `free_at` on."""
        with self._db.write(narrow=True) as connection:
            given_back = {"owner": None, "leased_until": None, "free_at": _rested(claim, free_at)}
            if connection.execute(_GIVE_BACK.values(given_back), _mine(claim)).rowcount:
                one_less = sa.case((addresses.c.tries > 0, addresses.c.tries - 1), else_=0)
                connection.execute(sa.update(addresses).where(addresses.c.id == claim.address.id).values(tries=one_less))

    def probed(self, paper: str, newest: dt.date | None, reason: Any, now: dt.datetime) -> None:  # noqa: ANN401 - JSON
        """Keep what the paper's entry showed: the newest date, or why it could not be had."""
        values = {"code": paper, "newest": newest, "probed": now, "reason": reason}
        fresh = {name: value for name, value in values.items() if name != "newest" or value is not None}
        with self._db.write() as connection:
            connection.execute(self._db.insert(papers).values(values).on_conflict_do_update(index_elements=["code"], set_=fresh))

    def awaiting_probe(self, paper: str) -> list[Issue]:
        """Issues whose first page was not to be had and that wait for the newest issue to be looked at."""
        wanted = sa.select(issues).where(issues.c.paper == paper, issues.c.awaits_probe).order_by(issues.c.key)
        with self._db.read() as connection:
            return [one_issue(row) for row in connection.execute(wanted).mappings()]

    def ask_calendar(self, issue: Issue, calendar: Found, wait: float, now: dt.datetime) -> bool:
        """Make the site's list of a month's issues due for an issue that waits to be judged; False where it was asked for before."""
        mine = sa.and_(addresses.c.issue == issue.key, addresses.c.role == "calendar", addresses.c.attempt == issue.attempt)
        row = address_row(issue.key, issue.paper, issue.turn, issue.attempt, calendar)
        fresh = {"state": "due", "attempt": issue.attempt, "tries": 0, "failures": 0}
        with self._db.write() as connection:
            if state := connection.execute(sa.select(addresses.c.state).where(mine)).scalar():
                return bool(state == "due")
            new_host(self._db, connection, calendar.host, wait, now)
            ask = self._db.insert(addresses).values(row)
            connection.execute(ask.on_conflict_do_update(index_elements=["issue", "address"], set_=fresh))
        return True

    def judge(self, key: str, ending: Ending, now: dt.datetime) -> bool:
        """End an issue that waited for a probe; False where it no longer waits."""
        with self._db.write() as connection:
            row = connection.execute(sa.select(issues).where(issues.c.key == key, issues.c.awaits_probe)).mappings().first()
            if row is None:
                return False
            issue = one_issue(row)
            keep(connection, issue, ending, now, count(connection, issue), issue.archive_end)
            return True

    def _given_back(self, connection: sa.Connection, claim: Claim, done: Settlement, now: dt.datetime) -> Issue | None:
        failures = hosts.c.failures + 1 if done.failed else 0
        values = {"owner": None, "leased_until": None, "free_at": _rested(claim, done.free_at), "failures": failures}
        if not connection.execute(_GIVE_BACK.values(values), _mine(claim)).rowcount:
            raise LostLease(claim.host)
        if done.leads_to not in (None, claim.host):
            new_host(self._db, connection, done.leads_to, claim.wait, now)
        return _current(connection, claim, locked=True)


def _spent(slot: sa.RowMapping, day: dt.date) -> dt.datetime | None:
    """When a host whose budget of the day is spent may be asked again: at midnight."""
    if slot["per_day"] is None or slot["asked"] < slot["per_day"]:
        return None
    return dt.datetime.combine(day + dt.timedelta(days=1), dt.time(), SHANGHAI)


def _rested(claim: Claim, free_at: dt.datetime) -> dt.datetime:
    return max(free_at, claim.rests) if claim.rests else free_at


def _mine(claim: Claim) -> dict[str, str | int]:
    return {"at_host": claim.host, "by": claim.owner, "number": claim.lease}


def _begun(connection: sa.Connection, key: str | None) -> Issue | None:
    if key is None:
        return None
    issue = one_issue(connection.execute(_ISSUE, {"of_key": key}).mappings().one())
    if issue.outcome != "due":
        return issue
    connection.execute(_BEGUN, {"of_key": key})
    return replace(issue, outcome="fetching")


def _current(connection: sa.Connection, claim: Claim, *, locked: bool) -> Issue | None:
    if claim.issue is None:
        return None
    row = connection.execute(_ISSUE, {"of_key": claim.issue.key}).mappings().first()
    if row is None or row["attempt"] != claim.issue.attempt:
        raise LostLease(claim.issue.key)
    return one_issue(row)


def _settled(address: Address, done: Settlement) -> dict[str, Any]:
    """The columns of the address after a settlement. Whatever a redirect led to, another turn begins at the beginning."""
    values: dict[str, Any] = {"state": done.state, "reason": done.reason, "not_before": done.not_before, "late": done.late}
    values["failures"] = address.failures + 1 if done.failed or done.late else 0
    if done.moved:
        return {**values, "at": done.moved, "redirects": address.redirects + 1, "host": host_of(done.moved), "failures": address.failures}
    if address.at:
        values |= {"host": host_of(address.address), **START}
    if done.kept:
        kept = done.kept
        values |= {"status": kept.status, "fetched_at": kept.fetched_at, "file": kept.file, "offset": kept.offset, "length": kept.length}
        values |= {"digest": kept.digest, "etag": kept.etag, "last_modified": kept.last_modified}
    if done.state == "kept":
        values |= {"tries": 0}
    if done.forward:
        values |= {"address": done.forward.address, "host": done.forward.host, "hops": address.hops + 1}
    return values
