"""`inbox`: the files in the inbox taken in; and the watch that `up` keeps over it."""

import sys
import threading
import time
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from articles.errors import StorageError
from worker.cli.face import Face
from worker.cli.framework import command, flag

if TYPE_CHECKING:
    from worker.inbox import Inbox, Moved

#: Seconds between two looks, and before the next one where nothing could be kept.
_APART, _PAUSE = 1.0, 30.0


@command("inbox", flag("--once"))
def inbox(face: Face, once: bool) -> None:
    """One line a file; one that was not taken in, or not all of it, makes the exit code 1."""
    from worker.cli.work import working
    from worker.inbox import Inbox, folder_of

    with working(face) as work:
        box = Inbox(work.kit, folder_of(work.settings), face.lang, impatient=once)
        box.make()
        if not once:
            face.service = True
            face.tell("inbox.watching", folder=box.folder)
        seen = Seen(face)
        if not once:
            work.until(lambda: False, Watching(face, box, seen.one).look)
            return
        looks = once_a(_APART / 2, lambda: seen.all(box.look()))
        work.until(lambda: not box.pending or box.trouble is not None, looks)
        if box.trouble:
            face.fail(box.trouble)
        elif not seen.count:
            face.tell("inbox.empty", folder=box.folder)


class Seen:
    """Tells what became of files: lines of results on stdout, what failed on stderr."""

    def __init__(self, face: Face) -> None:
        self._face = face
        self.count = 0

    def all(self, moved: Iterable["Moved"]) -> None:
        """Each file of a look."""
        for one in moved:
            self.one(one)

    def one(self, moved: "Moved") -> None:
        """A file."""
        self.count += 1
        self._face.failed = self._face.failed or moved.error is not None
        if self._face.json:
            self._face.line(line(moved, self._face.lang))
        else:
            self._face.write(told(self._face, moved), sys.stderr if moved.error else sys.stdout)


class Watching:
    """Looks into the inbox from a thread of its own, now and then; what becomes of files is told, by default on stderr."""

    def __init__(self, face: Face, box: "Inbox", tell: Callable[["Moved"], None] | None = None) -> None:
        self._face, self._box, self._clock = face, box, time.monotonic
        self._tell = tell or (lambda moved: face.write(told(face, moved), sys.stderr))
        self._next = self._clock()
        self._thread: threading.Thread | None = None
        self._said = ""

    def look(self) -> None:
        """Begin a look, unless one is under way or was a moment ago."""
        if self._clock() < self._next or (self._thread and self._thread.is_alive()):
            return
        self._next = self._clock() + _APART
        self._thread = threading.Thread(target=self._look, name="inbox", daemon=True)
        self._thread.start()

    def wait(self, seconds: float = 5.0) -> None:
        """Give a look under way a moment to end; what it had begun is found again by the next."""
        if self._thread:
            self._thread.join(seconds)

    def _look(self) -> None:
        trouble: StorageError | None
        try:
            for one in self._box.look():
                self._tell(one)
            trouble = self._box.trouble
        except StorageError as error:
            trouble = error
        message = trouble.message(self._face.lang) if trouble else ""
        if trouble:
            self._next = self._clock() + _PAUSE
        if message and message != self._said:
            self._face.tell("inbox.stays", message=message)
        self._said = message


def once_a(seconds: float, look: Callable[[], object], clock: Callable[[], float] = time.monotonic) -> Callable[[], None]:
    """A function that looks, unless it did a moment ago."""
    due = clock()

    def looked() -> None:
        nonlocal due
        if clock() >= due:
            look()
            due = clock() + seconds

    return looked


def told(face: Face, one: "Moved") -> str:
    """What became of a file, in a line."""
    message = one.error.message(face.lang) if one.error else ""
    how = "failed" if one.state == "failed" else "part" if one.error else "known" if one.known else "done"
    return face.say(
        f"inbox.{how}", name=_shown(one.name), place=_shown(one.place), id=one.key or "", articles=one.articles, message=message
    )


def line(one: "Moved", lang: str) -> dict[str, object]:
    """The same as JSON."""
    return {
        "file": _shown(one.name),
        "state": one.state,
        "moved": _shown(one.place),
        "issue": one.key,
        "known": one.known,
        "articles": one.articles,
        "error": type(one.error).__name__ if one.error else None,
        "reason": one.error.message(lang) if one.error else None,
    }


def _shown(name: str) -> str:
    from worker.steps import printable

    return printable(name)
