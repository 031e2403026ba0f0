"""What workers leave in Redis for people and for the sweep: when a task of each queue ran last, and what troubles a queue."""

import datetime as dt
import json
import time
from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from articles.errors import Fact
from worker.tally import Counted, Tally
from worker.tasks.options import QUEUES

if TYPE_CHECKING:
    from collections.abc import Callable

    from redis import Redis

_RAN, _TROUBLE, _STREAK, _STEPS = "zongshu:ran", "zongshu:trouble", "zongshu:streak", "zongshu:steps"
#: Seconds a queue rests after troubles at the most: somebody mends the server, and need not tell us.
_LONGEST_REST = 120.0


@dataclass(frozen=True, slots=True)
class Queue:
    """A queue: how many messages wait, when a task ran last (None: never since Redis has its data), and its last trouble."""

    waiting: int
    ran: dt.datetime | None
    trouble: Mapping[str, Fact] | None
    troubled: dt.datetime | None


class Stamps:
    """Reads and leaves the stamps.

    `named` turns the client's errors into BrokerUnavailable; `first` is how many seconds a queue rests after one trouble.
    """

    def __init__(self, redis: "Callable[[], Redis]", named: "Callable[[], AbstractContextManager[None]]", first: float) -> None:
        self._redis, self._named, self._first = redis, named, first
        self._left: dict[str, float] = {}

    def ran(self, queue: str) -> None:
        """A task of a queue ran and nothing troubled it; left at most once a second."""
        now = time.time()
        if now - self._left.get(queue, 0.0) < 1.0:
            return
        with self._named():
            self._redis().hset(_RAN, queue, str(now))
            self._redis().hdel(_STREAK, queue)
        self._left[queue] = now

    def counted(self, tally: Tally) -> None:
        """Leave what was counted since the last time; at most once a second, the rest waits."""
        now = time.time()
        if now - self._left.get(_STEPS, 0.0) < 1.0:
            return
        self._left[_STEPS] = now
        with self._named():
            for (step, outcome), one in tally.take().items():
                self._redis().hincrby(_STEPS, f"{step} {outcome} count", one.count)
                self._redis().hincrbyfloat(_STEPS, f"{step} {outcome} seconds", one.seconds)

    def steps(self) -> dict[tuple[str, str], Counted]:
        """The steps that workers ran since Redis has its data, by kind and outcome."""
        with self._named():
            left: dict[str, str] = self._redis().hgetall(_STEPS)  # type: ignore[assignment] # as below
        kinds = {tuple(name.split(" ")[:2]) for name in left}
        return {(s, o): Counted(int(left.get(f"{s} {o} count", 0)), float(left.get(f"{s} {o} seconds", 0.0))) for s, o in sorted(kinds)}

    def troubled(self, queue: str, reason: Mapping[str, Fact]) -> None:
        """A task of a queue broke off."""
        now = time.time()
        with self._named():
            self._redis().hset(_RAN, queue, str(now))
            self._redis().hset(_TROUBLE, queue, json.dumps({"at": now, "reason": dict(reason)}))
            self._redis().hincrby(_STREAK, queue, 1)
        self._left.pop(queue, None)

    def rest(self, queue: str) -> float:
        """Seconds for which nobody should be woken: twice as long with each trouble in a row, none after a task that ran."""
        with self._named():
            streak = int(str(self._redis().hget(_STREAK, queue) or 0))
            last = self._redis().hget(_TROUBLE, queue) if streak else None
        if not last:
            return 0.0
        wait = min(self._first * 2.0 ** (streak - 1), _LONGEST_REST)
        return max(0.0, float(json.loads(str(last))["at"]) + wait - time.time())

    def rouse(self) -> None:
        """Let no queue rest any longer: somebody asks for work, and may have mended what was wrong."""
        with self._named():
            self._redis().delete(_STREAK)

    def queues(self) -> dict[str, Queue]:
        """Every queue as it stands."""
        with self._named():
            waiting = {queue: int(str(self._redis().llen(queue))) for queue in QUEUES}
            ran: dict[str, str] = self._redis().hgetall(_RAN)  # type: ignore[assignment] # the client's types cover its asynchronous twin
            troubles: dict[str, str] = self._redis().hgetall(_TROUBLE)  # type: ignore[assignment] # as above
        return {queue: _queue(number, ran.get(queue), troubles.get(queue)) for queue, number in waiting.items()}


def _queue(waiting: int, ran: str | None, trouble: str | None) -> Queue:
    told: dict[str, Any] = json.loads(trouble) if trouble else {"at": None, "reason": None}
    return Queue(waiting, _instant(ran), told["reason"], _instant(told["at"]))


def _instant(at: str | float | None) -> dt.datetime | None:
    return None if at is None else dt.datetime.fromtimestamp(float(at), dt.UTC)
