"""kill -9 of workers, beat, Redis and PostgreSQL: equal to an undisturbed run, within minutes (issue 4, point 3)."""

import random
import time

import pytest

from storage.ledger import Ledger
from tasks.conftest import COUNT
from tasks.farm import wait_for

pytestmark = pytest.mark.slow


def _kept(ledger: Ledger) -> int:
    return ledger.reports.progress().addresses.get("kept", 0)


def test_workers_killed_ten_times_at_random_moments(farm, expected, redis_url, postgres_url) -> None:
    seed = random.randrange(10**6)
    draw = random.Random(seed)
    total = len(expected["records"])
    moments = sorted(draw.sample(range(total * 95 // 100), 10))
    made = farm(broker=redis_url, ledger=postgres_url)
    with Ledger(postgres_url) as ledger:
        keys = made.plan(COUNT)
        made.start("beat")
        workers = [made.start("worker", "--concurrency", "2"), made.start("worker", "--queues", "fetch,read,plan", "--concurrency", "1")]
        queues = ["fetch,read,index,plan", "fetch,read,plan"]
        for moment in moments:
            wait_for(lambda: _kept(ledger) > moment, 120)  # noqa: B023 - called at once
            time.sleep(draw.random() * 0.3)
            which = draw.randrange(2)
            made.kill(workers[which])
            workers[which] = made.start("worker", "--queues", queues[which], "--concurrency", "2")
        made.finish(keys)
        assert made.state() == expected, f"seed {seed}"


def test_redis_beat_and_postgresql_killed(farm, expected, start_redis, start_postgres) -> None:
    """Redis three times, once with its data lost; PostgreSQL once; the beat once; nothing of it is waited for."""
    redis, postgres = start_redis(aof=True), start_postgres()
    total = len(expected["records"])
    made = farm(broker=redis.url, ledger=postgres.url)
    with Ledger(postgres.url) as ledger:
        keys = made.plan(COUNT)
        beat = made.start("beat")
        for queues in ("fetch,read,index,plan", "fetch,read,plan"):
            made.start("worker", "--queues", queues, "--concurrency", "2")
        for round_, lost in enumerate((False, True, False), 1):
            wait_for(lambda: _kept(ledger) > total * round_ // 6, 120)  # noqa: B023 - called at once
            redis.kill9()
            if lost:
                redis.lose_data()
            redis.start()
        made.kill(beat)
        wait_for(lambda: _kept(ledger) > total * 4 // 6, 120)
        postgres.kill9()
        postgres.start()
        made.start("beat")
        made.finish(keys)
        assert made.state() == expected
