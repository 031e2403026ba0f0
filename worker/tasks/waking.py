"""Waking whatever the ledger says is due: this heals every lost message."""

import datetime as dt

from worker.home import alive
from worker.steps import BUILD, Kit, ask_probes, refill
from worker.tasks.broker import LONG, Broker


def sweep(kit: Kit, broker: Broker) -> int:
    """Free the leases of this machine's dead, plan what back-fills have room for, wake for all that is due; how many messages.

    A long queue gets none, nor does one that rests after troubles. Hosts whose slot is free only after the next sweep are left to it.
    BrokerUnavailable.
    """
    now = kit.clock()
    kit.ledger.runs.recover(alive, now)
    ask_probes(kit)
    if broker.length("read") < LONG:
        refill(kit)
    due = [("fetch", host) for host, free_at in _hosts(kit, now) if free_at <= now + dt.timedelta(seconds=broker.sweep)]
    due = due if broker.length("read") < LONG else []
    due += [("read", key) for key in kit.ledger.readings.waiting(now, LONG)]
    room = {queue: 0 if broker.stamps.rest(queue) else max(0, LONG - length) for queue, length in broker.lengths().items()}
    sent = 0
    for step, key in due:
        if room[step] > 0:
            room[step] -= 1
            sent += 1
            broker.send(step, key)
    return sent + _wake_index(kit, broker, now)


def _hosts(kit: Kit, now: dt.datetime) -> list[tuple[str, dt.datetime]]:
    return sorted(kit.ledger.lanes.ready(now).items(), key=lambda one: one[1])


def _wake_index(kit: Kit, broker: Broker, now: dt.datetime) -> int:
    """One message for all that is to be indexed, one for a generation asked for; none while one waits, or troubles let it rest."""
    if broker.length("index") or broker.stamps.rest("index"):
        return 0
    indexing = kit.ledger.indexing
    due = ["index"] if indexing.ready(now) or indexing.tombstones() else []
    due += ["build"] if kit.ledger.runs.open(BUILD) else []
    for step in due:
        broker.send(step)
    return len(due)
