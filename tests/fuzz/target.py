"""What is fuzzed: a name, seeds, and what reads a case; and how a case may end."""

import random
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from unittest import mock

from articles.errors import ZongshuError
from scrapers.child import Limits, Task
from tests.fuzz.mutate import mutated

#: Reads a case; ends in an error of the tree, or not at all. What it returns is kept as `read`.
Reads = Callable[[bytes], object]


def mutations(seeds: Sequence[bytes], words: Sequence[bytes]) -> Callable[[random.Random], bytes]:
    return lambda draw: mutated(draw.choice(seeds), draw, (*words, *seeds))


@dataclass(frozen=True)
class Ready:
    """A target that is set up: what makes a case, and what reads it."""

    made: Callable[[random.Random], bytes]
    reads: Reads


@dataclass(frozen=True)
class Target:
    """A target: its name, its part of all cases (in thousandths), and what sets it up.

    `apart`: what it reads is read in children, so that its time is not this process's.
    """

    name: str
    part: int
    opened: Callable[[], AbstractContextManager[Ready]]
    apart: bool = False


def plain(name: str, part: int, seeds: Callable[[], Sequence[bytes]], reads: Reads, words: Sequence[bytes] = ()) -> Target:
    """A target that needs nothing but its seeds; what would be read in a child is read here by the child's own function."""

    @contextmanager
    def opened() -> Iterator[Ready]:
        with here():
            yield Ready(mutations(seeds(), words), reads)

    return Target(name, part, opened)


def childlike(name: str, part: int, made: Callable[[], Callable[[random.Random], bytes]], reads: Reads) -> Target:
    """A target whose reader may bring its process down: it is read in real children."""
    return Target(name, part, lambda: nullcontext(Ready(made(), reads)), apart=True)


@contextmanager
def here() -> Iterator[None]:
    """Children's functions run in this process, and their answers cross as they would: a fork for each case takes 30 ms."""

    def answer(task: Task[object], name: str, arguments: tuple[str | bytes, ...], limits: Limits) -> bytes:
        return task.work(name, arguments, limits)

    with mock.patch.object(Task, "_answer", answer):
        yield


def ended(reads: Reads, case: bytes) -> str:
    """`read`, or the key of the named error a case ends in. AssertionError where an error has no words; any other error is unnamed."""
    try:
        reads(case)
    except ZongshuError as error:
        return worded(error).key
    return "read"


def worded(error: ZongshuError) -> ZongshuError:
    """The error, if it has words in both languages. AssertionError."""
    assert error.message("zh") != error.message("en"), f"no words for {error.key}"
    return error
