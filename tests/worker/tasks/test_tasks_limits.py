"""Celery set up as a whole: limits of time, readers that die, long queues, rests, messages that are no JSON, recycled children."""

import time
from collections import Counter
from contextlib import closing, suppress
from pathlib import Path

import psutil
import pytest
import redis
from kombu import Connection

from articles.errors import EngineError, told
from storage.ledger import Ledger
from tasks.farm import Farm, wait_for
from worker.runner import open_kit
from worker.tasks import QUEUES, Broker, sweep
from worker.tasks.broker import LONG
from worker.tasks.options import options

pytestmark = pytest.mark.slow

FAULTY = str(Path(__file__).with_name("faulty.py"))
SHORT = {"ZONGSHU_TASKS__LIMIT": "3", "ZONGSHU_FETCH__DEADLINE": "1"}


def _outcomes(farm: Farm) -> Counter[str]:
    with Ledger(farm.servers["ledger"]) as ledger:
        return Counter(ledger.reports.progress().outcomes)


def _read_by(farm: Farm, how: str) -> tuple[list[str], str]:
    """Plan four issues; readers misbehave over the last one, whose key is given with the others'."""
    keys = farm.plan(4)
    farm.start("worker", "--concurrency", "2", program=(FAULTY, how, keys[-1]), **SHORT)
    farm.start("beat", **SHORT)
    return keys, keys[-1]


@pytest.mark.parametrize(("how", "error"), [("die", "read_poison"), ("sleep", "read_too_long"), ("stuck", "read_poison")])
def test_an_issue_that_harms_its_readers_ends_and_holds_up_no_other(farm, servers, how: str, error: str) -> None:
    made = farm(**servers)
    keys, bad = _read_by(made, how)
    made.finish(keys, 150)
    assert _outcomes(made) == {"indexed": len(keys) - 1, "failed": 1}
    with Ledger(servers["ledger"]) as ledger:
        failed = ledger.issues.get(bad)
        assert failed is not None
        assert failed.reason is not None
        assert failed.reason["key"] == error
        assert ledger.issues.retry(failed.updated, keys=[bad]) == [bad]
    if how != "sleep":
        assert "its process died" in made.log
        broker = Broker(made.settings)
        trouble = broker.stamps.queues()["read"].trouble
        broker.close()
        assert trouble is not None
        assert trouble["key"] in ("task_lost", "task_too_long")  # a busy machine may be too slow for the last try before it is stuck
        assert told(trouble, "en").startswith("A worker's ")


def test_a_reader_that_died_once_is_replaced_at_once(farm, servers) -> None:
    """No beat, no visibility timeout: the parent sees to what its child held."""
    made = farm(**servers)
    keys = made.plan(3)
    made.start("worker", "--concurrency", "2", program=(FAULTY, "die_once", keys[0]))
    broker = Broker(made.settings)
    with open_kit(made.settings) as kit, closing(broker):
        sweep(kit, broker)
    wait_for(lambda: _outcomes(made) == {"indexed": 3}, 60, lambda: made.log)
    assert made.log.count("its process died") == 1


def test_a_long_queue_gets_no_more(farm, servers) -> None:
    """Nobody reads: fetching pauses when the queue of readings is long, and goes on when it is short."""
    made = farm(**servers)
    keys = made.plan(12)
    broker = Broker(made.settings)
    with open_kit(made.settings) as kit, closing(broker):
        for _ in range(LONG):
            broker.send("read", "nobody-20240101")
        fetcher = made.start("worker", "--queues", "fetch")
        for _ in range(3):
            sweep(kit, broker)
        wait_for(lambda: broker.length("fetch") == 0)
        time.sleep(2.0)
        assert broker.length("read") <= LONG + len(keys)
        assert _outcomes(made).get("read", 0) == 0
        assert _outcomes(made)["due"] + _outcomes(made)["fetching"] > 0, "one spell was enough for all: plan more"
        assert broker.length("fetch") == 0
        made.start("worker", "--queues", "read,index,plan")
        made.start("beat")
        made.finish(keys)
        assert _outcomes(made) == {"indexed": len(keys)}
        assert made.stop(fetcher) == 0


def test_troubles_let_a_queue_rest_longer_and_longer(farm, start_redis) -> None:
    """On a Redis of its own: the child of a worker that was killed may still stand there for it, and take a message away."""
    broker = Broker(farm(broker=start_redis().url, tasks__sweep="10").settings)
    reason = EngineError("engine_login", place="here").reason()
    rests = []
    for _ in range(6):
        broker.stamps.troubled("index", reason)
        rests.append(broker.stamps.rest("index"))
    assert rests == pytest.approx([10, 20, 40, 80, 120, 120], abs=1.0)
    broker.wake("index")
    assert broker.length("index") == 0
    assert broker.stamps.rest("read") == 0
    broker.stamps.ran("index")
    assert broker.stamps.rest("index") == 0
    broker.stamps.troubled("index", reason)
    broker.stamps.rouse()
    broker.wake("index")
    assert broker.length("index") == 1
    assert broker.stamps.queues()["index"].trouble == reason
    broker.close()


def test_only_json_is_taken_and_nothing_is_answered(farm, servers) -> None:
    made = farm(**servers)
    keys = made.plan(2)
    with Connection(servers["broker"]) as connection:
        producer = connection.Producer(serializer="pickle")
        for _ in range(3):
            headers = {"task": "zongshu.sweep", "id": "x", "lang": "py"}
            producer.publish(((), {}, {}), routing_key="plan", exchange="", headers=headers)
    made.start("worker")
    made.start("beat")
    made.finish(keys, 120)
    assert "ContentDisallowed" in made.log
    with redis.Redis.from_url(servers["broker"]) as client:
        kept = {key.decode() for key in client.keys("*") if not key.startswith(b"_kombu.binding")}
    assert kept <= {"zongshu:ran", "zongshu:steps", "zongshu:trouble", "unacked", "unacked_index", *QUEUES}


def test_children_are_recycled(farm, servers) -> None:
    """Sixty tasks at five a child want twelve children."""
    made = farm(**servers)
    keys = made.plan(4)
    broker = Broker(made.settings)
    for _ in range(60):
        broker.send("sweep")
    worker = made.start("worker", "--concurrency", "2", ZONGSHU_TASKS__RECYCLE="5")
    seen: set[int] = set()

    def look() -> bool:
        with suppress(psutil.NoSuchProcess):
            seen.update(child.pid for child in psutil.Process(worker.pid).children())
        return _outcomes(made) == {"indexed": len(keys)} and broker.length("plan") == 0

    wait_for(look, 120, lambda: made.log)
    broker.close()
    assert len(seen) > 4
    assert "Traceback" not in made.log


def test_what_celery_is_told(farm, redis_url) -> None:
    """Each of these alone was seen to lose or delay work."""
    told_ = options(farm(broker=redis_url).settings)
    wanted = {
        "task_acks_late": True,
        "worker_prefetch_multiplier": 1,
        "task_ignore_result": True,
        "result_backend": None,
        "accept_content": ["json"],
        "task_serializer": "json",
        "task_soft_time_limit": 120.0,
        "task_time_limit": 180.0,
        "worker_max_tasks_per_child": 200,
        "worker_soft_shutdown_timeout": 20.0,
    }
    assert {name: told_[name] for name in wanted} == wanted
    assert told_["broker_transport_options"]["visibility_timeout"] >= 2 * told_["task_time_limit"]
    assert all(entry["options"]["expires"] < entry["schedule"] for entry in told_["beat_schedule"].values())
