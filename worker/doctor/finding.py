"""What a check finds, and how a check that fails itself is told."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from articles.errors import Fact, Unreadable, ZongshuError

State = Literal["ok", "warn", "bad"]
Facts = dict[str, Fact]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at. `check` is its dotted name, `key` the phrase that tells what is seen, filled with `facts`.

    The phrase how to mend it has the same key; what is ok needs none. `error` tells what is seen in place of the phrase.
    """

    check: str
    state: State
    key: str
    facts: Mapping[str, Fact] = field(default_factory=dict)
    error: ZongshuError | None = None


def ok(check: str, key: str, **facts: Fact) -> Finding:
    """As it should be."""
    return Finding(check, "ok", key, facts)


def warn(check: str, key: str, **facts: Fact) -> Finding:
    """Works, but somebody should look at it."""
    return Finding(check, "warn", key, facts)


def bad(check: str, key: str, **facts: Fact) -> Finding:
    """Does not work, or loses something."""
    return Finding(check, "bad", key, facts)


def failed(check: str, error: ZongshuError, state: State = "bad") -> Finding:
    """A check that could not be done, or a fault that was kept: the error says why."""
    return Finding(check, state, f"error_{error.key}", dict(error.facts), error)


def guarded(check: str, findings: Callable[[], Iterator[Finding]]) -> Iterator[Finding]:
    """The findings, up to the error that ends them, which is one too."""
    try:
        yield from findings()
    except ZongshuError as error:
        yield failed(check, error)
    except OSError as error:  # a file or folder that may not even be looked at
        yield failed(check, Unreadable("file_unreadable", file=str(error.filename), why=error.strerror or str(error)))
