"""What the ledger says of issues, a part at a time, for who compares it with files, archive and index; and what mends it.

Nothing here takes a claim: every change holds only where nobody works on the issue, and makes work of the kind the steps know.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from storage.ledger.database import Database
from storage.ledger.issues import one_issue
from storage.ledger.rows import ArticleRow, Issue
from storage.ledger.tables import articles, indexed, issues, refusals, tombstones

_CHUNK = 400


@dataclass(frozen=True, slots=True)
class Known:
    """An issue, the rows of its articles (lost ones too), and by generation the digest of the file that is in there and what it refused."""

    issue: Issue
    rows: tuple[ArticleRow, ...]
    indexed: Mapping[str, str]
    refused: Mapping[str, frozenset[str]]


class Reconciling:
    """Looks and mendings of `worker.steps.reconciling`."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def behind(self, key: str, limit: int, paper: str | None = None) -> list[str]:
        """The next keys of issues behind one, in their order."""
        wanted = sa.select(issues.c.key).where(issues.c.key > key, *([issues.c.paper == paper] if paper else []))
        with self._db.read() as connection:
            return list(connection.execute(wanted.order_by(issues.c.key).limit(limit)).scalars())

    def known(self, keys: Sequence[str]) -> list[Known]:
        """Those issues with all that is known of them, as of one moment, by key."""
        with self._db.read() as connection:
            found = connection.execute(sa.select(issues).where(issues.c.key.in_(keys)).order_by(issues.c.key)).mappings().all()
            rows = _by_issue(connection, articles, keys)
            held = _by_issue(connection, indexed, keys)
            refused = _by_issue(connection, refusals, keys)
        return [_known(row, rows[row["key"]], held[row["key"]], refused[row["key"]]) for row in found]

    def issues_of(self, keys: Collection[str]) -> dict[str, int]:
        """Those keys that are known, with the newest attempt at each."""
        found: dict[str, int] = {}
        wanted = sorted(keys)
        with self._db.read() as connection:
            for start in range(0, len(wanted), _CHUNK):
                chosen = sa.select(issues.c.key, issues.c.attempt).where(issues.c.key.in_(wanted[start : start + _CHUNK]))
                found.update({row.key: row.attempt for row in connection.execute(chosen)})
        return found

    def to_be_read(self, keys: Collection[str]) -> set[str]:
        """Those issues that wait to be read: what rows they will have is not known yet."""
        found: set[str] = set()
        wanted = sorted(keys)
        with self._db.read() as connection:
            for start in range(0, len(wanted), _CHUNK):
                some = issues.c.key.in_(wanted[start : start + _CHUNK])
                found.update(connection.execute(sa.select(issues.c.key).where(some, issues.c.outcome == "fetched")).scalars())
        return found

    def living(self, ids: Sequence[str]) -> set[str]:
        """Those ids whose article should be found."""
        found: set[str] = set()
        with self._db.read() as connection:
            for start in range(0, len(ids), _CHUNK):
                some = articles.c.id.in_(ids[start : start + _CHUNK])
                found.update(connection.execute(sa.select(articles.c.id).where(some, ~articles.c.lost)).scalars())
        return found

    def bury(self, graves: Mapping[str, int], now: dt.datetime) -> list[str]:
        """See that ids are taken out of the index that should not be in it: a tombstone of that revision for each; those it was done for.

        An article that lives by now is left alone.
        """
        done = []
        with self._db.write() as connection:
            for id_, revision in graves.items():
                if connection.execute(sa.select(articles.c.id).where(articles.c.id == id_, ~articles.c.lost)).first():
                    continue
                grave = self._db.insert(tombstones).values(id=id_, revision=revision, at=now)
                higher = sa.case((tombstones.c.revision < revision, revision), else_=tombstones.c.revision)
                again = {"revision": higher, "applied": None}
                connection.execute(grave.on_conflict_do_update(index_elements=["id"], set_=again))
                done.append(id_)
        return done

    def raised(self, id_: str, revision: int) -> None:
        """An article counts as being of a revision at the least: a copy of it that stands elsewhere has it."""
        older = sa.and_(articles.c.id == id_, articles.c.revision < revision)
        with self._db.write() as connection:
            connection.execute(sa.update(articles).where(older).values(revision=revision))

    def adopt(self, key: str, paper: str, date: dt.date | None, turn: int, now: dt.datetime) -> None:
        """A row for an issue that only its article file is left of; nothing where there is one."""
        row: dict[str, Any] = {"key": key, "paper": paper, "date": date, "turn": turn, "outcome": "fetched", "updated": now}
        with self._db.write() as connection:
            connection.execute(self._db.insert(issues).values(row).on_conflict_do_nothing())


def _by_issue(connection: sa.Connection, table: sa.Table, keys: Sequence[str]) -> Mapping[str, list[sa.RowMapping]]:
    found: dict[str, list[sa.RowMapping]] = defaultdict(list)
    for row in connection.execute(sa.select(table).where(table.c.issue.in_(keys))).mappings():
        found[row["issue"]].append(row)
    return found


def _known(issue: sa.RowMapping, rows: Sequence[sa.RowMapping], held: Sequence[sa.RowMapping], refused: Sequence[sa.RowMapping]) -> Known:
    by_generation: dict[str, set[str]] = defaultdict(set)
    for row in refused:
        by_generation[row["generation"]].add(row["id"])
    return Known(
        one_issue(issue),
        tuple(sorted((ArticleRow(**row) for row in rows), key=lambda row: (row.lost, row.ordinal, row.id))),
        {row["generation"]: row["digest"] for row in held},
        {name: frozenset(ids) for name, ids in by_generation.items()},
    )
