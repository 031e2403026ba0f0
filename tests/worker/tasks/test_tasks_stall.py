"""A worker that lives and hears nothing begins anew by itself (decision 0205)."""

import datetime as dt
import time
from collections.abc import Callable
from contextlib import closing

import pytest

from tasks.farm import Farm, wait_for
from tasks.mute import Mute
from worker.tasks import QUEUES, Broker, silent
from worker.tasks.stall import LOOKS, Deafness
from worker.tasks.stamps import Queue


def _looks(judge: Deafness, count: int, *, waiting: int = 1, taken: int = 0, busy: bool = False) -> list[str | None]:
    return [judge.look({"read": waiting, "fetch": 0}, {"read": taken}, busy=busy) for _ in range(count)]


def test_a_queue_that_waits_at_every_look_is_not_heard() -> None:
    judge = Deafness(("fetch", "read"))
    assert _looks(judge, LOOKS) == [None] * LOOKS  # the first only learns what was taken so far
    assert _looks(judge, 1) == ["read"]


@pytest.mark.parametrize("sign", [{"waiting": 0}, {"taken": 1}, {"busy": True}])
def test_any_sign_of_hearing_begins_the_count_anew(sign: dict[str, int]) -> None:
    judge = Deafness(("fetch", "read"))
    _looks(judge, LOOKS)
    taken = sign.get("taken", 0)
    assert _looks(judge, 1, **sign) == [None]
    assert _looks(judge, LOOKS, taken=taken) == [None] * (LOOKS - 1) + ["read"]


def test_while_redis_is_away_nobody_is_deaf() -> None:
    judge = Deafness(("fetch", "read"))
    _looks(judge, LOOKS)
    judge.forget()
    assert _looks(judge, LOOKS) == [None] * LOOKS
    assert _looks(judge, 1) == ["read"]


def test_a_queue_of_others_is_none_of_ours() -> None:
    judge = Deafness(("fetch",))
    assert _looks(judge, 2 * LOOKS) == [None] * 2 * LOOKS


def test_a_queue_is_silent_when_messages_wait_and_nothing_ran() -> None:
    now = dt.datetime(2024, 1, 5, 8, tzinfo=dt.UTC)
    long_ago, lately = now - dt.timedelta(minutes=16), now - dt.timedelta(minutes=14)
    queues = {name: Queue(0, None, None, None) for name in QUEUES}
    assert silent(queues, QUEUES, now, 900) is None
    assert silent(queues | {"read": Queue(2, lately, None, None)}, QUEUES, now, 900) is None
    assert silent(queues | {"read": Queue(2, long_ago, None, None)}, ("fetch",), now, 900) is None
    for ran, shown in ((None, "?"), (long_ago, "2024-01-05 15:44")):
        alarm = silent(queues | {"read": Queue(2, ran, None, None)}, QUEUES, now, 900)
        assert alarm is not None
        assert alarm.facts == {"step": "read", "ran": shown, "minutes": 15}


@pytest.mark.slow
def test_a_check_looks_at_the_queues_asked_for(farm: Callable[..., Farm], start_redis) -> None:
    made = farm(broker=start_redis().url)
    with closing(Broker(made.settings)) as broker:
        broker.send("read", "ljrb-20240101")
        assert [line["waiting"] for line in made.run("worker", "--check", "--queues", "fetch,read", code=1)] == [0, 1]
    assert "no step read was done for more than 15 minutes" in made.log


def _ran(broker: Broker) -> float:
    ran = broker.stamps.queues()["plan"].ran
    return ran.timestamp() if ran else 0.0


@pytest.mark.slow
def test_a_worker_made_deaf_begins_anew_and_hears(farm: Callable[..., Farm], start_redis) -> None:
    """The connection on which it waits for messages goes mute: open at both ends, as after the known fault of the reconnect."""
    redis = start_redis()
    with Mute(redis.port) as way:
        made = farm(broker=way.url, tasks__stall="1")
        process = made.start("worker", "--concurrency", "1", "--queues", "plan")
        with closing(Broker(made.settings)) as broker:
            wait_for(lambda: "working for plan" in made.log, 60, lambda: made.log)
            broker.send("sweep")
            wait_for(lambda: _ran(broker) > 0, 30, lambda: made.log)
            (waits,) = [one for one in broker.redis.client_list() if one["cmd"] == "brpop"]
            way.mute(int(waits["addr"].rpartition(":")[2]))
            before = time.time()
            for _ in range(3):
                broker.send("sweep")  # the first is lost on the way: the ledger knows of everything
            wait_for(lambda: "messages wait in plan and this worker hears none of them" in made.log, 30, lambda: made.log)
            way.cut()  # else it waits as long as its sockets may (30 s) before it lets go of it
            wait_for(lambda: not broker.length("plan") and _ran(broker) > before, 60, lambda: made.log)
        assert process.poll() is None
        assert made.log.count("hears none of them") == 1
        assert made.log.count("working for plan") == 2
        assert made.stop(process) == 0
