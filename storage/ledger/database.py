"""The database behind the ledger. The only module that knows which one it is.

SQLite: WAL, foreign keys, a busy timeout, and `BEGIN IMMEDIATE` for a transaction that writes, so that it never fails half-way for a lock.
PostgreSQL: a transaction that writes runs alone too, but for the narrow ones (a claim, a settlement), which run beside each other and lock
the rows of their host, then of their issue; a connection that stalls inside a transaction is cut off.
"""

import contextlib
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import ArgumentError, DBAPIError, InterfaceError, OperationalError

from articles.errors import SettingsError, StorageError, StorageFull
from storage.ledger.tables import VERSION

if TYPE_CHECKING:
    from alembic.config import Config

#: Seconds a transaction waits for another process's.
BUSY = 60.0
ALLOWED = "sqlite:///…, postgresql://…"
_WRITES, _DURABLE = "ledger_writes", "ledger_durable"
#: When SQLite flushes its log: at each durable commit; else at checkpoints only.
FLUSHED, UNFLUSHED = "FULL", "NORMAL"
#: alembic keeps the connection of a migration where all threads find it.
_MIGRATING = threading.Lock()
#: Any constant number that all who write share.
_WRITE_LOCK = 0x5A6F6E67
#: How PostgreSQL may be named; the driver is ours to choose.
_POSTGRES = frozenset({"postgres", "postgresql", "postgresql+psycopg"})


class Database:
    """A ledger's database, upgraded to the newest version when opened, unless told not to. SettingsError, StorageError, StorageFull."""

    def __init__(self, url: str, *, migrate: bool = True) -> None:
        try:
            self.url = driven(sa.make_url(url))
            self.is_sqlite = self.url.drivername == "sqlite"
            self._engine = self._connected()
        except (ArgumentError, ValueError) as error:
            raise SettingsError("ledger_url", allowed=ALLOWED) from error
        except ModuleNotFoundError as error:
            raise SettingsError("ledger_driver", driver=error.name or "psycopg") from error
        try:
            if migrate:
                self._migrate()
        except BaseException:
            self.close()
            raise

    def _connected(self) -> sa.Engine:
        if not self.is_sqlite:
            return sa.create_engine(self.url, connect_args=_postgres_options(self.url), pool_pre_ping=True, pool_size=5, max_overflow=60)
        try:
            Path(self.url.database or "").parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StorageError("ledger_unreachable", why=error.strerror or str(error)) from error
        engine = sa.create_engine(self.url, connect_args={"timeout": BUSY, "check_same_thread": False}, pool_size=5, max_overflow=60)
        sa.event.listen(engine, "connect", _prepare)
        sa.event.listen(engine, "begin", _begin)
        return engine

    @contextlib.contextmanager
    def read(self) -> Iterator[sa.Connection]:
        """A transaction that sees one state and writes nothing."""
        options: dict[str, Any] = {} if self.is_sqlite else {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
        with named(), self._engine.connect().execution_options(**options) as connection, connection.begin():
            yield connection

    @contextlib.contextmanager
    def write(self, *, narrow: bool = False, durable: bool = True) -> Iterator[sa.Connection]:
        """A transaction that writes; all of it or nothing is kept. No other one runs meanwhile.

        On the disk when it ends, but for one that need not be `durable` (a claim): that is there after any kill, and after a loss of power
        where a durable one came behind it.

        A `narrow` one may run beside other narrow ones: it writes one host, then one issue and what belongs to it, or issues it holds the
        lease of, and locks (`with_for_update`) what it decides on.
        """
        with named(), self._engine.connect().execution_options(**{_WRITES: True, _DURABLE: durable}) as connection, connection.begin():
            if not self.is_sqlite:
                lock = sa.func.pg_advisory_xact_lock_shared if narrow else sa.func.pg_advisory_xact_lock
                connection.execute(sa.select(lock(_WRITE_LOCK)))
            yield connection

    def insert(self, table: sa.Table) -> Any:  # noqa: ANN401 - the two dialects' inserts share no class that has `on_conflict_do_update`
        """An INSERT that knows ON CONFLICT."""
        return sqlite.insert(table) if self.is_sqlite else postgresql.insert(table)

    def close(self) -> None:
        """Give up all connections."""
        self._engine.dispose()

    def _migrate(self) -> None:
        with self.read() as connection:
            if version_of(connection) == VERSION:
                return
        with self.write() as connection:
            if version_of(connection) != VERSION:
                upgrade(connection)


def _postgres_options(url: sa.URL) -> dict[str, Any]:
    """Ten seconds to connect; a lock is given up, and a stalled transaction ended, after BUSY; a dead peer is noticed in two minutes.

    `options` of the URL itself come after ours.
    """
    wait = int(BUSY * 1000)
    given = url.query.get("options", "")
    options = f"-c lock_timeout={wait} -c idle_in_transaction_session_timeout={wait} {given if isinstance(given, str) else ' '.join(given)}"
    return {"connect_timeout": 10, "options": options.rstrip(), "keepalives_idle": 30, "keepalives_interval": 15, "keepalives_count": 6}


def driven(url: sa.URL) -> sa.URL:
    """The URL with the driver we use. SettingsError where it names no database we know."""
    if url.drivername in _POSTGRES:
        return url.set(drivername="postgresql+psycopg")
    if url.drivername != "sqlite" or not url.database:
        raise SettingsError("ledger_url", allowed=ALLOWED)
    return url


def _prepare(connection: Any, record: object) -> None:  # noqa: ANN401 - a DBAPI connection
    """Leave transactions to `_begin`, and set SQLite up."""
    del record
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout = {int(BUSY * 1000)}")
    _to_wal(cursor)
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.close()


def _to_wal(cursor: Any) -> None:  # noqa: ANN401 - a DBAPI cursor
    """Switch a new file to WAL; SQLite answers a lock on this at once, so that several first openers must try again."""
    deadline = time.monotonic() + BUSY
    while cursor.execute("PRAGMA journal_mode").fetchone()[0] not in ("wal", "memory"):
        with contextlib.suppress(Exception):
            cursor.execute("PRAGMA journal_mode = WAL")
        if time.monotonic() > deadline:
            break


def _begin(connection: sa.Connection) -> None:
    options = connection.get_execution_options()
    if options.get(_WRITES):
        connection.exec_driver_sql(f"PRAGMA synchronous = {FLUSHED if options[_DURABLE] else UNFLUSHED}")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if options.get(_WRITES) else "BEGIN")


