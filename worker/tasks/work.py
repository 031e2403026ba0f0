"""What each task does: a step, or steps for a short spell, and whom it wakes then."""

import datetime as dt
import logging
import time

from articles.errors import ZongshuError
from worker import steps
from worker.home import alive
from worker.schedule import schedule
from worker.steps import printable
from worker.tasks.broker import LONG
from worker.tasks.tools import Tools
from worker.tasks.waking import sweep as wake_all

#: Seconds one message may keep a process; then the task wakes itself again, so that others have their turn.
SPELL = 5.0
#: Seconds one message of the index may: each begins by opening it.
INDEX_SPELL = 30.0
#: Seconds between two looks at what is to be read before it can be indexed.
_LOOK = 0.5
#: A wait longer than this is left to the sweep: messages put off pile up in workers.
PATIENCE = 5.0

log = logging.getLogger(__name__)


def fetch(tools: Tools, host: str) -> None:
    """Due addresses of a host, until its slot is to rest, or the spell is over; where none is left, back-fills may have room."""
    until = time.monotonic() + SPELL
    while (free_at := steps.fetch(tools.kit, host) or _rests_until(tools, host)) is not None:
        wait = (free_at - tools.kit.clock()).total_seconds()
        if wait <= 0.001 and time.monotonic() < until:
            continue
        if wait <= PATIENCE and tools.broker.length("read") < LONG:
            tools.broker.send("fetch", host, countdown=max(wait, 0.0))
        return
    _refill(tools)


def _rests_until(tools: Tools, host: str) -> dt.datetime | None:
    """When a host is free that a message came too early for; None where nothing is due there, or another works on it."""
    now = tools.kit.clock()
    free_at = tools.kit.ledger.lanes.free_at(host, now)
    return free_at if free_at and free_at > now else None


def read(tools: Tools, key: str) -> None:
    """An issue."""
    steps.read(tools.kit, key)


def index(tools: Tools) -> None:
    """All that is read. A folder is written by one process at a time: where another does, it sees to what came meanwhile."""
    if tools.one_writer:
        with tools.home.generations_locked(wait=False) as mine:
            if mine:
                tools.prepare()
                _index(tools)
        return
    if not tools.prepared:
        with tools.home.generations_locked(wait=True):
            tools.prepare()
    _index(tools)


def build(tools: Tools) -> None:
    """A generation somebody asked for, for a spell."""
    runs, clock = tools.kit.ledger.runs, tools.kit.clock
    with tools.home.generations_locked(wait=False) as mine:
        asked = runs.open(steps.BUILD)
        if not mine or not asked:
            return
        until = time.monotonic() + INDEX_SPELL
        try:
            done = steps.reindex(
                tools.kit,
                lambda done, total: runs.note(asked[0], {"done": done, "total": total, "at": int(clock().timestamp())}),
                lambda: time.monotonic() > until,
                _others_read,
            )
            tools.prepared = True
        except ZongshuError as error:
            if not error.retried:
                runs.end(asked[0], {"failed": 1}, clock())
            raise
        finally:
            _close(tools)
        if done:
            for number in asked:
                runs.end(number, {}, clock())
            if lacking := steps.left_out(tools.kit):
                log.error("%s", lacking, extra={"step": "reindex", "error": type(lacking).__name__, "key": lacking.key})
            return
    tools.broker.send("build")


def _others_read() -> bool:
    """Other workers read what is to be read."""
    time.sleep(_LOOK)
    return True


def plan(tools: Tools) -> None:
    """What the calendars of the papers followed promise; not while queues are long."""
    if max(tools.broker.lengths().values()) < LONG:
        schedule(tools.kit, tools.settings).look()


def sweep(tools: Tools) -> None:
    """Take in what lies in the inbox, and wake all that is due."""
    try:
        for one in tools.inbox.look(SPELL):
            log.info("inbox: %s %s %s", printable(one.name), one.state, one.error or one.key)
        if tools.inbox.trouble:
            log.error("inbox: %s", tools.inbox.trouble)
    finally:
        wake_all(tools.kit, tools.broker)


def watch(tools: Tools) -> None:
    """Take down what is wrong, and tell it; one process at a time."""
    tools.watch.once()


def reconcile(tools: Tools) -> None:
    """Compare what is kept where that is due, for a spell; then again after a rest."""
    if tools.reconciling.due() and tools.reconciling.spell(SPELL):
        tools.broker.send("reconcile", countdown=SPELL)


def lost(tools: Tools, step: str, key: str = "") -> None:
    """A process died over a task: give back what it held and wake another, unless the issue is what kills its readers."""
    kit = tools.kit
    kit.ledger.runs.recover(alive, kit.clock())
    if step == "read":
        steps.died(kit, key)
    tools.broker.wake(step, key)


def _refill(tools: Tools) -> None:
    """Plan what back-fills have room for, unless readers are behind."""
    if tools.broker.length("read") < LONG:
        steps.refill(tools.kit)


def _index(tools: Tools) -> None:
    until = time.monotonic() + INDEX_SPELL
    try:
        while steps.index(tools.kit):
            _refill(tools)
            if time.monotonic() > until:
                tools.broker.send("index")
                return
    finally:
        _close(tools)


def _close(tools: Tools) -> None:
    """Let a folder's lock go, for the next process that indexes."""
    if tools.one_writer:
        tools.kit.index.close()
