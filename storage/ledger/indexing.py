"""Issues that are read and wait to be indexed, generations of the index, and tombstones."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence

import sqlalchemy as sa

from storage.ledger.arrivals import arrived
from storage.ledger.building import UNDER_WAY, being_indexed, of_issues
from storage.ledger.database import Database
from storage.ledger.issues import one_issue
from storage.ledger.refusals import noted, refused
from storage.ledger.rows import Generation, GenerationState, Issue, LostLease, Refusal, Tombstone
from storage.ledger.tables import articles, generations, indexed, issues, refusals, tombstones

#: Issues taken into one commit of the index.
BATCH = 200


class Indexing:
    """Claims on issues to be indexed, and what is in which generation."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def ready(self, now: dt.datetime) -> int:
        """How many issues wait to be indexed and nobody indexes."""
        with self._db.read() as connection:
            return connection.execute(sa.select(sa.func.count()).select_from(issues).where(_indexable(now))).scalar_one()

    def claim(self, owner: str, now: dt.datetime, until: dt.datetime, limit: int = BATCH) -> list[Issue]:
        """Take up to `limit` read issues nobody indexes."""
        chosen = sa.select(issues.c.key).where(_indexable(now)).order_by(issues.c.turn, issues.c.key).limit(limit)
        chosen = chosen.with_for_update(skip_locked=True)
        values = {"owner": owner, "lease": issues.c.lease + 1, "leased_until": until}
        with self._db.write(narrow=True, durable=False) as connection:
            claim = sa.update(issues).where(issues.c.key.in_(chosen), _indexable(now)).values(values).returning(issues)
            return sorted((one_issue(row) for row in connection.execute(claim).mappings().fetchall()), key=lambda issue: issue.key)

    def settle(
        self, taken: Sequence[Issue], names: Sequence[str], buried: Iterable[Tombstone], now: dt.datetime, refused: Sequence[Refusal] = ()
    ) -> list[Issue]:
        """Close a commit: the issues are in those generations but for what is `refused`, the tombstones `buried` with them are applied.

        A tombstone of one of their articles that came meanwhile, and may have been applied before the article was put, is to be applied
        again. Issues whose claim is no longer ours, or that are to be read again, are returned as they are: of them nothing is known.
        LostLease where the set of open generations has changed; nothing is changed then.
        """
        with self._db.write(narrow=True) as connection:
            if {one.name for one in _open(connection)} != set(names):
                raise LostLease("generations")
            mine = _settled(connection, taken, now) if taken else set()
            done = [issue for issue in taken if issue.key in mine]
            if done:
                arrived(self._db, connection, [issue.key for issue in done], now)
            if rows := [{"issue": issue.key, "generation": name, "digest": issue.digest} for issue in done for name in names]:
                _note(self._db, connection, rows, indexed.c.digest != UNDER_WAY)
                noted(connection, names, [*mine], [one for one in refused if one.issue in mine])
            graves = list(buried)
            late = sa.and_(of_issues([issue.key for issue in taken]), tombstones.c.id.not_in([grave.id for grave in graves]))
            connection.execute(sa.update(tombstones).where(late).values(applied=None))
            for grave in graves:
                same = sa.and_(tombstones.c.id == grave.id, tombstones.c.revision == grave.revision)
                connection.execute(sa.update(tombstones).where(same).values(applied=now))
        return [issue for issue in taken if issue.key not in mine]

    def release(self, taken: Sequence[Issue]) -> None:
        """Give claims back undone."""
        with self._db.write(narrow=True) as connection:
            for issue in taken:
                mine = sa.and_(issues.c.key == issue.key, issues.c.owner == issue.owner, issues.c.lease == issue.lease)
                connection.execute(sa.update(issues).where(mine).values(owner=None, leased_until=None))

    def tombstones(self, *, pending: bool = True) -> list[Tombstone]:
        """Ids that must not be found again: those still to be applied, or all.

        One of an issue that somebody indexes now is left to who does: applied beside it, it may come before the article it is for.
        """
        wanted = sa.select(tombstones).order_by(tombstones.c.id)
        wanted = wanted.where(tombstones.c.applied.is_(None), ~being_indexed()) if pending else wanted
        with self._db.read() as connection:
            return [Tombstone(**row) for row in connection.execute(wanted).mappings()]

    def bury(self, ids: Iterable[str], now: dt.datetime) -> list[str]:
        """Make ids unfindable (a deletion on request): their rows are lost, a tombstone stands for each; those that were known."""
        done = []
        with self._db.write() as connection:
            for id_ in ids:
                row = connection.execute(sa.select(articles.c.revision).where(articles.c.id == id_)).first()
                if row is None:
                    continue
                connection.execute(sa.update(articles).where(articles.c.id == id_).values(lost=True, revision=row.revision + 1))
                grave = self._db.insert(tombstones).values(id=id_, revision=row.revision + 1, at=now)
                again = {"revision": grave.excluded.revision, "at": now, "applied": None}
                connection.execute(grave.on_conflict_do_update(index_elements=["id"], set_=again))
                done.append(id_)
        return done

    def generations(self) -> list[Generation]:
        """All generations, oldest first."""
        with self._db.read() as connection:
            rows = connection.execute(sa.select(generations).order_by(generations.c.made, generations.c.name)).mappings()
            return [Generation(**row) for row in rows]

    def open_generations(self) -> list[Generation]:
        """The generations that are written: open and live ones."""
        with self._db.read() as connection:
            return _open(connection)

    def add_generation(self, name: str, fingerprint: str, state: GenerationState, now: dt.datetime) -> None:
        """Open a generation (nothing happens where it is known)."""
        row = {"name": name, "fingerprint": fingerprint, "state": state, "made": now}
        with self._db.write() as connection:
            connection.execute(self._db.insert(generations).values(row).on_conflict_do_nothing())

    def set_live(self, name: str, others: GenerationState = "retired") -> None:
        """Make a generation the live one; the one that was live becomes `others`."""
        with self._db.write() as connection:
            connection.execute(sa.update(generations).where(generations.c.state == "live").values(state=others))
            connection.execute(sa.update(generations).where(generations.c.name == name).values(state="live"))

    def drop_generation(self, name: str) -> None:
        """Forget a generation and what was in it."""
        with self._db.write() as connection:
            for table in (indexed, refusals):
                connection.execute(sa.delete(table).where(table.c.generation == name))
            connection.execute(sa.delete(generations).where(generations.c.name == name))

    def forget(self) -> None:
        """Forget all generations: the ledger stands beside another index than the one it knew."""
        for one in self.generations():
            self.drop_generation(one.name)

    def missing_in(self, name: str, limit: int | None = None) -> list[Issue]:
        """Issues with articles whose file, as it is now, is not in a generation, by turn: what a build has still to do."""
        same = sa.and_(indexed.c.issue == issues.c.key, indexed.c.generation == name, indexed.c.digest == issues.c.digest)
        wanted = sa.select(issues).where(issues.c.digest.is_not(None), ~sa.exists().where(same)).order_by(issues.c.turn, issues.c.key)
        with self._db.read() as connection:
            return [one_issue(row) for row in connection.execute(wanted.limit(limit)).mappings()]

    def unindex(self, name: str, now: dt.datetime) -> int:
        """Make issues that count as indexed and are not in a generation `read` again, so that they are put there; how many."""
        same = sa.and_(indexed.c.issue == issues.c.key, indexed.c.generation == name, indexed.c.digest == issues.c.digest)
        absent = sa.and_(issues.c.outcome == "indexed", ~sa.exists().where(same))
        with self._db.write() as connection:
            return connection.execute(sa.update(issues).where(absent).values(outcome="read", updated=now)).rowcount

    def again(self, keys: Sequence[str], now: dt.datetime) -> int:
        """Make indexed issues `read` again, as if no generation held them; how many."""
        with self._db.write() as connection:
            for table in (indexed, refusals):
                connection.execute(sa.delete(table).where(table.c.issue.in_(keys)))
            at_rest = sa.and_(issues.c.key.in_(keys), issues.c.outcome == "indexed")
            return connection.execute(sa.update(issues).where(at_rest).values(outcome="read", updated=now)).rowcount

    def note(self, name: str, held: Sequence[Issue], refused: Sequence[Refusal] = ()) -> None:
        """Keep that a generation holds issues as their files are now, but for what it refused."""
        if held:
            with self._db.write() as connection:
                _note(self._db, connection, [{"issue": issue.key, "generation": name, "digest": issue.digest or ""} for issue in held])
                noted(connection, [name], [issue.key for issue in held], refused)

    def refused(self, name: str) -> list[Refusal]:
        """What a generation does not take, by id; articles that are lost by now do not count."""
        living = sa.exists().where(articles.c.id == refusals.c.id, ~articles.c.lost)
        with self._db.read() as connection:
            return refused(connection, refusals.c.generation == name, living)


