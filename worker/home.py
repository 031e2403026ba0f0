"""The home: the folder where all of it lies, and its one owner, a process that writes there until it is done."""

import contextlib
import fcntl
import json
import os
import platform
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil

from articles.errors import HomeInUse, StorageError

#: Start times of one process, asked for twice, may differ by the clock's adjustment (seconds).
_SAME = 2.0


@dataclass(frozen=True, slots=True)
class Owner:
    """A process: the machine it runs on, its pid and when it started (seconds since the epoch; a recycled pid has another)."""

    machine: str
    pid: int
    started: float

    @classmethod
    def me(cls) -> "Owner":
        """This process."""
        return cls(platform.node(), os.getpid(), psutil.Process().create_time())

    @classmethod
    def parse(cls, text: str) -> "Owner | None":
        """From `str(owner)`; None where it is none."""
        machine, _, rest = text.rpartition("/")
        pid, _, started = rest.partition("@")
        try:
            return cls(machine, int(pid), float(started))
        except ValueError:
            return None

    def __str__(self) -> str:
        return f"{self.machine}/{self.pid}@{self.started:.2f}"

    def alive(self) -> bool:
        """Whether the process runs. One of another machine cannot be seen, and counts as alive."""
        if self.machine != platform.node():
            return True
        try:
            process = psutil.Process(self.pid)
            return abs(process.create_time() - self.started) < _SAME and process.status() != psutil.STATUS_ZOMBIE
        except psutil.NoSuchProcess:
            return False


def alive(owner: str) -> bool:
    """Whether the owner of a lease still runs; what cannot be read does not."""
    known = Owner.parse(owner)
    return known is not None and known.alive()


@dataclass(frozen=True, slots=True)
class Home:
    """The folders and files of a home."""

    path: Path

    @property
    def archive(self) -> Path:
        """Raw responses."""
        return self.path / "archive"

    @property
    def articles(self) -> Path:
        """Article files."""
        return self.path / "articles"

    @property
    def corrections(self) -> Path:
        """Corrections by editors."""
        return self.path / "corrections"

    @property
    def removals(self) -> Path:
        """What was removed on request."""
        return self.path / "removals"

    @property
    def index(self) -> Path:
        """Generations of the index."""
        return self.path / "index"

    @property
    def ledger(self) -> str:
        """The URL of the ledger's file."""
        return f"sqlite:///{self.path.resolve() / 'ledger.sqlite3'}"

    @property
    def lock(self) -> Path:
        """The file that names the owner."""
        return self.path / "owner.lock"

    @property
    def tokens(self) -> Path:
        """The file of the web server's tokens."""
        return self.path / "tokens.json"

    def make(self) -> None:
        """Make the folder. StorageError where that is not possible."""
        try:
            self.path.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StorageError("home_unusable", home=str(self.path), why=error.strerror or str(error)) from error

    def owner(self) -> Owner | None:
        """The process that owns the home, None where nobody does."""
        try:
            written = json.loads(self.lock.read_text("utf-8"))
            owner = Owner(str(written["machine"]), int(written["pid"]), float(written["started"]))
        except (OSError, ValueError, KeyError, TypeError):
            return None
        return owner if owner.alive() else None

    @contextlib.contextmanager
    def own(self) -> Iterator[Owner]:
        """Be the owner. HomeInUse names the one that lives. The system frees the lock when a process dies, however it dies."""
        self.make()
        me = Owner.me()
        try:
            handle = os.open(self.lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        except OSError as error:
            raise StorageError("home_unusable", home=str(self.path), why=error.strerror or str(error)) from error
        try:
            self._take(handle)
            os.ftruncate(handle, 0)
            os.pwrite(handle, json.dumps({"machine": me.machine, "pid": me.pid, "started": me.started}).encode(), 0)
            try:
                yield me
            finally:
                os.ftruncate(handle, 0)
        finally:
            os.close(handle)

    @contextlib.contextmanager
    def generations_locked(self, *, wait: bool) -> Iterator[bool]:
        """The lock on which generation is live, between all processes over the home; False where it is taken and we do not wait."""
        self.make()
        with (self.path / "index.lock").open("w") as handle:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                yield False
                return
            yield True

    def generations_held(self) -> bool:
        """Whether somebody holds that lock now; nothing is made, nobody waited for."""
        try:
            with (self.path / "index.lock").open() as handle:
                fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        except OSError:
            return False
        return False

    def _take(self, handle: int) -> None:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            owner = self.owner()
            raise HomeInUse("home_in_use", home=str(self.path), pid=owner.pid if owner else "?") from None
