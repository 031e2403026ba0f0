"""What can be wrong with a ledger; one that is not there is not made, one of another version not upgraded."""

import uuid
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
import sqlalchemy as sa
from psycopg import sql
from servers.process import free_port

from doctor.patient import ailing, seen
from storage.ledger import Ledger, Seen
from worker.doctor.ledger import version
from worker.home import Home
from worker.settings import Settings, load


def _settings(home: Path, url: str | None = None) -> Settings:
    return load(home=home, ledger=url)


def test_a_ledger_that_is_not_there_is_not_made(tmp_path, postgres_url) -> None:
    assert ailing(seen(_settings(tmp_path), "ledger")) == {"ledger.reach": ("warn", "ledger_missing")}
    assert list(tmp_path.iterdir()) == []
    assert ailing(seen(_settings(tmp_path, postgres_url), "ledger")) == {"ledger.migration": ("warn", "ledger_empty")}
    with psycopg.connect(postgres_url) as connection:
        assert connection.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone() == (0,)


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_tables_of_another_version_are_told_and_left(kind, tmp_path, postgres_url) -> None:
    url = Home(tmp_path).ledger if kind == "sqlite" else postgres_url
    Ledger(url).close()
    for number, finding in (("0001", ("warn", "ledger_older")), ("9999", ("bad", "ledger_newer"))):
        _reversion(url, number)
        assert ailing(seen(_settings(tmp_path, url), "ledger")) == {"ledger.migration": finding}


def _reversion(url: str, number: str) -> None:
    engine = sa.create_engine(url.replace("postgresql://", "postgresql+psycopg://"))
    with engine.begin() as connection:
        connection.execute(sa.text(f"UPDATE alembic_version SET version_num = '{number}'"))
    engine.dispose()


def test_a_database_that_cannot_hold_every_character(tmp_path, postgres_server) -> None:
    name = f"ascii_{uuid.uuid4().hex}"
    with psycopg.connect(postgres_server.url, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} ENCODING 'SQL_ASCII' TEMPLATE template0 LC_COLLATE 'C' LC_CTYPE 'C'")
        found = seen(_settings(tmp_path, f"{postgres_server.url.rsplit('/', 1)[0]}/{name}"), "ledger")
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")
    assert ailing(found)["ledger.encoding"] == ("bad", "ledger_not_utf8")
    assert found["ledger.encoding"].facts["encoding"] == "SQL_ASCII"


@pytest.fixture
def guest(postgres_url: str) -> Iterator[str]:
    """The same database for a user who owns nothing in it."""
    name = f"guest_{uuid.uuid4().hex}"
    with psycopg.connect(postgres_url, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE ROLE {} LOGIN").format(sql.Identifier(name)))
        connection.execute("REVOKE CREATE ON SCHEMA public FROM PUBLIC")
        yield postgres_url.replace("postgres@", f"{name}@")
        connection.execute(sql.SQL("DROP OWNED BY {0}; DROP ROLE {0}").format(sql.Identifier(name)))


def test_rights_that_a_user_lacks(tmp_path, postgres_url, guest) -> None:
    found = seen(_settings(tmp_path, guest), "ledger")
    assert ailing(found)["ledger.rights"] == ("bad", "ledger_rights_lacking")
    assert found["ledger.rights"].facts["rights"] == "CREATE"
    Ledger(postgres_url).close()
    found = seen(_settings(tmp_path, guest), "ledger")
    assert ailing(found) == {"ledger.rights": ("bad", "ledger_rights_lacking")}
    assert found["ledger.rights"].facts["rights"] == "SELECT, INSERT, UPDATE, DELETE"
    with psycopg.connect(postgres_url, autocommit=True) as connection:
        connection.execute("GRANT SELECT, INSERT, UPDATE ON ALL TABLES IN SCHEMA public TO PUBLIC")
    assert seen(_settings(tmp_path, guest), "ledger")["ledger.rights"].facts["rights"] == "DELETE"


def test_a_database_that_can_only_be_read(tmp_path, postgres_url) -> None:
    Ledger(postgres_url).close()
    with psycopg.connect(postgres_url, autocommit=True) as connection:
        connection.execute(f"ALTER DATABASE {postgres_url.rpartition('/')[2]} SET default_transaction_read_only = on")
    assert ailing(seen(_settings(tmp_path, postgres_url), "ledger")) == {"ledger.rights": ("bad", "ledger_read_only")}


def test_a_wrong_password(tmp_path, start_postgres) -> None:
    server = start_postgres(password="right-secret")
    found = seen(_settings(tmp_path, server.url.replace("right", "wrong")), "ledger")
    assert ailing(found) == {"ledger.reach": ("bad", "error_ledger_denied")}
    assert "secret" not in repr(found)


def test_a_database_that_is_down_or_hangs(tmp_path, hanging) -> None:
    for port in (free_port(), hanging):
        found = seen(_settings(tmp_path, f"postgresql://a:geheim@127.0.0.1:{port}/a"), "ledger")
        assert ailing(found) == {"ledger.reach": ("bad", "error_ledger_unreachable")}
        assert "geheim" not in repr(found)


def test_a_file_that_is_no_ledger_and_an_address_that_is_none(tmp_path) -> None:
    (tmp_path / "ledger.sqlite3").write_bytes(b"no database at all " * 100)
    assert ailing(seen(_settings(tmp_path), "ledger")) == {"ledger.reach": ("bad", "error_ledger_broken")}
    assert ailing(seen(_settings(tmp_path, "mysql://a:geheim@b/c"), "ledger")) == {"ledger.reach": ("bad", "error_ledger_url")}


def test_an_old_server() -> None:
    """No such server is to be had from a wheel."""
    old = Seen("PostgreSQL", "a:5432/b", (12, 9), "UTF8", None, "0002", None, read_only=False, lacking=())
    assert version(old).state == "bad"