@contextlib.contextmanager
def named() -> Iterator[None]:
    """The database's own errors, as ours."""
    try:
        yield
    except (OperationalError, InterfaceError) as error:
        why = str(error.orig).strip()
        if "authentication failed" in why or "no password supplied" in why:
            raise StorageError("ledger_denied") from error
        if "full" in why or "No space" in why or "disk I/O" in why:
            raise StorageFull("ledger_full", why=why) from error
        raise StorageError("ledger_unreachable", why=why.splitlines()[0] if why else type(error.orig).__name__) from error
    except DBAPIError as error:
        if "not a database" in str(error.orig) or "malformed" in str(error.orig):
            raise StorageError("ledger_broken", why=str(error.orig)) from error
        raise


def version_of(connection: sa.Connection) -> str | None:
    """The newest migration that was run; None where none was."""
    if not sa.inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar()


def upgrade(connection: sa.Connection, version: str = "head") -> None:
    """Run the migrations of this package, up to one, inside the caller's transaction."""
    from alembic import command
    from alembic.util import CommandError

    config = _migrations()
    config.attributes["connection"] = connection
    try:
        with _MIGRATING:
            command.upgrade(config, version)
    except CommandError as error:
        raise StorageError("ledger_newer", version=version_of(connection) or version) from error


def known_version(version: str) -> bool:
    """Whether a migration is one of this package's."""
    from alembic.script import ScriptDirectory
    from alembic.util import CommandError

    try:
        return ScriptDirectory.from_config(_migrations()).get_revision(version) is not None
    except CommandError:
        return False


def _migrations() -> "Config":
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    return config
