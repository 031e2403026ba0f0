"""Processes of the real program, forked from one that has it imported: a start costs a tenth, and a suite starts hundreds.

Run as a program this is the parent of them all: it reads a line of JSON for each process wanted, and tells pids and how they ended.
"""

import json
import os
import pkgutil
import runpy
import select
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("articles", "storage", "scrapers", "indexing", "search", "worker")
#: What a process becomes where nothing else is asked for: `python -m zongshu`.
PROGRAM = ROOT / "zongshu" / "__main__.py"
_CACHE = str(Path(tempfile.gettempdir()) / f"zongshu-tests-{os.getuid()}-bytecode")


def environment(more: Mapping[str, str]) -> dict[str, str]:
    """Ours for a program under test: its modules on the path, warnings are errors, compiled once, no setting but those in `more`."""
    dropped = ("ZONGSHU_", "PYTHONDONTWRITEBYTECODE")  # uncached, a process compiles for a second before it starts
    kept = {name: value for name, value in os.environ.items() if not name.startswith(dropped)}
    given = {"PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "error", "PYTHONPYCACHEPREFIX": _CACHE}
    return {**kept, **given, **more}


@cache
def nursery() -> "Nursery":
    """The one of this process, begun when it is first asked for."""
    return Nursery().__enter__()


def leave() -> None:
    """End it, where there is one."""
    if nursery.cache_info().currsize:
        nursery().__exit__()
        nursery.cache_clear()


class Forked:
    """A process of the nursery, as `subprocess.Popen` shows one."""

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self.returncode: int | None = None
        self._ended = threading.Event()

    def ended(self, code: int) -> None:
        """The nursery says so."""
        self.returncode = code
        self._ended.set()

    def poll(self) -> int | None:
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        if not self._ended.wait(timeout):
            raise subprocess.TimeoutExpired(str(self.pid), timeout or 0.0)
        assert self.returncode is not None
        return self.returncode

    def send_signal(self, number: int) -> None:
        if self.returncode is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)


class Nursery:
    """Forks commands; a context that ends with its parent. Any number of threads may ask."""

    def __enter__(self) -> "Nursery":
        command = [sys.executable, str(Path(__file__).resolve())]
        env = environment({"REMAP_SIGTERM": "SIGQUIT"})  # Celery reads it when it is imported
        self._parent = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=env)
        self._lock = threading.Lock()
        self._born: dict[int, Forked] = {}
        self._arrived = threading.Condition()
        self._last: Forked | None = None
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()
        return self

    def __exit__(self, *_: object) -> None:
        for one in list(self._born.values()):
            one.kill()
        assert self._parent.stdin
        assert self._parent.stdout
        self._parent.stdin.close()
        self._parent.wait(timeout=20)
        self._listener.join(10)
        self._parent.stdout.close()

    def fork(
        self, args: Sequence[str], env: Mapping[str, str], folder: Path, out: Path, err: Path | None = None, program: Path = PROGRAM
    ) -> Forked:
        """A process that runs a command in a folder; what it says is appended to `out`, and to `err` where that is another file."""
        streams = {"out": str(out), "err": str(err or out)}
        Path(streams["err"]).touch()  # may be looked at before the fork has opened it
        wanted = {"args": list(args), "env": dict(env), "folder": str(folder), "program": str(program), **streams}
        with self._lock, self._arrived:
            self._last = None
            assert self._parent.stdin
            self._parent.stdin.write(json.dumps(wanted) + "\n")
            self._parent.stdin.flush()
            while self._last is None:
                if not self._arrived.wait(30):
                    raise RuntimeError("the nursery does not answer")
            return self._last

    def _listen(self) -> None:
        assert self._parent.stdout
        for line in self._parent.stdout:
            told = json.loads(line)
            with self._arrived:
                if "code" in told:
                    self._born.pop(told["pid"]).ended(told["code"])
                else:
                    self._last = self._born[told["pid"]] = Forked(told["pid"])
                self._arrived.notify_all()


def _load() -> None:
    """Import every module of the program but its migrations, which alembic runs."""
    for room in ROOMS:
        for found in pkgutil.walk_packages([str(ROOT / room)], f"{room}."):
            if ".migrations" not in found.name:
                import_module(found.name)


def _serve(asked: int) -> dict[str, Any] | None:
    """In the forks: what is wanted. In the nursery itself: None, when nothing more will be asked for."""
    read, write = os.pipe()
    os.set_blocking(write, False)
    signal.set_wakeup_fd(write, warn_on_full_buffer=False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    rest = b""
    while True:
        ready = select.select([asked, read], [], [])[0]
        if read in ready:
            os.read(read, 4096)
            _reap()
        if asked in ready:
            got = os.read(asked, 65536)
            if not got:
                return None
            *lines, rest = (rest + got).split(b"\n")
            for line in lines:
                if not (pid := os.fork()):
                    return dict(json.loads(line))
                _tell({"pid": pid})


def _reap() -> None:
    while True:
        try:
            pid, status = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return
        if not pid:
            return
        _tell({"pid": pid, "code": os.waitstatus_to_exitcode(status)})


def _tell(line: dict[str, int]) -> None:
    sys.stdout.write(json.dumps(line) + "\n")
    sys.stdout.flush()


def _become(wanted: dict[str, Any]) -> None:
    """In a fork: its streams, folder and environment, then the program; it ends as any interpreter does."""
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    out, err = (os.open(wanted[name], os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644) for name in ("out", "err"))
    for ours, number in ((os.open(os.devnull, os.O_RDONLY), 0), (out, 1), (err, 2)):
        os.dup2(ours, number)
    os.closerange(3, 64)
    os.chdir(wanted["folder"])
    os.environ.clear()
    os.environ.update(wanted["env"])
    sys.argv = [wanted["program"], *wanted["args"]]
    sys.orig_argv = [sys.executable, *sys.argv]
    runpy.run_path(wanted["program"], run_name="__main__")


if __name__ == "__main__":
    sys.path[:] = [str(ROOT), str(ROOT / "tests"), *(place for place in sys.path[1:] if place != str(ROOT))]
    _load()
    asked_for = _serve(sys.stdin.fileno())
    if asked_for is not None:
        _become(asked_for)
