"""The tasks: one line each, under the names that messages carry."""

import logging
import os
import time
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from articles.errors import BrokerUnavailable, Fact, Unreadable, ZongshuError
from worker.tasks import work
from worker.tasks.broker import Broker
from worker.tasks.options import ROUTES
from worker.tasks.tools import Toolbox, Tools

if TYPE_CHECKING:
    from celery import Celery

#: Seconds a process that cannot give its claims back tries to, before it ends: the claims of the dead are freed at once.
_PATIENCE = 60.0

log = logging.getLogger(__name__)


def register(app: "Celery", toolbox: Toolbox, broker: Broker) -> None:
    """Make the app know the tasks; `broker` takes their stamps."""

    def task(name: str, function: Callable[..., None]) -> None:
        def run(*keys: str) -> None:
            guarded(toolbox, broker, ROUTES[name], function, *keys)

        app.task(run, name=f"zongshu.{name}")

    task("fetch", work.fetch)
    task("read", work.read)
    task("index", work.index)
    task("build", work.build)
    task("plan", work.plan)
    task("sweep", work.sweep)
    task("lost", work.lost)
    task("watch", work.watch)
    task("reconcile", work.reconcile)


def guarded(toolbox: Toolbox, broker: Broker, queue: str, function: Callable[..., None], *keys: str) -> None:
    """Do a task. Its named errors are told in the log and to the broker, and its claims freed: the sweep asks for it again."""
    from celery.exceptions import SoftTimeLimitExceeded

    trouble: Mapping[str, Fact] | None = None
    tools = None
    try:
        tools = toolbox.get()
        function(tools, *keys)
    except ZongshuError as error:
        named = {"task": function.__name__, "queue": queue, "error": type(error).__name__, "key": error.key}
        log.error("%s %s: %s", function.__name__, " ".join(keys), error.message(toolbox.settings.lang), extra=named)
        trouble = error.reason()
        _freed(tools)
    except SoftTimeLimitExceeded:
        log.error("%s %s took too long", function.__name__, " ".join(keys), extra={"task": function.__name__, "queue": queue})
        trouble = Unreadable("task_too_long", task=function.__name__, of=" ".join(keys)).reason()
        _freed(tools)
    except BaseException:
        _freed(tools)
        raise
    finally:
        _stamped(broker, queue, trouble, tools)


def tell_lost(broker: Broker, name: str, keys: Sequence[str], error: BaseException) -> None:
    """In the parent of a process that died over a task, or was killed because it took too long: somebody is to see to what it held."""
    step = name.removeprefix("zongshu.")
    log.error("%s %s: its process died (%s)", step, " ".join(keys), error)
    try:
        broker.stamps.troubled(ROUTES[step], Unreadable("task_lost", task=step, of=" ".join(keys)).reason())
        broker.send("lost", step, *keys)
    except BrokerUnavailable as away:
        log.warning("%s", away)


def _stamped(broker: Broker, queue: str, trouble: Mapping[str, Fact] | None, tools: Tools | None) -> None:
    try:
        if tools:
            broker.stamps.counted(tools.tally)
        if trouble:
            broker.stamps.troubled(queue, trouble)
        else:
            broker.stamps.ran(queue)
    except BrokerUnavailable as error:
        log.warning("%s", error)


def _freed(tools: Tools | None) -> None:
    """Give back what the task had claimed, as soon as the ledger answers: a living process that forgot would block a host."""
    deadline = time.monotonic() + _PATIENCE
    while tools:
        try:
            tools.give_back()
            return
        except ZongshuError:
            if time.monotonic() > deadline:
                log.error("ending: what this process has claimed cannot be given back")
                os._exit(1)
            time.sleep(1.0)
