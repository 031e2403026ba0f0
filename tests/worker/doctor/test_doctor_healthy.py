"""A home of each form where nothing is wrong."""

import hashlib
from pathlib import Path

from doctor.patient import ailing, seen
from worker.tasks import Broker
from worker.tasks.options import QUEUES


def _files(home: Path) -> dict[str, str]:
    return {str(path.relative_to(home)): hashlib.sha256(path.read_bytes()).hexdigest() for path in home.rglob("*") if path.is_file()}


def test_one_machine_without_a_server(filled) -> None:
    settings = filled(follow={"papers": "ljrb"})
    before = _files(settings.home)
    found = seen(settings)
    assert ailing(found) == {}
    assert _files(settings.home) == before
    assert {"settings.versions", "settings.contact", "settings.papers", "settings.follow"} <= set(found)
    assert {"home.folder", "home.disk", "home.owner", "ledger.reach", "ledger.migration", "ledger.rights", "broker.reach"} <= set(found)
    assert {"index.folder", "index.disk", "index.lock", "index.live", "index.fingerprint", "index.ledger", "index.count"} <= set(found)
    assert found["index.count"].facts["found"] == found["index.live"].facts["articles"] > 0


def test_on_redis_postgresql_and_elasticsearch(filled, start_redis, postgres_url, cluster) -> None:
    redis = start_redis(aof=True)
    settings = filled(ledger=postgres_url, broker=redis.url, **cluster)
    broker = Broker(settings)
    for queue in QUEUES:
        broker.stamps.ran(queue)
    found = seen(settings)
    assert ailing(found) == {}
    assert found["ledger.version"].facts["kind"] == "PostgreSQL"
    assert found["ledger.encoding"].facts["encoding"] == "UTF8"
    assert {f"broker.{name}" for name in ("version", "role", "policy", "persistence", "memory", "clock")} <= set(found)
    assert [found[f"broker.queue.{queue}"].key for queue in QUEUES] == ["queue"] * 4
    assert {f"index.{name}" for name in ("version", "health", "clock", "disk", "blocks", "rights", "live", "count")} <= set(found)
    assert broker.lengths() == dict.fromkeys(QUEUES, 0)
    broker.close()
