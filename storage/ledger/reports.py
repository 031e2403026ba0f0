"""What the ledger tells people: status, coverage, failures, what is missing, and how far a run has come."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Sequence

import sqlalchemy as sa

from storage.ledger.database import Database
from storage.ledger.issues import one_address, one_issue
from storage.ledger.refusals import refused, refused_live
from storage.ledger.rows import BAD_OUTCOMES, OPEN_OUTCOMES, Address, Issue, Missing, PaperStatus, Progress, Refusal
from storage.ledger.tables import addresses, generations, indexed, issues, refusals

_CHUNK = 400


class Reports:
    """Queries that change nothing."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def status(self) -> list[PaperStatus]:
        """Every paper with issues in the ledger, by code."""
        held = sa.case((issues.c.articles > 0, issues.c.date))
        figures = sa.select(
            issues.c.paper,
            sa.func.max(held).label("newest"),
            sa.func.min(held).label("oldest"),
            sa.func.sum(issues.c.articles).label("articles"),
        ).group_by(issues.c.paper)
        with self._db.read() as connection:
            rows = connection.execute(figures.order_by(issues.c.paper)).all()
            outcomes, kept = _tally(connection, issues.c.outcome), _tally(connection, issues.c.held)
        return [PaperStatus(row.paper, row.newest, row.oldest, int(row.articles), outcomes[row.paper], kept[row.paper]) for row in rows]

    def coverage(self, paper: str, first: dt.date | None = None, last: dt.date | None = None) -> list[Issue]:
        """The issues of a paper from `first` to `last` by date; a day without a row was never planned."""
        wanted = sa.select(issues).where(issues.c.paper == paper, *_printed(first, last)).order_by(issues.c.date, issues.c.key)
        with self._db.read() as connection:
            return [one_issue(row) for row in connection.execute(wanted).mappings()]

    def older(self, reader: str) -> int:
        """How many issues with articles another reader than this one read."""
        other = sa.and_(issues.c.articles > 0, sa.or_(issues.c.reader.is_(None), issues.c.reader != reader))
        with self._db.read() as connection:
            return connection.execute(sa.select(sa.func.count()).select_from(issues).where(other)).scalar_one()

    def failures(self, paper: str | None = None) -> list[Issue]:
        """Issues that went wrong, hold gaps or articles the index refuses, newest first; their reasons stand in them.

        What an issue's focus leaves out is no gap.
        """
        lacking = sa.and_(addresses.c.issue == issues.c.key, addresses.c.file.is_(None), addresses.c.state != "skipped")
        partial = sa.and_(issues.c.held == "partial", sa.or_(issues.c.focus.is_(None), sa.exists().where(lacking)))
        gap = sa.or_(partial, refused_live())
        bad = sa.or_(issues.c.outcome.in_(BAD_OUTCOMES), sa.and_(issues.c.outcome == "indexed", gap))
        wanted = sa.select(issues).where(bad, issues.c.paper == paper) if paper else sa.select(issues).where(bad)
        with self._db.read() as connection:
            return [
                one_issue(row) for row in connection.execute(wanted.order_by(sa.nulls_first(issues.c.date.desc()), issues.c.key)).mappings()
            ]

    def gaps(self, key: str) -> list[Address]:
        """The addresses an issue lists and does not hold."""
        wanted = sa.and_(addresses.c.issue == key, addresses.c.file.is_(None), addresses.c.state != "skipped")
        with self._db.read() as connection:
            rows = connection.execute(sa.select(addresses).where(wanted).order_by(addresses.c.rank, addresses.c.id)).mappings()
            return [one_address(row) for row in rows]

    def refused(self, key: str) -> list[Refusal]:
        """The articles of an issue that the live generation does not take."""
        live = sa.select(generations.c.name).where(generations.c.state == "live")
        with self._db.read() as connection:
            return refused(connection, refusals.c.issue == key, refusals.c.generation.in_(live))

    def missing(self, papers: Sequence[str] | None = None, first: dt.date | None = None, last: dt.date | None = None) -> Missing:
        """Issues in scope that a search cannot see, or sees with gaps. Days that had no issue, or none yet, are not missing."""
        unseen = ~sa.exists().where(indexed.c.issue == issues.c.key)
        wrong = sa.and_(unseen, issues.c.outcome.not_in(("indexed", "no_issue", "not_yet")))
        partial = sa.and_(~unseen, sa.or_(issues.c.held == "partial", refused_live()))
        label = sa.case((partial, "partial"), else_=issues.c.outcome).label("why")
        wanted = sa.select(issues.c.paper, label, sa.func.count().label("n")).where(sa.or_(wrong, partial), *_printed(first, last))
        wanted = wanted.where(issues.c.paper.in_(papers)) if papers else wanted
        with self._db.read() as connection:
            rows = connection.execute(wanted.group_by(issues.c.paper, label)).all()
        by_paper, by_outcome = Counter[str](), Counter[str]()
        for row in rows:
            by_paper[row.paper] += row.n
            by_outcome[row.why] += row.n
        return Missing(sum(by_paper.values()), dict(sorted(by_paper.items())), dict(sorted(by_outcome.items())))

    def progress(self, keys: Sequence[str] | None = None) -> Progress:
        """How far those issues (or all) are. `open`: issues with work left that waits for nobody."""
        outcomes, states = Counter[str](), Counter[str]()
        articles = 0
        with self._db.read() as connection:
            for start in range(0, len(keys), _CHUNK) if keys is not None else (None,):
                part = None if start is None or keys is None else keys[start : start + _CHUNK]
                chosen = sa.true() if part is None else issues.c.key.in_(part)
                listed = sa.true() if part is None else addresses.c.issue.in_(part)
                by_outcome = sa.select(issues.c.outcome, sa.func.count(), sa.func.sum(issues.c.articles)).where(chosen)
                for outcome, number, read in connection.execute(by_outcome.group_by(issues.c.outcome)):
                    outcomes[outcome] += number
                    articles += int(read)
                by_state = sa.select(addresses.c.state, sa.func.count()).where(listed).group_by(addresses.c.state)
                states.update({row[0]: row[1] for row in connection.execute(by_state)})
            awaited = _entries_due(connection) if keys is None else 0
        return Progress(dict(outcomes), dict(states), articles, sum(outcomes[one] for one in OPEN_OUTCOMES) + awaited)

    def entry_due(self, paper: str) -> bool:
        """Whether a paper's entry is still to be looked at."""
        with self._db.read() as connection:
            return _entries_due(connection, paper) > 0

    def entry(self, paper: str) -> Address | None:
        """The paper's entry as it was last asked for."""
        wanted = sa.select(addresses).where(addresses.c.issue.is_(None), addresses.c.paper == paper, addresses.c.role == "entry")
        with self._db.read() as connection:
            row = connection.execute(wanted).mappings().first()
        return one_address(row) if row else None

    def unprobed(self) -> list[str]:
        """Papers with issues that wait for a probe nobody will make any more; it is to be asked for again."""
        asked = sa.select(addresses.c.paper).where(addresses.c.issue.is_(None), addresses.c.state == "due", addresses.c.role == "probe")
        listed = sa.exists().where(addresses.c.issue == issues.c.key, addresses.c.state == "due", addresses.c.role == "calendar")
        wanted = sa.select(issues.c.paper).where(issues.c.awaits_probe, issues.c.paper.not_in(asked), ~listed).distinct()
        with self._db.read() as connection:
            return [row.paper for row in connection.execute(wanted.order_by(issues.c.paper))]

    def next_due(self) -> dt.datetime | None:
        """The earliest instant at which an address that is put off comes due."""
        with self._db.read() as connection:
            return connection.execute(
                sa.select(sa.func.min(addresses.c.not_before, type_=addresses.c.not_before.type)).where(addresses.c.state == "due")
            ).scalar()


def _printed(first: dt.date | None, last: dt.date | None) -> list[sa.ColumnElement[bool]]:
    bounds = [issues.c.date >= first] if first else []
    return bounds + ([issues.c.date <= last] if last else [])


def _tally(connection: sa.Connection, column: sa.Column[str]) -> dict[str, dict[str, int]]:
    counts: dict[str, dict[str, int]] = defaultdict(dict)
    for paper, value, number in connection.execute(sa.select(issues.c.paper, column, sa.func.count()).group_by(issues.c.paper, column)):
        counts[paper][value] = number
    return counts


def _entries_due(connection: sa.Connection, paper: str | None = None) -> int:
    wanted = sa.and_(addresses.c.issue.is_(None), addresses.c.state == "due", addresses.c.role == "entry")
    wanted = sa.and_(wanted, addresses.c.paper == paper) if paper else wanted
    return connection.execute(sa.select(sa.func.count()).select_from(addresses).where(wanted)).scalar_one()
