"""What a settlement does to an issue: addresses found, counts, and how it ends. Runs inside the caller's transaction."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import sqlalchemy as sa

from storage.ledger.database import Database
from storage.ledger.issues import START, address_row, new_host
from storage.ledger.rows import Counts, Ending, Found, Issue, Settlement
from storage.ledger.tables import Instant, addresses, issues


def add_found(database: Database, connection: sa.Connection, issue: Issue, found: Sequence[Found], wait: float, now: dt.datetime) -> None:
    """Add what a page lists. One that this attempt knows keeps its state and the smaller rank; one of an earlier attempt is due again.

    A host nobody knew is asked at the pace (`wait`) of the one that led there.
    """
    if not issue.focus:  # lifted while the page was fetched
        found = [replace(one, skip=False, reason=None) if one.reason else one for one in found]
    for host in sorted({one.host for one in found if not one.skip}):
        new_host(database, connection, host, wait, now)
    mine = sa.select(addresses).where(addresses.c.issue == issue.key)
    known = {row["address"]: row for row in connection.execute(mine).mappings()}
    fresh = {one.address: one for one in reversed(found) if one.address not in known}
    if fresh:
        rows = [address_row(issue.key, issue.paper, issue.turn, issue.attempt, one) for one in reversed(fresh.values())]
        connection.execute(sa.insert(addresses), rows)
    for one in found:
        row = known.get(one.address)
        values = _listed_again(row, one, issue.attempt) if row else None
        if row and values:
            connection.execute(sa.update(addresses).where(addresses.c.id == row["id"]).values(values))


def _listed_again(row: sa.RowMapping, found: Found, attempt: int) -> dict[str, Any] | None:
    place = {"rank": found.rank, "page": found.page, "role": found.role}
    if row["attempt"] < attempt:
        state = "skipped" if found.skip else "due"
        fresh = {"tries": 0, "failures": 0, "not_before": None, "late": False, "host": found.host, "reason": found.reason, **START}
        return {**place, "attempt": attempt, "state": state, **fresh}
    if row["state"] == "skipped" and not found.skip:
        return {**place, "state": "due", "reason": None}
    return place if found.rank < row["rank"] and not found.skip else None


def _tally(*conditions: sa.ColumnElement[bool]) -> sa.ColumnElement[int]:
    return sa.func.coalesce(sa.func.sum(sa.case((sa.and_(*conditions), 1), else_=0)), 0)


def _counting() -> sa.Select[int, int, int, int, int, int]:
    layout, article = addresses.c.role == "layout", addresses.c.role.in_(("article", "dropped"))
    wanted = sa.or_(addresses.c.state != "skipped", addresses.c.reason.is_not(None))  # what a focus leaves out is missed
    held = sa.and_(addresses.c.file.is_not(None), sa.or_(addresses.c.state != "failed", ~layout))
    columns = (
        _tally(layout, wanted),
        _tally(layout, wanted, held),
        _tally(layout, ~wanted),
        _tally(article, wanted),
        _tally(article, wanted, held),
        _tally(addresses.c.state == "due", ~addresses.c.late),
    )
    attempt = addresses.c.attempt == sa.bindparam("of_attempt")
    return sa.select(*columns).where(addresses.c.issue == sa.bindparam("of_issue"), attempt)


#: Made once: building a statement costs more than running it.
_COUNT = _counting()
_BY_KEY = sa.update(issues).where(issues.c.key == sa.bindparam("of_key"))


def count(connection: sa.Connection, issue: Issue) -> Counts:
    """What the attempt lists and what is held of it."""
    row = connection.execute(_COUNT, {"of_issue": issue.key, "of_attempt": issue.attempt}).one()
    return Counts(*(int(figure) for figure in row))


def end_issue(
    connection: sa.Connection, issue: Issue, done: Settlement, now: dt.datetime, finish: Callable[[Issue, Counts], Ending]
) -> None:
    """Bring the issue up to date after an address was settled."""
    end = issue.archive_end if done.archive_end is None else done.archive_end
    counts = count(connection, issue)
    if done.down:
        return
    if done.ending:
        keep(connection, issue, done.ending, now, counts, end)
    elif not counts.open and (issue.outcome in ("due", "fetching") or done.kept):
        keep(connection, issue, finish(issue, counts), now, counts, end)
    else:
        counted = _counted(counts) if issue.listed == 0 else {}
        connection.execute(_BY_KEY.values(**counted, archive_end=end, updated=now), {"of_key": issue.key})


def keep(connection: sa.Connection, issue: Issue, ending: Ending, now: dt.datetime, counts: Counts, end: int) -> None:
    """Write an ending down; an issue that stops parks what is due."""
    good = ending.outcome in ("fetched", "fetching")
    values: dict[str, Any] = {"outcome": ending.outcome, "reason": ending.reason, "not_before": ending.not_before, "updated": now}
    values |= {"awaits_probe": ending.awaits_probe, "tries": 0, "archive_end": end}
    values |= {"first_bad": None} if good or ending.outcome == "no_issue" else {"first_bad": issue.first_bad or now}
    listed_to_the_end = ending.outcome == "fetched" or (ending.outcome == "failed" and counts.articles_held > 0)
    if listed_to_the_end:
        values |= {"listed": issue.attempt}
    if listed_to_the_end or issue.listed == 0:
        values |= _counted(counts)
    connection.execute(sa.update(issues).where(issues.c.key == issue.key).values(values))
    if not good:
        open_now = sa.and_(addresses.c.issue == issue.key, addresses.c.state == "due", ~addresses.c.late)
        connection.execute(sa.update(addresses).where(open_now).values(state="parked"))


def stop_host(connection: sa.Connection, host: str, done: Settlement, now: dt.datetime) -> None:
    """A host that blocks us, or is down: all that is due there stops with the same reason."""
    at_host = sa.and_(addresses.c.host == host, addresses.c.state == "due")
    concerned = sa.select(addresses.c.issue).where(at_host, addresses.c.issue.is_not(None)).distinct()
    stopped = sa.and_(issues.c.key.in_(concerned), issues.c.outcome.in_(("due", "fetching")))
    values: dict[str, Any] = {
        "outcome": "failed" if done.down else "blocked",
        "reason": done.reason,
        "not_before": done.free_at,
        "updated": now,
    }
    values["first_bad"] = sa.func.coalesce(issues.c.first_bad, sa.literal(now, Instant()))
    connection.execute(sa.update(issues).where(stopped).values(values))
    connection.execute(sa.update(addresses).where(at_host, addresses.c.issue.is_not(None)).values(state="parked"))


def _counted(counts: Counts) -> dict[str, Any]:
    return {
        "pages_due": counts.pages_due,
        "pages_held": counts.pages_held,
        "articles_due": counts.articles_due,
        "articles_held": counts.articles_held,
        "held": counts.held,
    }
