"""What is wrong with servers and settings is named before anything is done; commands hand over and follow; secrets stay out of logs."""

import signal
import time

import pytest

from articles.errors import BrokerUnavailable, SettingsError
from articles.wording import LANGUAGES
from tasks.farm import Farm, wait_for
from worker.settings import load
from worker.tasks import Broker

NEEDS = ("worker", "beat", "crawl ljrb --date 2024-12-20")


def _ended(farm: Farm, line: str) -> str:
    """What a command said that ends with a named failure."""
    process = farm.start(*line.split())
    assert process.wait(timeout=60) == 1, farm.log
    assert "Traceback" not in farm.log
    return farm.log


@pytest.mark.parametrize("line", NEEDS)
def test_a_redis_that_is_down_is_named(farm, line) -> None:
    assert "Redis at 127.0.0.1:1 cannot be reached" in _ended(farm(broker="redis://:geheim@127.0.0.1:1/0"), line)


@pytest.mark.parametrize("line", NEEDS)
def test_a_wrong_password_of_redis_is_named_and_not_told(farm, line, start_redis) -> None:
    server = start_redis(password="right")
    made = farm(broker=server.url.replace("right", "geheim"))
    assert "refuses this user name or password" in _ended(made, line)
    assert "geheim" not in made.log


@pytest.mark.parametrize("line", NEEDS)
def test_a_postgresql_that_is_down_or_refuses_us_is_named(farm, line, redis_url, start_postgres) -> None:
    server = start_postgres(password="right")
    made = farm(broker=redis_url, ledger=server.url.replace("right", "geheim"))
    assert "refuses this user name or password; check both in the setting ledger" in _ended(made, line)
    server.kill9()
    assert "The ledger cannot be used" in _ended(made, line)
    assert "geheim" not in made.log


@pytest.mark.parametrize(
    ("line", "said"), [("worker", "No broker is set"), ("beat", "No broker is set"), ("retry --all --detach", "--detach needs")]
)
def test_without_a_broker(farm, line, said) -> None:
    assert said in _ended(farm(), line)


@pytest.mark.parametrize("url", ["amqp://x", "127.0.0.1:6379", "redis://127.0.0.1:no"])
def test_a_broker_that_is_no_redis_is_named(url) -> None:
    with pytest.raises((SettingsError, BrokerUnavailable)) as caught:
        Broker(load(broker=url)).check()
    assert all(caught.value.message(lang) for lang in LANGUAGES)


@pytest.mark.slow
def test_one_worker_writes_an_index_in_a_folder(farm, redis_url, postgres_url) -> None:
    made = farm(broker=redis_url, ledger=postgres_url)
    first = made.start("worker")
    wait_for(lambda: "ready." in made.log)
    second = made.start("worker", "--queues", "index")
    assert second.wait(timeout=60) == 1
    assert f"written by one worker; process {first.pid}" in made.log
    made.kill(first)
    third = made.start("worker", "--queues", "index")
    wait_for(lambda: made.log.count("ready.") == 2)
    assert made.stop(third, signal.SIGINT) == 130


@pytest.mark.slow
def test_commands_hand_over_or_follow(farm, start_redis, start_postgres) -> None:
    """--detach returns while nobody works; the same command without it follows to the end; a rebuild swaps while it is searched."""
    redis, postgres = start_redis(password="geheim"), start_postgres(password="geheim")
    made = farm(broker=redis.url, ledger=postgres.url)
    crawl = ("crawl", "ljrb", "--from", "2024-01-10", "--to", "2024-01-25")
    assert made.start(*crawl, "--detach").wait(timeout=60) == 0
    assert "Handed over" in made.log
    assert made.start("status").wait(timeout=60) == 0
    worker = made.start("worker")
    assert made.start(*crawl).wait(timeout=120) == 0
    searchers = [made.start("serve", "--port", "0", "--json")]
    assert made.start("reindex").wait(timeout=120) == 0
    assert made.start("reindex", "--reread").wait(timeout=120) == 0
    state = made.state()
    assert {outcome for outcome, _, _ in state["held"].values()} <= {"indexed", "no_issue"}
    assert made.start("crawl", "ljrb", "--latest").wait(timeout=120) == 0
    assert made.start("search", "--all", "委员会").wait(timeout=60) == 0
    assert [made.stop(process) for process in (worker, *searchers)] == [0, 0]
    assert "geheim" not in made.log
    assert "Traceback" not in made.log


@pytest.mark.slow
def test_a_worker_told_to_stop_gives_back_what_it_does(farm, redis_url, postgres_url) -> None:
    made = farm(broker=redis_url, ledger=postgres_url)
    keys = made.plan(6)
    first = made.start("worker")
    wait_for(lambda: "ready." in made.log)
    time.sleep(0.5)
    assert made.stop(first) == 0
    made.start("worker")
    made.start("beat")
    made.finish(keys, 60)
    assert {outcome for outcome, _, _ in made.state()["held"].values()} == {"indexed"}
