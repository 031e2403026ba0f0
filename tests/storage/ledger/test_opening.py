"""Opening: migrations, many openers at once, what cannot be opened."""

import multiprocessing
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

import storage.ledger
from articles.errors import SettingsError, StorageError
from articles.wording import LANGUAGES
from ledger.conftest import NOW
from storage.ledger import Ledger
from storage.ledger.tables import VERSION, metadata


def test_the_migrations_make_the_tables_the_code_knows(ledger: Ledger) -> None:
    with ledger.database.read() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []


def test_the_version_in_the_code_is_the_newest_migration() -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(storage.ledger.__file__).parent / "migrations"))
    assert ScriptDirectory.from_config(config).get_current_head() == VERSION


def test_a_ledger_of_the_first_version_is_upgraded_with_what_it_holds(url: str) -> None:
    with Ledger(url) as opened:
        opened.runs.start("crawl", {"paper": "ljrb"}, NOW)
        with opened.database.write() as connection:
            for table in (
                "refusals",
                "robots",
                "readings",
                "revisions",
                "disappearances",
                "backfills",
                "months",
                "yields",
                "tellings",
                "alarms",
                "marks",
                "saved_notes",
                "saved_hits",
                "saved",
                "arrivals",
            ):
                connection.execute(sa.text(f"DROP TABLE {table}"))
            for column in (
                "addresses.at",
                "addresses.redirects",
                "hosts.delay",
                "hosts.per_day",
                "hosts.day",
                "hosts.asked",
                "issues.reader",
                "issues.focus",
                "papers.paused",
                "papers.stopped",
                "papers.paused_why",
            ):
                connection.execute(sa.text("ALTER TABLE {} DROP COLUMN {}".format(*column.split("."))))
            connection.execute(sa.text("DROP INDEX addresses_month_key"))
            connection.execute(sa.text("UPDATE alembic_version SET version_num = '0001'"))
    with Ledger(url) as opened:
        assert [run.kind for run in opened.runs.latest()] == ["crawl"]
        assert opened.indexing.refused("none-1") == []
        assert opened.robots.get("http://paper.example") is None
        with opened.database.read() as connection:
            assert connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar() == VERSION


def test_sqlite_waits_for_others_and_checks_foreign_keys(tmp_path: Path) -> None:
    with Ledger(f"sqlite:///{tmp_path}/ledger.sqlite3") as ledger, ledger.database.read() as connection:
        pragmas = {
            name: connection.execute(sa.text(f"PRAGMA {name}")).scalar() for name in ("journal_mode", "foreign_keys", "busy_timeout")
        }
    assert pragmas["journal_mode"] == "wal"
    assert pragmas["foreign_keys"] == 1
    assert pragmas["busy_timeout"] >= 10_000


def _open(url: str, done: "multiprocessing.Queue[str]") -> None:
    try:
        with Ledger(url) as opened:
            done.put(str(opened.reports.progress().open))
    except Exception as error:  # noqa: BLE001 - told to the test
        done.put(repr(error))


def test_processes_that_open_a_new_ledger_at_once_all_succeed(url: str) -> None:
    context = multiprocessing.get_context("spawn")
    done: multiprocessing.Queue[str] = context.Queue()
    openers = [context.Process(target=_open, args=(url, done)) for _ in range(4)]
    for opener in openers:
        opener.start()
    said = [done.get(timeout=60) for _ in openers]
    for opener in openers:
        opener.join()
    done.close()
    done.join_thread()
    assert said == ["0"] * 4


@pytest.mark.parametrize(
    "url",
    [
        *("mysql://x/y", "ledger", "", "redis://x", "sqlite://\x00", "sqlite://", "sqlite:////proc/nowhere/l.sqlite3"),
        *("postgresql+psycopg2://x/y", "postgresql://127.0.0.1:1/none", "postgresql://127.0.0.1:no/none"),
    ],
)
def test_a_url_that_is_no_ledger_is_named(url: str) -> None:
    with pytest.raises((SettingsError, StorageError)) as caught:
        Ledger(url)
    assert all(caught.value.message(lang) for lang in LANGUAGES)


def test_a_postgresql_that_is_down_or_refuses_us_is_named(start_postgres) -> None:
    server = start_postgres(password="right")
    with Ledger(server.url) as ledger:
        with pytest.raises(StorageError) as caught:
            Ledger(server.url.replace("right", "wrong"))
        assert caught.value.key == "ledger_denied"
        assert "wrong" not in caught.value.message("zh") + caught.value.message("en")
        server.kill9()
        with pytest.raises(StorageError) as caught:
            ledger.reports.progress()
        assert caught.value.key == "ledger_unreachable"
        server.start()
        assert ledger.reports.progress().open == 0


def test_a_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite3"
    path.write_bytes(b"no database at all, but long enough to be one" * 100)
    with pytest.raises(StorageError) as caught:
        Ledger(f"sqlite:///{path}")
    assert caught.value.key in ("ledger_broken", "ledger_unreachable")


def test_a_ledger_of_a_newer_version_is_left_alone(url: str) -> None:
    with Ledger(url) as opened, opened.database.write() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StorageError) as caught:
        Ledger(url)
    assert caught.value.key == "ledger_newer"
    assert caught.value.facts["version"] == "9999"


def test_a_failed_transaction_leaves_nothing(ledger: Ledger) -> None:
    with pytest.raises(sa.exc.IntegrityError), ledger.database.write() as connection:
        connection.execute(sa.text("INSERT INTO papers (code) VALUES ('x'), ('y'), ('x')"))
    with ledger.database.read() as connection:
        assert connection.execute(sa.text("SELECT count(*) FROM papers")).scalar() == 0


def test_options_in_the_url_of_a_postgresql_hold(postgres_url: str) -> None:
    with Ledger(f"{postgres_url}?options=-cstatement_timeout%3D12345") as opened, opened.database.read() as connection:
        assert connection.execute(sa.text("SHOW statement_timeout")).scalar() == "12345ms"
        assert connection.execute(sa.text("SHOW lock_timeout")).scalar() == "1min"
