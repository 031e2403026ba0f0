"""The broker: a Redis that keeps every message until its work is done, and workers that take them."""

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

from articles.errors import remade
from articles.wording import WORDING
from worker.doctor.clocks import Clock, compared, difference
from worker.doctor.finding import Facts, Finding, bad, failed, ok, warn
from worker.tasks.broker import LONG, Broker
from worker.tasks.stamps import Queue

#: The oldest Redis the whole is tested on.
OLDEST = (6, 2)
#: Shares of maxmemory in use: beyond them it is time to look, and writes are about to be refused.
FILLING, FULL = 0.75, 0.95
#: Seconds a message may wait while no task of its queue runs: longer than a task may take by default; and that a trouble is news.
SILENT, NEWS = 300.0, 3600.0

Info = Mapping[str, Any]


def check_broker(broker: Broker, clock: Clock) -> Iterator[Finding]:
    """Its findings. SettingsError, BrokerUnavailable where it cannot be asked."""
    broker.check()
    yield ok("broker.reach", "broker_reach", place=broker.place)
    with broker.named():
        info: Info = broker.redis.info("everything")
    yield version(info)
    yield role(info)
    yield policy(info)
    yield persistence(info)
    yield memory(info)
    before = clock()
    with broker.named():
        seconds, micros = broker.redis.time()
    theirs = dt.datetime.fromtimestamp(seconds + micros / 1_000_000, dt.UTC)
    yield compared("broker.clock", "Redis", difference(before, theirs, clock()))
    queues = broker.stamps.queues()
    yield from (queue(name, one.waiting, one.ran, clock()) for name, one in queues.items())
    yield from troubles(queues, clock())


def version(info: Info) -> Finding:
    """Of the server."""
    told = str(info.get("redis_version", "?"))
    known = tuple(int(part) for part in told.split(".")[:2] if part.isdigit())
    facts: Facts = {"version": told, "oldest": ".".join(map(str, OLDEST))}
    return warn("broker.version", "broker_old", **facts) if known < OLDEST else ok("broker.version", "broker_version", **facts)


def role(info: Info) -> Finding:
    """A replica takes no messages."""
    told = str(info.get("role", "master"))
    return ok("broker.role", "broker_role", role=told) if told == "master" else bad("broker.role", "broker_replica", role=told)


def policy(info: Info) -> Finding:
    """What happens when the memory is full: any policy but noeviction drops queued messages, and nobody is told."""
    told = info.get("maxmemory_policy")
    if told is None:  # a service that speaks Redis and does not say
        return warn("broker.policy", "broker_policy_untold")
    good = told == "noeviction"
    return ok("broker.policy", "broker_policy", policy=told) if good else bad("broker.policy", "broker_evicts", policy=told)


def persistence(info: Info) -> Finding:
    """Whether messages outlive a crash of the server, and whether it could write them lately."""
    facts: Facts = {"aof": bool(info.get("aof_enabled")), "written": str(info.get("aof_last_write_status", "ok"))}
    if facts["written"] != "ok" or info.get("rdb_last_bgsave_status", "ok") != "ok":
        return bad("broker.persistence", "broker_unwritten", **facts)
    return ok("broker.persistence", "broker_kept", **facts) if facts["aof"] else warn("broker.persistence", "broker_not_kept", **facts)


def memory(info: Info) -> Finding:
    """How full it is; a full one refuses messages."""
    used, most = int(info.get("used_memory", 0)), int(info.get("maxmemory", 0))
    facts: Facts = {"used": round(used / 10**6, 1), "most": round(most / 10**6, 1)}
    if not most:
        return ok("broker.memory", "broker_memory_unbounded", **facts)
    if used > FILLING * most:
        return (bad if used > FULL * most else warn)("broker.memory", "broker_memory_filling", **facts)
    return ok("broker.memory", "broker_memory", **facts)


def queue(name: str, waiting: int, ran: dt.datetime | None, now: dt.datetime) -> Finding:
    """Whether somebody takes a queue's messages: that a task ran lately says it, that a worker is there does not."""
    check = f"broker.queue.{name}"
    age = round((now - ran).total_seconds()) if ran else None
    facts: Facts = {"queue": name, "waiting": waiting, "age": age}
    if waiting and (age is None or age > SILENT):
        return warn(check, "queue_forsaken" if age is None else "queue_silent", **facts)
    if waiting > LONG:
        return warn(check, "queue_long", most=LONG, **facts)
    return ok(check, "queue_never" if age is None else "queue", **facts)


def troubles(queues: Mapping[str, Queue], now: dt.datetime) -> Iterator[Finding]:
    """What stopped tasks lately, as the workers told it."""
    for name, one in queues.items():
        fresh = one.trouble and one.troubled and (now - one.troubled).total_seconds() < NEWS
        # A worker of another version may tell what we have no words for.
        if fresh and one.trouble and f"error.{one.trouble.get('key')}" in WORDING.keys("zh"):
            yield failed(f"broker.trouble.{name}", remade(one.trouble), "warn")
