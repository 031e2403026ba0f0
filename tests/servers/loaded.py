"""A process that has loaded the program: command lines run in forks of it, each a process of its own, without a second of imports.

What a fork cannot show (an interpreter's own start, a pid that a test kills) is started by `subprocess` instead.
Run as a script, this module is that process: it reads requests from the socket on standard input.
"""

import json
import os
import pkgutil
import runpy
import select
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import cache
from importlib import import_module
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("articles", "storage", "scrapers", "indexing", "search", "worker")
#: Bytes of the largest request, a command line with its environment.
_LARGEST = 1 << 17
_CACHE = str(Path(tempfile.gettempdir()) / f"zongshu-tests-{os.getuid()}-bytecode")


def environment(port: int | None = None, **more: str) -> dict[str, str]:
    """Ours for a program under test: its modules on the path, warnings are errors, compiled once, no setting but those given."""
    dropped = ("ZONGSHU_", "PYTHONDONTWRITEBYTECODE")  # uncached, a process compiles for a second before it starts
    kept = {name: value for name, value in os.environ.items() if not name.startswith(dropped)}
    given = {"PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "error", "PYTHONPYCACHEPREFIX": _CACHE}
    return {**kept, **given, **({"ZONGSHU_SAMPLE_PORT": str(port)} if port else {}), **more}


class Loaded:
    """Runs `python -m zongshu …` in forks of a process that has imported all of it."""

    def __init__(self) -> None:
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        for end in (ours, theirs):
            end.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _LARGEST)
        with theirs:
            self._process = subprocess.Popen([sys.executable, __file__], stdin=theirs, env=environment(), cwd=ROOT)
        self._ours = ours

    def end(self) -> None:
        """No more commands will come."""
        self._ours.close()
        self._process.wait(timeout=20)

    def run(self, args: Sequence[str], env: Mapping[str, str], cwd: Path, out: int, err: int, timeout: float) -> int:
        """The exit code of a command, negative for a signal; its streams are the descriptors `out` and `err`. TimeoutExpired."""
        told, tells = os.pipe()
        try:
            request = json.dumps({"args": list(args), "env": dict(env), "cwd": str(cwd)}).encode()
            socket.send_fds(self._ours, [request], [out, err, tells])
        finally:
            os.close(tells)
        with os.fdopen(told, "rb", buffering=0) as answers:
            pid = int(answers.read(16))
            return _awaited(answers.fileno(), pid, args, timeout)


@cache
def loaded() -> Loaded:
    """The one of this process."""
    return Loaded()


def leave() -> None:
    """End it, where there is one."""
    if loaded.cache_info().currsize:
        loaded().end()
        loaded.cache_clear()


def _awaited(answers: int, pid: int, args: Sequence[str], timeout: float) -> int:
    if not select.select([answers], [], [], timeout)[0]:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
        raise subprocess.TimeoutExpired(list(args), timeout)
    return os.waitstatus_to_exitcode(int(os.read(answers, 16)))


def _load() -> None:
    """Import every module of the program but its migrations, which alembic runs."""
    for room in ROOMS:
        for found in pkgutil.walk_packages([str(ROOT / room)], f"{room}."):
            if ".migrations" not in found.name:
                import_module(found.name)


def _serve(requests: socket.socket) -> dict[str, object] | None:
    """In the forks: the command to run, its streams in place. In the process itself: None, when no more requests will come."""
    while True:
        request, given, _, _ = socket.recv_fds(requests, _LARGEST, 3)
        if not request:
            return None
        out, err, tells = given
        if os.fork() == 0:
            requests.close()
            return _command(json.loads(request), out, err, tells)
        for descriptor in given:
            os.close(descriptor)


def _command(request: dict[str, object], out: int, err: int, tells: int) -> dict[str, object]:
    """The command's own process; the one between tells its pid and how it ended."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    pid = os.fork()
    if pid:
        os.write(tells, f"{pid:16d}".encode())
        os.write(tells, f"{os.waitpid(pid, 0)[1]:16d}".encode())
        os._exit(0)
    os.close(tells)
    nothing = os.open(os.devnull, os.O_RDONLY)
    for descriptor, place in ((nothing, 0), (out, 1), (err, 2)):
        os.dup2(descriptor, place)
        os.close(descriptor)
    return request


def _run(request: dict[str, object]) -> None:
    """Become the command: its environment, folder, arguments and fresh standard streams."""
    env, args = request["env"], request["args"]
    assert isinstance(env, dict)
    assert isinstance(args, list)
    os.environ.clear()
    os.environ.update(env)
    os.chdir(str(request["cwd"]))
    sys.stdin, sys.stdout, sys.stderr = open(0), open(1, "w", encoding="utf-8"), open(2, "w", buffering=1, encoding="utf-8")  # noqa: SIM115
    sys.argv = ["zongshu", *args]
    runpy.run_module("zongshu", run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    sys.path[:] = [str(ROOT), *(place for place in sys.path if Path(place).resolve() != ROOT / "tests" / "servers")]
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    _load()
    with socket.socket(fileno=os.dup(0)) as _requests:
        wanted = _serve(_requests)
    if wanted is not None:
        _run(wanted)
