"""Workers, beats and pages as processes of their own, over a home, and what a home holds at the end."""

import hashlib
import json
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import psutil
from runner.crawler import issues
from servers.nursery import Forked, environment, nursery

from scrapers.sample import PAPERS
from storage import verify
from worker.home import Home
from worker.runner import drive, open_kit, settled
from worker.settings import Settings, load
from worker.steps import Kit, plan

#: Seconds between two sweeps here: what only a sweep heals is what these tests would wait for.
SWEEP = "2"


Process = subprocess.Popen[bytes] | Forked


class Farm:
    """A home with its servers, and the processes started over it; all are ended on leaving.

    `servers` are settings by the names of their variables: `broker`, `elasticsearch__prefix` …
    """

    def __init__(self, home: Path, port: int, **servers: str) -> None:
        self.home, self.port, self.servers = home, port, {"tasks__sweep": SWEEP, **servers}
        self.running: list[Process] = []
        self.log_file = home.parent / "processes.log"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        children = [child for process in self.running if process.poll() is None for child in family(process.pid)[1:]]
        for process in self.running:
            process.kill()
            process.wait(timeout=20)
        for child in children:  # while one lives, Redis takes its parent for alive and hands it messages
            with suppress(psutil.NoSuchProcess):
                child.kill()

    @property
    def settings(self) -> Settings:
        """The settings all processes have."""
        given: dict[str, Any] = {"read": {"processes": 1}}
        for name, value in self.servers.items():
            part, _, inner = name.partition("__")
            given |= {part: {**given.get(part, {}), inner: value}} if inner else {part: value}
        return load(home=self.home, sample_port=self.port, **given)

    def start(self, *args: str, program: Sequence[str] | None = None, **more: str) -> "Process":
        """A command in the background, or another program with those arguments; what it says is kept in the log."""
        if program is None:
            forked = nursery().fork(["--lang", "en", *args], self.environment(more), self.home.parent, self.log_file)
            self.running.append(forked)
            return forked
        line = [sys.executable, *program, "--lang", "en", *args]
        options: dict[str, Any] = {"env": self.environment(more), "cwd": self.home.parent, "stdin": subprocess.DEVNULL}
        with self.log_file.open("ab") as log:
            process = subprocess.Popen(line, stdout=log, stderr=log, **options)
        self.running.append(process)
        return process

    def run(self, *args: str, code: int = 0, **more: str) -> list[dict[str, Any]]:
        """A command with --json to its end: its lines. What else it says is kept in the log."""
        line = ["--lang", "en", *args, "--json"]
        with tempfile.TemporaryDirectory() as folder:
            out = Path(folder) / "out"
            process = nursery().fork(line, self.environment(more), self.home.parent, out, self.log_file)
            try:
                assert process.wait(240) == code, self.log
            finally:
                process.kill()
            return [json.loads(one) for one in out.read_text("utf-8").splitlines()]

    def environment(self, more: Mapping[str, str]) -> dict[str, str]:
        """The variables of a process over the home."""
        given = {f"ZONGSHU_{name.upper()}": value for name, value in self.servers.items()}
        given |= {"ZONGSHU_HOME": str(self.home), "ZONGSHU_SAMPLE_PORT": str(self.port)}
        return environment({**given, **more})

    def kill(self, process: "Process") -> None:
        """kill -9."""
        process.kill()
        process.wait(timeout=20)
        self.running.remove(process)

    def stop(self, process: "Process", number: int = signal.SIGTERM) -> int:
        """Ask a process to end; its exit code."""
        process.send_signal(number)
        code = process.wait(timeout=60)
        self.running.remove(process)
        return code

    @property
    def log(self) -> str:
        """All that the processes said."""
        return self.log_file.read_text("utf-8", errors="replace")

    def plan(self, count: int) -> list[str]:
        """Make the newest issues of the sample due; their keys."""
        with open_kit(self.settings) as kit:
            return planned(kit, count)

    def finish(self, keys: Sequence[str], patience: float = 240.0) -> None:
        """Wait until workers have done the issues; nothing but they and the beat sees to that."""
        with open_kit(self.settings) as kit:
            done = settled(kit, keys)
            wait_for(done, patience, lambda: f"the processes said:\n{self.log[-8000:]}")

    def state(self, *, once: bool = True) -> dict[str, object]:
        """All that must be equal however it came about: article files, ids and revisions, outcomes, records."""
        return state(self.settings, once=once)


def family(pid: int) -> list[psutil.Process]:
    """A process and all below it, itself first; nobody where it is gone."""
    try:
        first = psutil.Process(pid)
        return [first, *first.children(recursive=True)]
    except psutil.NoSuchProcess:
        return []


def planned(kit: Kit, count: int) -> list[str]:
    """Make the newest issues of the sample due; their keys."""
    keys = []
    for paper in PAPERS:
        dates = [date for code, date in issues(count) if code == paper]
        plan(kit, paper, dates)
        keys += [f"{paper}-{date:%Y%m%d}" for date in dates]
    return keys


def undisturbed(home: Path, port: int, count: int) -> dict[str, object]:
    """What one process without any server makes of the same issues."""
    settings = load(home=home, sample_port=port, read={"processes": 1})
    with open_kit(settings) as kit:
        drive(Home(home), kit, 1, settled(kit, planned(kit, count)))
    return state(settings)


def state(settings: Settings, *, once: bool = True) -> dict[str, object]:
    """What a home holds; every address is archived once, unless `once` is false."""
    home = settings.home
    files = {str(path.relative_to(home)): hashlib.sha256(path.read_bytes()).hexdigest() for path in (home / "articles").rglob("*.gz")}
    with open_kit(settings) as kit:
        assert not [checked for checked in verify(kit.archive) if checked.damage]
        names = kit.archive.names()
        kept = Counter((name.rpartition("/")[2], response.address) for name in names for _, response in kit.archive.records(name))
        assert not once or set(kept.values()) == {1}
        ids = dict(kit.ledger.readings.ids())
        held = {one.key: (one.outcome, one.held, one.articles) for paper in kit.papers for one in kit.ledger.reports.coverage(paper)}
        assert kit.index.count() == len(ids)
        assert kit.index.engine(kit.index.generations.live() or "").revisions(ids) == ids
    assert not [path.name for path in home.rglob("*.part")]
    return {"files": files, "ids": ids, "held": held, "records": set(kept)}


def wait_for(what: Callable[[], bool], seconds: float = 60.0, else_: Callable[[], str] = lambda: "") -> None:
    """Until something holds."""
    deadline = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < deadline, f"not after {seconds:.0f} s; {else_()}"
        time.sleep(0.05)
