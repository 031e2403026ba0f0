"""What each step did, noted: a line in the log at its start and at its end, and a count with its seconds."""

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from articles.errors import ZongshuError
from worker.steps.kit import Kit

log = logging.getLogger("zongshu.steps")

Facts = dict[str, str | int | float | None]
_current: ContextVar[Facts | None] = ContextVar("step", default=None)
#: Outcomes that somebody should look at.
_WRONG = frozenset({"failed", "blocked", "denied", "layout_unknown", "error", "parked"})


@contextmanager
def step(kit: Kit, name: str, **keys: str | int | None) -> Iterator[None]:
    """A step from its start to its end; `note` says meanwhile what came of it. An error that ends it is noted and passes."""
    facts: Facts = {"run": kit.run, "step": name, **keys}
    if kit.run is None and (issue := keys.get("issue")):
        facts |= kit.asked(str(issue))
    token, began = _current.set(facts), time.monotonic()
    log.debug("%s begins", name, extra=dict(facts))
    try:
        yield
    except Exception as error:
        facts |= {"outcome": "error", "error": type(error).__name__, "key": error.key if isinstance(error, ZongshuError) else None}
        raise
    finally:
        _current.reset(token)
        outcome, seconds = str(facts.setdefault("outcome", "done")), time.monotonic() - began
        kit.noted(name, outcome, seconds)
        log.log(_level(facts), "%s %s", name, outcome, extra={**facts, "seconds": seconds})


def note(**facts: str | int | float | None) -> None:
    """Say what came of the step under way; of no account outside one."""
    current = _current.get()
    if current is not None:
        current.update(facts)


def _level(facts: Facts) -> int:
    """What went wrong is a warning, what is tried again is told; fetches that went well are many."""
    if facts["outcome"] in _WRONG:
        return logging.WARNING
    return logging.DEBUG if facts["step"] == "fetch" and not facts.get("error") else logging.INFO
