"""The ledger as a file that any database takes: every row of every table in one state, with the migration it is of.

A line of JSON each: `{"ledger": "0005"}`; for each table `{"table": …, "columns": [[name, kind], …]}` and its rows as arrays; at the end
`{"rows": {table: number}}`, without which the file is torn.
"""

import datetime as dt
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from articles.errors import StorageError
from storage.ledger import revision_tables  # noqa: F401 - its tables belong to the metadata
from storage.ledger.database import Database, known_version, upgrade, version_of
from storage.ledger.tables import Instant, Text, issues, metadata

#: Rows taken from the database, or given to it, at once.
_CHUNK = 1000
#: What may stand in a column: how it is kept, and how its values become JSON and come back.
_KINDS: Mapping[str, sa.types.TypeEngine[Any]] = {
    "text": Text(),
    "integer": sa.BigInteger(),
    "float": sa.Float(),
    "boolean": sa.Boolean(),
    "date": sa.Date(),
    "instant": Instant(),
    "json": sa.JSON(none_as_null=True),
}
_FROM_TEXT: Mapping[str, Callable[[str], object]] = {"date": dt.date.fromisoformat, "instant": dt.datetime.fromisoformat}


@dataclass
class Dumped:
    """What a dump held: its version, rows by table, articles, and the issues with articles that are being fetched again.

    Those cannot be read again before they are fetched.
    """

    version: str = ""
    rows: dict[str, int] = field(default_factory=dict)
    articles: int = 0
    unsettled: list[str] = field(default_factory=list)


def dump(database: Database, found: Dumped) -> Iterator[str]:
    """The lines of a ledger, in one state of it, whoever writes meanwhile; what they hold is added to `found`."""
    with database.read() as connection:
        found.version = version_of(connection) or ""
        yield json.dumps({"ledger": found.version})
        for table in metadata.sorted_tables:
            yield json.dumps({"table": table.name, "columns": [[column.name, kind_of(column.type)] for column in table.columns]})
            found.rows[table.name] = 0
            for row in connection.execution_options(yield_per=_CHUNK).execute(sa.select(table)):
                found.rows[table.name] += 1
                if table is issues:
                    _note(dict(row._mapping), found)
                yield json.dumps([_plain(value) for value in row], ensure_ascii=False, separators=(",", ":"))
        yield json.dumps({"rows": found.rows})


def load(url: str, lines: Iterable[str], progress: Callable[[int], None] = lambda done: None) -> dict[str, int]:
    """Fill a ledger that holds no issue from a dump's lines, and bring it to the newest version: all of it or nothing; rows by table.

    StorageError where it holds issues, where the dump is of a newer version, or torn.
    """
    database = Database(url, migrate=False)
    try:
        with database.write() as connection:
            source = iter(lines)
            version = _version(next(source, ""))
            _emptied(connection, database, version)
            rows = _filled(connection, source, progress)
            upgrade(connection)
            if not database.is_sqlite:
                _count_on(connection)
        return rows
    finally:
        database.close()


def check_version(version: str) -> None:
    """StorageError where a ledger of that version is newer than this program."""
    if not known_version(version):
        raise StorageError("ledger_newer", version=version)


def kind_of(column: sa.types.TypeEngine[Any]) -> str:
    """What stands in a column. TypeError for a type nobody moves yet."""
    if isinstance(column, sa.Integer):
        return "integer"
    found = next((kind for kind, made in _KINDS.items() if isinstance(column, type(made))), None)
    if found is None:
        raise TypeError(f"no kind for {column!r}")
    return found


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, dt.date) else value


def _note(issue: Mapping[str, Any], found: Dumped) -> None:
    found.articles += issue["articles"]
    if issue["digest"] and issue["outcome"] in ("due", "fetching"):
        found.unsettled.append(issue["key"])


def _version(line: str) -> str:
    try:
        version = str(json.loads(line)["ledger"])
    except (ValueError, KeyError, TypeError) as error:
        raise StorageError("ledger_dump", why=repr(line[:60])) from error
    check_version(version)
    return version


def _emptied(connection: sa.Connection, database: Database, version: str) -> None:
    """The tables as that version made them, without a row."""
    check_version(version_of(connection) or version)
    tables = sa.inspect(connection).get_table_names()
    held = connection.execute(sa.select(sa.func.count()).select_from(sa.table("issues"))).scalar_one() if "issues" in tables else 0
    if held:
        raise StorageError("restore_ledger_holds", issues=held, place=database.url.render_as_string(hide_password=True))
    metadata.drop_all(connection)
    connection.execute(sa.text("DROP TABLE IF EXISTS alembic_version"))
    upgrade(connection, version)


class _Filling:
    """Rows on their way into the tables their dump names, a batch at a time."""

    def __init__(self, connection: sa.Connection) -> None:
        self.rows: dict[str, int] = {}
        self.done = False
        self._connection, self._batch = connection, list[dict[str, object]]()
        self._table, self._kinds = sa.table(""), tuple[str, ...]()

    def take(self, one: Any) -> None:  # noqa: ANN401 - JSON
        """A line: a row, the head of a table, or the end."""
        if isinstance(one, list):
            values = map(_typed, one, self._kinds)
            self._batch.append(dict(zip(self._table.columns.keys(), values, strict=True)))
            if len(self._batch) >= _CHUNK:
                self._write()
            return
        self._write()
        if "rows" in one:
            self.done = one["rows"] == self.rows
        else:
            self._kinds = tuple(kind for _, kind in one["columns"])
            self._table = sa.table(one["table"], *(sa.column(name, _KINDS[kind]) for name, kind in one["columns"]))
            self.rows[self._table.name] = 0

    def _write(self) -> None:
        if self._batch:
            self._connection.execute(sa.insert(self._table), self._batch)
            self.rows[self._table.name] += len(self._batch)
            self._batch = []


def _filled(connection: sa.Connection, lines: Iterator[str], progress: Callable[[int], None]) -> dict[str, int]:
    filling = _Filling(connection)
    try:
        for done, line in enumerate(lines):
            filling.take(json.loads(line))
            if done % _CHUNK == 0:
                progress(done)
    except (ValueError, KeyError, TypeError, EOFError) as error:
        raise StorageError("ledger_dump", why=f"{type(error).__name__}: {error}") from error
    if not filling.done:
        raise StorageError("ledger_dump", why="EOF")
    return filling.rows


def _typed(value: Any, kind: str) -> object:  # noqa: ANN401 - JSON
    return _FROM_TEXT[kind](value) if kind in _FROM_TEXT and value is not None else value


def _count_on(connection: sa.Connection) -> None:
    """Let the numbers PostgreSQL gives to new rows begin behind those that came in."""
    for table in metadata.sorted_tables:
        for column in table.columns:
            if column.autoincrement is True and isinstance(column.type, sa.Integer):
                newest = sa.select(sa.func.max(column)).scalar_subquery()
                sequence = sa.func.pg_get_serial_sequence(table.name, column.name)
                connection.execute(sa.select(sa.func.setval(sequence, sa.func.coalesce(newest, 0) + 1, sa.false())))
