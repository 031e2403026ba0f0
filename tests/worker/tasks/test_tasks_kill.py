"""kill -9 of workers, beat, Redis, PostgreSQL and Elasticsearch: equal to an undisturbed run, within minutes."""

import random
import time

import pytest

from storage.ledger import Ledger
from tasks.conftest import COUNT
from tasks.farm import wait_for

pytestmark = pytest.mark.slow


def _kept(ledger: Ledger) -> int:
    return ledger.reports.progress().addresses.get("kept", 0)


def test_workers_killed_ten_times_at_random_moments(farm, expected, servers) -> None:
    seed = random.randrange(10**6)
    draw = random.Random(seed)
    total = len(expected["records"])
    moments = sorted(draw.sample(range(total * 95 // 100), 10))
    made = farm(**servers)
    with Ledger(servers["ledger"]) as ledger:
        keys = made.plan(COUNT)
        made.start("beat")
        workers = [made.start("worker", "--concurrency", "2") for _ in range(2)]
        for moment in moments:
            wait_for(lambda: _kept(ledger) > moment, 120)  # noqa: B023 - called at once
            time.sleep(draw.random() * 0.3)
            which = draw.randrange(2)
            made.kill(workers[which])
            workers[which] = made.start("worker", "--concurrency", "2")
        made.finish(keys)
        assert made.state() == expected, f"seed {seed}"


def test_servers_and_beat_killed(farm, expected, start_redis, start_postgres, start_elasticsearch) -> None:
    """Redis three times, once with its data lost; the others and the beat once; nothing of it is waited for."""
    redis, postgres, elasticsearch = start_redis(aof=True), start_postgres(), start_elasticsearch()
    total = len(expected["records"])
    made = farm(broker=redis.url, ledger=postgres.url, index=elasticsearch.url)
    with Ledger(postgres.url) as ledger:
        keys = made.plan(COUNT)
        beat = made.start("beat")
        for _ in range(2):
            made.start("worker", "--concurrency", "2")
        for round_, lost in enumerate((False, True, False), 1):
            wait_for(lambda: _kept(ledger) > total * round_ // 6, 120)  # noqa: B023 - called at once
            redis.kill9()
            if lost:
                redis.lose_data()
            redis.start()
        made.kill(beat)
        elasticsearch.kill9()
        elasticsearch.start()
        wait_for(lambda: _kept(ledger) > total * 4 // 6, 120)
        postgres.kill9()
        postgres.start()
        made.start("beat")
        made.finish(keys)
        assert made.state() == expected
