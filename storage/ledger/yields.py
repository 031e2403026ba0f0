"""How much readings gave: of one issue, and usually."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from statistics import median

import sqlalchemy as sa

from storage.ledger.alarm_tables import yields
from storage.ledger.database import Database
from storage.ledger.tables import issues

#: So many of a paper's newest issues say what is usual, and fewer than the least say nothing.
_MANY, _LEAST = 20, 5


@dataclass(frozen=True, slots=True)
class Yield:
    """What a reading gave: articles, those without a title and without text, characters, and those among them that are garbage."""

    articles: int
    untitled: int
    bare: int
    characters: int
    garbled: int


@dataclass(frozen=True, slots=True)
class Doubtful:
    """Issues of a paper that gave too much, or too much garbage: how many, from which day to which."""

    paper: str
    first: dt.date
    last: dt.date
    issues: int


class Yields:
    """The rows of what readings gave."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def usual(self, paper: str, but: str) -> float | None:
        """Characters an article of a paper usually has, by the newest issues read other than `but`; None where too few are known."""
        read = sa.and_(issues.c.paper == paper, issues.c.key != but, yields.c.articles > 0)
        wanted = sa.select(yields.c.characters, yields.c.articles).join(issues, issues.c.key == yields.c.issue).where(read)
        with self._db.read() as connection:
            rows = connection.execute(wanted.order_by(issues.c.date.desc()).limit(_MANY)).all()
        return median(row.characters / row.articles for row in rows) if len(rows) >= _LEAST else None

    def doubtful(self, most: Mapping[str, int], garbled: float, before: dt.date) -> list[Doubtful]:
        """Issues printed before a day with more articles than their paper's `most`, or a larger part of garbage than `garbled`."""
        if not most:
            return []
        too_many = yields.c.articles > sa.case(dict(most), value=issues.c.paper, else_=10**9)
        wrong = sa.or_(too_many, yields.c.garbled > garbled * yields.c.characters)
        figures = (sa.func.min(issues.c.date).label("first"), sa.func.max(issues.c.date).label("last"), sa.func.count().label("n"))
        wanted = sa.select(issues.c.paper, *figures).join(yields, yields.c.issue == issues.c.key).where(wrong, issues.c.date < before)
        with self._db.read() as connection:
            rows = connection.execute(wanted.group_by(issues.c.paper).order_by(issues.c.paper)).all()
        return [Doubtful(row.paper, row.first, row.last, row.n) for row in rows]

    def of(self, keys: Sequence[str]) -> dict[str, Yield]:
        """What the readings of some issues gave."""
        with self._db.read() as connection:
            rows = connection.execute(sa.select(yields).where(yields.c.issue.in_(keys))).mappings().all()
        return {row["issue"]: Yield(**{name: value for name, value in row.items() if name != "issue"}) for row in rows}


def keep_yield(database: Database, connection: sa.Connection, issue: str, found: Yield) -> None:
    """Write down what a reading gave, in place of the one before."""
    values = asdict(found)
    insert = database.insert(yields).values(issue=issue, **values)
    connection.execute(insert.on_conflict_do_update(index_elements=["issue"], set_=values))
