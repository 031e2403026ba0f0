"""Processes of the real program, forked from one that has it imported: a start costs a tenth, and a suite starts hundreds.

Run as a program this is the parent of them all: it reads a line of JSON for each process wanted, and tells pids and how they ended.
"""

import json
import os
import signal
import subprocess
import sys
import threading
import warnings
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO, Any

#: What commands import when they begin.
_READY = (
    "worker.cli.up",
    "worker.cli.page",
    "worker.cli.worker",
    "worker.cli.beat",
    "worker.cli.serve",
    "worker.cli.rooms",
    "worker.cli.work",
)
_LATE = (
    "worker.tasks.serve",
    "worker.inbox",
    "worker.alarms",
    "worker.runner",
    "worker.steps",
    "search.web",
    "search.api",
    "celery.app.base",
)


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
        environment = {**os.environ, "REMAP_SIGTERM": "SIGQUIT"}  # Celery reads it when it is imported
        self._parent = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment)
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

    def fork(self, args: Sequence[str], environment: Mapping[str, str], folder: Path, log: Path) -> Forked:
        """A process that runs a command in a folder; what it says goes into the log."""
        wanted = {"args": list(args), "environment": dict(environment), "folder": str(folder), "log": str(log)}
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


def _main(wanted: IO[str]) -> None:
    from importlib import import_module

    for name in (*_READY, *_LATE):
        import_module(name)
    read, write = os.pipe()
    os.set_blocking(write, False)
    signal.set_wakeup_fd(write, warn_on_full_buffer=False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    _turn(wanted.fileno(), read)


def _turn(asked: int, died: int) -> None:
    import select

    rest = b""
    while True:
        ready = select.select([asked, died], [], [])[0]
        if died in ready:
            os.read(died, 4096)
            _reap()
        if asked in ready:
            got = os.read(asked, 65536)
            if not got:
                return
            *lines, rest = (rest + got).split(b"\n")
            for line in lines:
                pid = _fork(json.loads(line))
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


def _fork(wanted: dict[str, Any]) -> int:
    pid = os.fork()
    if pid:
        return pid
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    log, nothing = os.open(wanted["log"], os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644), os.open(os.devnull, os.O_RDONLY)
    for ours, number in ((nothing, 0), (log, 1), (log, 2)):
        os.dup2(ours, number)
    os.closerange(3, 64)
    os.chdir(wanted["folder"])
    os.environ.clear()
    os.environ.update(wanted["environment"])
    program = str(Path(__file__).with_name("program.py"))
    sys.argv = [program, *wanted["args"]]
    sys.orig_argv = [sys.executable, *sys.argv]
    warnings.simplefilter("error")
    vars(sys.modules["__main__"]).update(__file__=program, __spec__=None)
    code = 1
    try:
        from chaos.saboteur import install

        install()
        from worker.cli import main

        main(wanted["args"])
        code = 0
    except SystemExit as ended:
        code = ended.code if isinstance(ended.code, int) else int(ended.code is not None)
    except BaseException:  # noqa: BLE001 - the end of the process
        import traceback

        traceback.print_exc()
    finally:
        try:
            sys.stdout.flush()
            sys.stderr.flush()
        finally:
            os._exit(code & 0xFF)


if __name__ == "__main__":
    sys.path[:] = [str(Path(__file__).resolve().parents[1]), str(Path(__file__).resolve().parents[2]), *sys.path[1:]]
    _main(sys.stdin)