def _indexable(now: dt.datetime) -> sa.ColumnElement[bool]:
    return sa.and_(issues.c.outcome == "read", sa.or_(issues.c.owner.is_(None), issues.c.leased_until < now))


def _settled(connection: sa.Connection, taken: Sequence[Issue], now: dt.datetime) -> set[str]:
    """The keys of those issues whose claim is ours still; they are indexed."""
    pairs = [(issue.key, issue.lease) for issue in taken]
    mine = sa.and_(sa.tuple_(issues.c.key, issues.c.lease).in_(pairs), issues.c.owner == taken[0].owner, issues.c.outcome == "read")
    values = {"outcome": "indexed", "owner": None, "leased_until": None, "first_bad": None, "updated": now}
    return set(connection.execute(sa.update(issues).where(mine).values(values).returning(issues.c.key)).scalars())


def _open(connection: sa.Connection) -> list[Generation]:
    wanted = sa.select(generations).where(generations.c.state != "retired").order_by(generations.c.made, generations.c.name)
    return [Generation(**row) for row in connection.execute(wanted).mappings()]


def _note(
    database: Database, connection: sa.Connection, rows: Sequence[Mapping[str, str | None]], where: sa.ColumnElement[bool] | None = None
) -> None:
    insert = database.insert(indexed)
    note = insert.on_conflict_do_update(index_elements=["issue", "generation"], set_={"digest": insert.excluded.digest}, where=where)
    connection.execute(note, [dict(row) for row in rows])
