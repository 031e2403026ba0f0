"""A look at a ledger from outside: nothing is made, upgraded or written, and nobody is waited for long."""

import datetime as dt
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import ArgumentError, ProgrammingError

from articles.errors import SettingsError, StorageError
from storage.ledger.database import ALLOWED, driven, named, version_of
from storage.ledger.tables import VERSION, metadata

#: Seconds to connect, and one question may take.
_WAIT = 4
_RIGHTS = ("SELECT", "INSERT", "UPDATE", "DELETE")


@dataclass(frozen=True, slots=True)
class Seen:
    """What a ledger is. `place` is its file, or server, port and database: never a password.

    `migration` is None where there are no tables yet, and `newest` the one this program makes. `at` is the server's clock, None for a file,
    which has none of its own; `server` the version of the database as (major, minor …). `lacking` are the rights its user misses; without
    SELECT the migration cannot be told.
    """

    kind: str
    place: str
    server: tuple[int, ...]
    encoding: str
    migration: str | None
    newest: str
    at: dt.datetime | None
    read_only: bool
    lacking: tuple[str, ...]

    @property
    def current(self) -> bool:
        """Whether it can be opened without being changed."""
        return self.migration == self.newest


def look(url: str) -> Seen | None:
    """What is there, None for a file that is not. SettingsError, StorageError."""
    with _connected(url) as connection:
        if connection is None:
            return None
        return _sqlite(connection) if connection.dialect.name == "sqlite" else _postgres(connection)


@contextmanager
def _connected(url: str) -> Iterator[sa.Connection | None]:
    try:
        where = driven(sa.make_url(url))
        engine = sa.create_engine(_existing(where) if where.drivername == "sqlite" else where, connect_args=_options(where))
    except (ArgumentError, ValueError) as error:
        raise SettingsError("ledger_url", allowed=ALLOWED) from error
    except ModuleNotFoundError as error:
        raise SettingsError("ledger_driver", driver=error.name or "psycopg") from error
    if where.drivername == "sqlite" and not _there(Path(where.database or "")):
        yield None
        return
    try:
        with named(), engine.connect() as connection:
            yield connection
    except ProgrammingError as error:  # a right that even a look needs
        raise StorageError("ledger_unreachable", why=str(error.orig).partition("\n")[0]) from error
    finally:
        engine.dispose()


def _there(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError as error:
        raise StorageError("ledger_unreachable", why=error.strerror or str(error)) from error


def _existing(where: sa.URL) -> sa.URL:
    """A file that is there and is not made."""
    return where.set(database=Path(where.database or "").absolute().as_uri(), query={"mode": "rw", "uri": "true"})


def _options(where: sa.URL) -> dict[str, Any]:
    if where.drivername == "sqlite":
        return {"timeout": _WAIT}
    bounds = f"-c statement_timeout={_WAIT * 1000} -c lock_timeout={_WAIT * 1000}"
    return {"connect_timeout": _WAIT, "client_encoding": "utf8", "options": bounds}


def _sqlite(connection: sa.Connection) -> Seen:
    connection.exec_driver_sql("PRAGMA query_only = ON")
    file = _one(connection, "SELECT file FROM pragma_database_list WHERE name = 'main'")
    server = _numbers(_one(connection, "SELECT sqlite_version()"))
    encoding = _one(connection, "PRAGMA encoding")
    read_only = not all(os.access(path, os.W_OK) for path in (file, Path(file).parent))
    return Seen("SQLite", file, server, encoding, version_of(connection), VERSION, None, read_only, lacking=())


def _postgres(connection: sa.Connection) -> Seen:
    connection.exec_driver_sql("SET TRANSACTION READ ONLY")
    url = connection.engine.url
    number = int(_one(connection, "SHOW server_version_num"))
    read_only = _one(connection, "SELECT pg_is_in_recovery() OR current_setting('default_transaction_read_only')::boolean")
    lacking = _lacking(connection)
    migration = None if "SELECT" in lacking else version_of(connection)
    if migration != VERSION and not lacking and not _one(connection, "SELECT has_schema_privilege(current_schema(), 'CREATE')"):
        lacking.append("CREATE")
    return Seen(
        "PostgreSQL",
        f"{url.host or ''}:{url.port or 5432}/{url.database}",
        (number // 10_000, number % 10_000),
        _one(connection, "SHOW server_encoding"),
        migration,
        VERSION,
        _one(connection, "SELECT clock_timestamp()"),
        bool(read_only),
        tuple(lacking),
    )


def _lacking(connection: sa.Connection) -> list[str]:
    """Rights on the tables that the user needs and has not."""
    held = sorted({*metadata.tables, "alembic_version"} & set(sa.inspect(connection).get_table_names()))
    return [right for right in _RIGHTS if not all(connection.scalar(sa.select(sa.func.has_table_privilege(name, right))) for name in held)]


def _one(connection: sa.Connection, question: str) -> Any:  # noqa: ANN401 - whatever the database answers
    """The one value of an answer."""
    return connection.exec_driver_sql(question).scalar()


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".") if part.isdigit())
