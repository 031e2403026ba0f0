"""What can be wrong with a Redis and with the workers behind it."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import redis
from servers.process import free_port

from articles.wording import LANGUAGES
from doctor.patient import ailing, seen
from worker.doctor.broker import SILENT, memory, persistence, policy, role, version
from worker.runner import utc_now
from worker.settings import Settings, load
from worker.tasks import Broker
from worker.tasks.broker import LONG


@pytest.fixture
def server(start_redis: Any) -> Any:
    return start_redis(aof=True)


@pytest.fixture
def client(server: Any) -> Iterator["redis.Redis"]:
    with redis.Redis.from_url(server.url) as client:
        yield client


@pytest.fixture
def settings(tmp_path: Path, server: Any) -> Settings:
    return load(home=tmp_path, broker=server.url)


@pytest.mark.parametrize("policy", ["allkeys-lru", "volatile-ttl"])
def test_a_redis_that_drops_messages_is_bad(settings, client, policy) -> None:
    client.config_set("maxmemory-policy", policy)
    found = seen(settings, "broker")
    assert ailing(found) == {"broker.policy": ("bad", "broker_evicts")}
    assert found["broker.policy"].facts["policy"] == policy


def test_a_redis_that_forgets_in_a_crash_is_warned_of(tmp_path, start_redis) -> None:
    found = seen(load(home=tmp_path, broker=start_redis(aof=False).url), "broker")
    assert ailing(found) == {"broker.persistence": ("warn", "broker_not_kept")}


def test_a_redis_that_fills(settings, client) -> None:
    used = client.info("memory")["used_memory"]
    for share, state in ((0.85, "warn"), (0.3, "ok"), (1.2, "bad")):
        client.config_set("maxmemory", int(used / share))
        assert seen(settings, "broker")["broker.memory"].state == state, share


def test_a_redis_that_is_a_copy_of_another(settings, client) -> None:
    client.replicaof("127.0.0.1", str(free_port()))
    assert ailing(seen(settings, "broker"))["broker.role"] == ("bad", "broker_replica")


def test_messages_that_nobody_takes(settings) -> None:
    broker = Broker(settings)
    broker.send("fetch", "a.example")
    broker.send("read", "x")
    broker.stamps.ran("read")
    found = seen(settings, "broker")
    assert ailing(found) == {"broker.queue.fetch": ("warn", "queue_forsaken")}
    assert found["broker.queue.fetch"].facts == {"queue": "fetch", "waiting": 1, "age": None}
    later = seen(settings, "broker", clock=lambda: utc_now() + dt.timedelta(seconds=SILENT + 5))
    assert ailing(later)["broker.queue.read"] == ("warn", "queue_silent")
    assert broker.lengths() == {"fetch": 1, "read": 1, "index": 0, "plan": 0}, "a look takes nothing"
    broker.close()


def test_a_long_queue(settings, client) -> None:
    broker = Broker(settings)
    broker.stamps.ran("read")
    client.rpush("read", *range(LONG + 1))
    assert ailing(seen(settings, "broker")) == {"broker.queue.read": ("warn", "queue_long")}
    broker.close()


def test_what_troubled_a_worker_is_told_and_forgotten(settings) -> None:
    broker = Broker(settings)
    broker.stamps.troubled("index", {"error": "EngineUnavailable", "key": "engine_unreachable", "place": "es:9200", "why": "refused"})
    broker.stamps.troubled("plan", {"error": "Later", "key": "a_key_of_a_later_version"})
    found = seen(settings, "broker")
    assert ailing(found) == {"broker.trouble.index": ("warn", "error_engine_unreachable")}
    trouble = found["broker.trouble.index"].error
    assert trouble is not None
    assert all("es:9200" in trouble.message(lang) for lang in LANGUAGES)
    assert "broker.trouble.index" not in seen(settings, "broker", clock=lambda: utc_now() + dt.timedelta(hours=2))
    broker.close()


def test_a_wrong_password(tmp_path, start_redis) -> None:
    server = start_redis(aof=True, password="right-secret")
    for url in (server.url.replace("right", "wrong"), server.url.replace(":right-secret@", "")):
        found = seen(load(home=tmp_path, broker=url), "broker")
        assert ailing(found) == {"broker.reach": ("bad", "error_broker_denied")}
        assert "secret" not in repr(found)


def test_a_redis_that_is_down_or_hangs(tmp_path, hanging) -> None:
    for port in (free_port(), hanging):
        found = seen(load(home=tmp_path, broker=f"redis://:geheim@127.0.0.1:{port}/0"), "broker")
        assert ailing(found) == {"broker.reach": ("bad", "error_broker_unreachable")}
        assert "geheim" not in repr(found)


def test_an_address_that_is_none(tmp_path) -> None:
    assert ailing(seen(load(home=tmp_path, broker="amqp://a"), "broker")) == {"broker.reach": ("bad", "error_broker_url")}


def test_what_info_says() -> None:
    """Facts a test cannot easily make a real server tell."""
    assert version({"redis_version": "5.0.14"}).state == "warn"
    assert version({"redis_version": "8.0-rc1"}).state == "ok"
    assert role({"role": "slave"}).state == "bad"
    assert persistence({"aof_enabled": 1, "aof_last_write_status": "err"}).state == "bad"
    assert persistence({"aof_enabled": 1, "rdb_last_bgsave_status": "err"}).state == "bad"
    assert policy({}).state == persistence({}).state == "warn"
    assert memory({"used_memory": 100, "maxmemory": 0}).state == "ok"
