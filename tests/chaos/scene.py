"""A home with the processes that work on it, tended as a supervisor would: what ends is started again."""

import os
import random
import resource
import signal
import subprocess
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Self

import psutil
from servers.nursery import Forked, Nursery
from servers.process import free_port
from tasks.farm import Farm, family

from articles.errors import ZongshuError
from chaos.control import VARIABLE, Control
from chaos.searcher import Searcher
from chaos.stage import Stage
from storage.ledger import Ledger
from worker.home import Home
from worker.runner import open_kit
from worker.steps import Scope, plan, reconcile
from worker.watching import made_due

_PROGRAM = Path(__file__).with_name("program.py")
#: Tries and waits are short: what a fault costs is to be seconds.
_PATIENCE = {"read__processes": "1", "fetch__tries": "8", "fetch__retry_wait": "0.1", "tasks__sweep": "1", "tasks__stall": "20"}
#: How a process ends that is told to: done, interrupted, or not yet listening.
_ENDED = (0, 130, -signal.SIGTERM)
#: Seconds a process has to end when it is told to.
_PARTING = 120.0
#: Seconds between two starts of a process that ends again and again.
_APART = 1.0


class Scene:
    """A home, its services by name, and what can be done to them; a context that ends them all."""

    def __init__(self, folder: Path, port: int, stage: Stage | None, draw: random.Random, nursery: Nursery) -> None:
        self.draw, self.stage = draw, stage
        self.control = Control(folder / "control")
        servers = stage.settings if stage else {}
        self.farm = Farm(folder / "home", port, **_PATIENCE, **servers)
        self.web = free_port()
        self.services = dict(_servers(self.web) if stage else {"up": ("up", "--port", str(self.web))})
        self.nursery = nursery
        self.running: dict[str, Forked] = {}
        self.started: dict[str, float] = {}
        self.searcher = Searcher(f"http://127.0.0.1:{self.web}/")
        self.keys: list[str] = []
        self.shift = 0.0

    def __enter__(self) -> Self:
        self.home.make()
        self.ledger = Ledger(self.farm.servers.get("ledger") or self.home.ledger)
        return self

    def __exit__(self, *_: object) -> None:
        self.searcher.stop()
        for process in self.running.values():
            _signal_tree(process.pid, signal.SIGKILL)
        self.ledger.close()

    @property
    def home(self) -> Home:
        return Home(self.farm.home)

    def plan(self, count: int) -> None:
        """Make the newest issues of the sample due."""
        self.keys = self.farm.plan(count)

    def begin(self) -> None:
        """Start all services."""
        for name in self.services:
            self.start(name)
        self.searcher.start()

    def start(self, name: str) -> None:
        """Start a service."""
        environment = self.farm.environment({VARIABLE: str(self.control.folder)})
        args, folder = ["--lang", "en", *self.services[name]], self.home.path.parent
        self.running[name] = self.nursery.fork(args, environment, folder, self.farm.log_file, program=_PROGRAM)
        self.started[name] = time.monotonic()

    def add(self, name: str, like: str) -> None:
        """One more of a service, with a port of its own where it has one."""
        args = self.services[like]
        self.services[name] = ("up", "--port", "0") if like == "up" else args
        self.start(name)

    def tend(self) -> None:
        """Start again what ended."""
        for name, process in list(self.running.items()):
            if process.poll() is not None and time.monotonic() - self.started[name] > _APART:
                self.start(name)

    def hold(self, seconds: float) -> None:
        """Let time pass."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            self.tend()
            time.sleep(0.05)

    def wait(self, until: Callable[[], bool], patience: float) -> bool:
        """Let time pass until something holds; whether it did. A ledger that is away holds nothing."""
        deadline = time.monotonic() + patience
        while time.monotonic() < deadline:
            self.tend()
            try:
                if until():
                    return True
            except ZongshuError:
                pass
            time.sleep(0.1)
        return False

    def tree(self, name: str) -> list[psutil.Process]:
        """The processes of a service, its first one first."""
        return family(self.running[name].pid)

    def kill(self, name: str, *, tree: bool = False) -> None:
        """kill -9 of a service's process, or of all its processes."""
        if tree:
            _signal_tree(self.running[name].pid, signal.SIGKILL)
        self.running[name].kill()
        self.running[name].wait(timeout=20)
        self.start(name)

    def freeze(self, name: str, seconds: float) -> None:
        """SIGSTOP to a service's processes, then SIGCONT."""
        frozen(self.tree(name), lambda: self.hold(seconds))

    def cramp(self, processes: Sequence[psutil.Process], size: int, seconds: float) -> None:
        """No file of these processes may grow beyond a size, as on a full disk."""
        limited = [one for one in processes if _limit(one.pid, size)]
        time.sleep(seconds)
        for one in limited:
            _limit(one.pid, resource.RLIM_INFINITY)

    def progress(self) -> float:
        """How much of the work is done, between 0 and 1; addresses and issues count alike."""
        now = self.ledger.reports.progress(self.keys)
        kept, known = now.addresses.get("kept", 0), sum(now.addresses.values())
        indexed = now.outcomes.get("indexed", 0)
        return 0.5 * kept / max(known, 10 * len(self.keys)) + 0.5 * indexed / len(self.keys)

    def standing(self) -> dict[str, tuple[str, str, int]]:
        """Outcome, completeness and number of articles of each issue."""
        return {key: (one.outcome, one.held, one.articles) for key, one in self.ledger.issues.many(self.keys).items()}

    def retry(self, keys: Sequence[str]) -> None:
        """What an operator does about issues that went wrong, once the fault is gone: `retry`; `crawl --again` for those that are whole.

        Whole and yet wrong is an issue for which a stranger answered: a page of unknown markup is kept, and told (decision 0161).
        """
        with open_kit(self.farm.settings) as kit:
            due = made_due(kit, keys)
            for one in kit.ledger.issues.many(set(keys) - set(due)).values():
                if one.date:
                    plan(kit, one.paper, [one.date], again=True)
        if self.stage:
            self.stage.rouse(self.farm.settings)

    def reconcile(self) -> tuple[Counter[str], int]:
        """What `reconcile` finds in the home, every record read, and how much of it is left; what it mends is work for the services."""
        with open_kit(self.farm.settings) as kit:
            done = reconcile(kit, Scope(deep=True))
        if self.stage and done.found:
            self.stage.rouse(self.farm.settings)
        return done.found, done.left

    def end(self) -> dict[str, int]:
        """Ask all services to end: the exit codes of those that did not end well.

        One that was only starting ends by the signal itself; the second of two owners ends because there is one.
        """
        self.searcher.stop()
        two = any("another" in name for name in self.running)
        codes: dict[str, int] = {}
        for process in self.running.values():
            process.send_signal(signal.SIGTERM)
        for name, process in self.running.items():
            try:
                codes[name] = process.wait(timeout=_PARTING)
            except subprocess.TimeoutExpired:
                codes[name] = 99
        return {name: code for name, code in codes.items() if code not in _ENDED and not (code == 1 and two)}


def frozen(processes: Sequence[psutil.Process], meanwhile: Callable[[], None]) -> None:
    """Stop processes, do something, let them go on."""
    stopped = [one for one in processes if _signal(one.pid, signal.SIGSTOP)]
    try:
        meanwhile()
    finally:
        for one in stopped:
            _signal(one.pid, signal.SIGCONT)


def _servers(web: int) -> Mapping[str, tuple[str, ...]]:
    workers: dict[str, Any] = dict.fromkeys(("worker-1", "worker-2"), ("worker", "--concurrency", "2"))
    return {**workers, "beat": ("beat",), "web": ("serve", "--port", str(web))}


def _signal_tree(pid: int, number: int) -> None:
    for one in reversed(family(pid)):
        _signal(one.pid, number)


def _signal(pid: int, number: int) -> bool:
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        return False
    return True


def _limit(pid: int, size: int) -> bool:
    try:
        _, hard = resource.prlimit(pid, resource.RLIMIT_FSIZE)
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (size, hard))
    except (ProcessLookupError, PermissionError):
        return False
    return True
