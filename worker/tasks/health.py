"""Whether somebody works for a queue: by when its last task ran, not by whether a process lives (decision 0193)."""

import datetime as dt
from collections.abc import Collection, Mapping

from articles.errors import Alarm
from storage.ledger import SHANGHAI
from worker.tasks.stamps import Queue


def silent(queues: Mapping[str, Queue], wanted: Collection[str], now: dt.datetime, limit: float) -> Alarm | None:
    """The first queue wanted in which messages wait though no task of it ran for `limit` seconds; None where all is well."""
    for name in wanted:
        queue = queues[name]
        if queue.waiting and (queue.ran is None or (now - queue.ran).total_seconds() > limit):
            ran = f"{queue.ran.astimezone(SHANGHAI):%Y-%m-%d %H:%M}" if queue.ran else "?"
            return Alarm("alarm_idle", step=name, ran=ran, minutes=round(limit / 60))
    return None
