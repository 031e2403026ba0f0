"""Progress of long work on stderr: a bar on a terminal, plain lines now and then elsewhere, nothing for what is quick."""

import sys
import time
from collections.abc import Callable
from types import TracebackType
from typing import TYPE_CHECKING, Self

from worker.cli.face import Face

if TYPE_CHECKING:
    from rich.progress import Progress as Bar

#: Work shorter than this shows nothing (seconds); lines for a file or a pipe come this far apart.
QUIET, APART = 2.0, 10.0


class Progress:
    """Shows how far work has come. Use as a context manager; `to` may be called from any thread, as often as one likes."""

    def __init__(self, face: Face, what: str, clock: Callable[[], float] = time.monotonic) -> None:
        self.face, self._what, self._clock = face, face.say(f"progress.{what}"), clock
        self._began = clock()
        self._shown = self._began + QUIET
        self._first: int | None = None
        self._bar: Bar | None = None
        self._last = ""

    def to(self, done: int, total: int | None = None, note: str = "") -> None:
        """`done` of `total` (None where it is not known); `note` says what is worked on now."""
        self._first = done if self._first is None else self._first
        if self._bar is not None:
            self._bar.update(self._bar.task_ids[0], completed=done, total=total, note=note, pace=self._pace(done, total))
        elif self._clock() >= self._shown:
            self._show(done, total, note)

    def _pace(self, done: int, total: int | None) -> str:
        """How many a second, and how long the rest will take; what was done before it began (a run resumed) says nothing of that."""
        here, passed = done - (self._first or 0), self._clock() - self._began
        rate = here / passed if here > 0 and passed > 0 else None
        return self.face.pace(rate, (total - done) / rate if rate and total else None)

    def _show(self, done: int, total: int | None, note: str) -> None:
        pace = self._pace(done, total)
        if sys.stderr.isatty():
            self._bar = _bar()
            self._bar.add_task(self._what, total=total, completed=done, note=note, pace=pace)
            self._bar.start()
            return
        self._shown = self._clock() + APART
        count = self.face.say("progress.of", done=done, total=total) if total else self.face.say("progress.some", done=done)
        line = f"{self._what} {count} {note}".rstrip()
        if line != self._last:
            self._last = line
            self.face.write(f"{line} {pace}".rstrip(), sys.stderr)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._bar is not None:
            self._bar.stop()


def _bar() -> "Bar":
    """Description, bar, counts, time passed, then rate and time left."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    from worker.cli.console import Inert

    return Progress(
        TextColumn("{task.description}"),
        BarColumn(bar_width=24),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.fields[pace]}"),
        TextColumn("{task.fields[note]}", style="dim"),
        console=Inert(file=sys.stderr),
    )
