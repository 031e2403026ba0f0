"""Each server starts, answers, outlives kill -9, asks for its password, and stops."""

import json
import shutil
import ssl
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

import psutil
import psycopg
import pytest
import redis

from servers import Elasticsearch, Missing, Postgres, Redis, artefact, places, postgres, process, run
from servers.artefact import NINE, Release
from servers.fixtures import Address


def asked(url: str, path: str, method: str = "GET", body: object = None) -> object:
    """The JSON an Elasticsearch without security answers."""
    payload = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url + path, data=payload, method=method, headers={"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=30) as answer:
        return json.load(answer)


def test_redis_answers_from_an_empty_database(redis_url: str):
    with redis.Redis.from_url(redis_url) as client:
        assert client.dbsize() == 0
        client.set("纸", "报")
        assert client.get("纸") == "报".encode()


def test_the_next_test_finds_redis_empty(redis_url: str):
    with redis.Redis.from_url(redis_url) as client:
        assert client.dbsize() == 0
        assert client.config_get("maxmemory-policy") == {"maxmemory-policy": "noeviction"}


@pytest.mark.parametrize("aof", [True, False])
def test_redis_after_kill9_keeps_what_its_file_keeps(start_redis: Callable[..., Redis], aof: bool):
    server = start_redis(aof=aof)
    with redis.Redis.from_url(server.url) as client:
        client.rpush("queue", *range(100))
    before = server.pid
    server.kill9()
    assert not psutil.pid_exists(before)
    server.start()
    assert server.pid != before
    with redis.Redis.from_url(server.url) as client:
        assert client.llen("queue") == (100 if aof else 0)


def test_redis_can_lose_its_data(start_redis: Callable[..., Redis]):
    server = start_redis(aof=True)
    with redis.Redis.from_url(server.url) as client:
        client.set("a", 1)
    server.kill9()
    server.lose_data()
    server.start()
    with redis.Redis.from_url(server.url) as client:
        assert client.dbsize() == 0


def test_redis_asks_for_its_password(start_redis: Callable[..., Redis]):
    server = start_redis(password="secret")
    with redis.Redis.from_url(server.url) as client:
        assert client.ping()
    with redis.Redis.from_url(server.url.replace(":secret@", "")) as client, pytest.raises(redis.AuthenticationError):
        client.ping()


def test_postgres_gives_every_test_a_database_of_its_own(postgres_server: Address, postgres_url: str):
    with psycopg.connect(postgres_url) as connection:
        connection.execute("CREATE TABLE issue (key text PRIMARY KEY)")
    with psycopg.connect(postgres_server.url) as connection:
        name = postgres_url.rsplit("/", 1)[1]
        assert connection.execute("SELECT count(*) FROM pg_database WHERE datname = %s", [name]).fetchone() == (1,)
        assert connection.execute("SHOW server_encoding").fetchone() == ("UTF8",)


@pytest.mark.parametrize("found", [postgres.program, postgres.wheel], ids=["path", "wheel"])
def test_postgres_after_kill9_keeps_what_was_committed(start_postgres: Callable[..., Postgres], found: Callable[[], Path]):
    server = start_postgres(installation=found())
    with psycopg.connect(server.url) as connection:
        connection.execute("CREATE TABLE issue AS SELECT generate_series(1, 1000) AS n")
    left = psycopg.connect(server.url)
    left.execute("DELETE FROM issue")
    server.kill9()
    left.close()
    server.start()
    with psycopg.connect(server.url) as connection:
        assert connection.execute("SELECT count(*) FROM issue").fetchone() == (1000,)


def test_postgres_asks_for_its_password(start_postgres: Callable[..., Postgres]):
    server = start_postgres(password="secret")
    with psycopg.connect(server.url) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
    with pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(server.url.replace(":secret@", ":wrong@"))


@pytest.mark.slow
@pytest.mark.parametrize("release", [NINE], ids=lambda release: release.version)
def test_elasticsearch_after_kill9_keeps_what_was_acknowledged(start_elasticsearch: Callable[..., Elasticsearch], release: Release):
    server = start_elasticsearch(release=release)
    nodes = asked(server.url, "/_nodes/_local?filter_path=nodes.*.version")
    assert [node["version"] for node in nodes["nodes"].values()] == [release.version]
    asked(server.url, "/papers", "PUT")
    asked(server.url, "/papers/_doc/1", "PUT", {"title": "人民日报"})
    family = [psutil.Process(server.pid), *psutil.Process(server.pid).children(recursive=True)]
    server.kill9()
    assert not any(member.is_running() for member in family)
    server.start()
    assert asked(server.url, "/papers/_doc/1")["_source"] == {"title": "人民日报"}


def test_elasticsearch_is_shared_by_the_run(elasticsearch_server: Address, elasticsearch_name: str):
    assert asked(elasticsearch_server.url, f"/{elasticsearch_name}", "PUT")["acknowledged"] is True
    assert asked(elasticsearch_server.url, f"/{elasticsearch_name}", "DELETE")["acknowledged"] is True


@pytest.mark.slow
def test_elasticsearch_with_security_asks_for_its_password_over_tls(elasticsearch_secure_server: Address):
    context = ssl.create_default_context(cafile=elasticsearch_secure_server.ca)
    with pytest.raises(urllib.error.HTTPError, match="401") as refused:
        urllib.request.urlopen(f"{elasticsearch_secure_server.url}/_cluster/health", context=context)
    refused.value.close()
    with pytest.raises(urllib.error.URLError, match="CERTIFICATE_VERIFY_FAILED"):
        urllib.request.urlopen(f"{elasticsearch_secure_server.url}/_cluster/health", context=ssl.create_default_context())


@pytest.mark.parametrize("make", [Redis, Postgres])
def test_a_stopped_server_leaves_no_process_and_no_file(make: type[Redis | Postgres]):
    server = make()
    with server:
        number = server.pid
        assert psutil.pid_exists(number)
        assert any(str(server.folder.name) in note.name for note in run.current().glob("server-*.json"))
    assert not psutil.pid_exists(number)
    assert not server.folder.exists()
    assert not list(run.current().glob(f"server-{server.folder.name}*"))
    server.stop()


def test_a_server_that_ends_at_once_shows_its_log(tmp_path: Path):
    server = Redis()
    server.command = lambda: [server.binary, "--no-such-option", "1"]  # type: ignore[method-assign] # a start that must fail
    with pytest.raises(RuntimeError, match=r"redis ended with 1; its log ends:[\s\S]*no-such-option"), server:
        pass
    assert not server.folder.exists()


def test_what_a_dead_run_left_is_stopped(tmp_path: Path):
    server = Redis().start()
    left = tmp_path / "left"
    left.mkdir()
    shutil.move(run.current() / f"server-{server.folder.name}.json", left)
    run.end(left)
    assert not psutil.pid_exists(server.pid)
    assert not left.exists()
    server.stop()


def test_a_note_whose_pid_is_used_again_harms_nobody(tmp_path: Path):
    left = tmp_path / "left"
    left.mkdir()
    with Redis() as server:
        note = json.loads((run.current() / f"server-{server.folder.name}.json").read_text())
        folder = tmp_path / "gone"
        folder.mkdir()
        (left / "server-x.json").write_text(json.dumps({**note, "started": note["started"] - 60, "folder": str(folder)}))
        run.end(left)
        assert server.answers()


def test_an_artefact_with_another_digest_is_not_used(tmp_path: Path):
    path = tmp_path / "elasticsearch.zip"
    shutil.copy(artefact.zip_of(NINE), path)
    assert artefact.matches(path, NINE)
    with path.open("ab") as file:
        file.write(b"\0")
    assert not artefact.matches(path, NINE)


def test_a_version_that_is_not_there_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("ZONGSHU_SERVERS_CACHE", str(tmp_path))
    with pytest.raises(Missing, match="ELASTICSEARCH_URL"):
        artefact.zip_of(Release("0.0.0", "", ""))
    assert not list(tmp_path.glob("*.zip"))


def test_a_program_nobody_can_reach_is_copied(tmp_path: Path):
    closed = tmp_path / "closed"
    (closed / "bin").mkdir(parents=True)
    (closed / "bin" / "tool").write_text("x")
    closed.chmod(0o700)
    assert not places.reachable(closed)
    if not places.as_root():
        assert places.within_reach(closed, tmp_path) == closed
        return
    folder = places.fresh("copy")
    copy = places.within_reach(closed, folder)
    assert copy != closed
    assert (copy / "bin" / "tool").read_text() == "x"
    places.removed(folder)


def test_free_ports_differ():
    assert len({process.free_port() for _ in range(20)}) > 1
