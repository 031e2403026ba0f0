"""What a process of a worker works with: opened when its first task comes, never carried over a fork."""

import contextlib
import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TypeVar

from articles.errors import Unreadable
from worker.alarms import Watch
from worker.home import Home
from worker.inbox import Inbox, folder_of
from worker.index import in_folder
from worker.reconciling import Reconciling
from worker.runner import open_kit, within
from worker.settings import Settings
from worker.steps import Asked, Kit, open_generations
from worker.tally import Tally
from worker.tasks.broker import Broker
from worker.tasks.options import hard_limit, soft_limit

Job = TypeVar("Job")
Result = TypeVar("Result")

#: Issues indexed in one commit: few enough for the time a task may take.
BATCH = 50


@dataclass
class Tools:
    """A kit whose steps wake others through the broker."""

    settings: Settings
    kit: Kit
    broker: Broker
    home: Home
    inbox: Inbox
    tally: Tally
    prepared: bool = False

    @cached_property
    def watch(self) -> Watch:
        """What looks for problems."""
        return Watch(self.kit, self.settings, self.broker)

    @cached_property
    def reconciling(self) -> Reconciling:
        """What compares ledger, files, archive and index now and then."""
        return Reconciling(self.kit, self.settings.reconcile.every)

    @property
    def one_writer(self) -> bool:
        """Whether the index is a folder, which one process at a time may write."""
        return in_folder(self.settings)

    def prepare(self) -> None:
        """Bring index and ledger to one state, once a process. The caller holds the lock."""
        if not self.prepared:
            open_generations(self.kit)
            self.prepared = True

    def give_back(self) -> None:
        """Free the claims of this process: whatever a task was doing has ended."""
        mine = self.kit.owner
        self.kit.ledger.runs.recover(lambda owner: owner != mine, self.kit.clock())


class Toolbox:
    """The tools of this process."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._pid = 0
        self._open = contextlib.ExitStack()
        self._tools: Tools | None = None

    def get(self) -> Tools:
        """Open them, or those opened before. SettingsError, StorageError."""
        if self._tools is None or self._pid != os.getpid():
            self._open, self._pid = contextlib.ExitStack(), os.getpid()
            self._tools = self._made()
        return self._tools

    def close(self) -> None:
        """Close what this process opened; idempotent."""
        if self._pid == os.getpid():
            self._tools = None
            self._open.close()

    def _made(self) -> Tools:
        broker = Broker(self.settings)
        self._open.callback(broker.close)
        kit = self._open.enter_context(open_kit(self.settings))
        policy = replace(kit.policy, lease=hard_limit(self.settings) + 60, batch=BATCH)
        tally, limited = Tally(), _Limited(soft_limit(self.settings), policy.read_megabytes)
        kit = replace(kit, policy=policy, wake=broker.wake, compute=limited, noted=tally, asked=Asked(kit.ledger, kit.clock))
        inbox = Inbox(kit, folder_of(self.settings), self.settings.lang)
        return Tools(self.settings, kit, broker, Home(self.settings.home), inbox, tally)


@dataclass(frozen=True, slots=True)
class _Limited:
    """Computes in this process; what takes as long as a task may, or more memory than a reading, is a trap and its own fault."""

    seconds: float
    megabytes: int

    def __call__(self, function: Callable[[Job], Result], job: Job) -> Result:
        from celery.exceptions import SoftTimeLimitExceeded

        try:
            return within(self.megabytes, function, job)
        except SoftTimeLimitExceeded:
            raise Unreadable("read_too_long", seconds=self.seconds) from None
