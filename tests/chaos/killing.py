"""A process killed by SIGKILL at the n-th call of one kind that writes, wherever in the program it is made (Python, SQLite, tantivy).

strace delivers the signal as the call is entered. Processes are forked from one that has everything imported.
"""

import ctypes
import os
import re
import signal
import subprocess
import time
import traceback
import warnings
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

#: The calls that change files.
CALLS = ("write", "pwrite64", "writev", "ftruncate", "fsync", "fdatasync", "rename", "renameat", "renameat2", "unlink", "unlinkat", "mkdir")
#: What of a home is none of its parts.
ELSEWHERE = "locks and the home itself"
_LINE = re.compile(r"^\d+ +(\w+)\((.*)$")
_PR_SET_PTRACER = 0x59616D61


@dataclass(frozen=True, slots=True)
class Kill:
    """A call at which a process died, and the file it was about."""

    call: str
    path: str

    @property
    def place(self) -> str:
        """The part of the home that the call was about."""
        return place(self.path)


def forked(job: Callable[[], Any], *, traced: Callable[[int], Any] | None = None) -> int:
    """Do a job in a forked process: how it ended. It waits until `traced` has seen to its pid."""
    ready, go = os.pipe()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of threads, which the job does not need
        pid = os.fork()
    if pid == 0:
        os.close(go)
        code = 1
        try:
            ctypes.CDLL(None).prctl(_PR_SET_PTRACER, ctypes.c_ulong(-1), 0, 0, 0)
            os.read(ready, 1)
            job()
            code = 0
        except BaseException:  # noqa: BLE001 - the end of the process
            traceback.print_exc()
        finally:
            os._exit(code)
    os.close(ready)
    if traced:
        traced(pid)
    os.close(go)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


class Tracer:
    """strace on a process of ours: it writes down the calls in `log`, and kills at the `nth` one of a kind, where told to."""

    def __init__(self, log: Path, call: str | None = None, nth: int = 0) -> None:
        self.log, self.call = log, call
        self._inject = ["-e", f"inject={call}:signal=SIGKILL:when={nth}"] if call else []
        self._process: subprocess.Popen[bytes] | None = None

    def attach(self, pid: int) -> None:
        """Returns when the process is held."""
        line = ["strace", "-f", "-y", "-s", "0", "-o", str(self.log), "-e", f"trace={','.join(CALLS)}", *self._inject, "-p", str(pid)]
        self._process = subprocess.Popen(line, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        while "TracerPid:\t0\n" in Path(f"/proc/{pid}/status").read_text():
            if self._process.poll() is not None:
                os.kill(pid, signal.SIGKILL)
                raise RuntimeError(f"strace cannot attach: it ended with {self._process.returncode}")
            time.sleep(0.002)

    def end(self) -> list[tuple[str, str]]:
        """The calls in order, each with what it was about."""
        if self._process:
            self._process.wait(timeout=30)
        lines = (_LINE.match(line) for line in self.log.read_text(errors="replace").splitlines())
        return [(line[1], line[2]) for line in lines if line]


def killed(job: Callable[[], Any], log: Path, call: str, nth: int) -> Kill | None:
    """Kill a job at its nth call of a kind: where it died; None where it ended before."""
    tracer = Tracer(log, call, nth)
    code = forked(job, traced=tracer.attach)
    calls = tracer.end()
    if code == 0:
        return None
    if code != -signal.SIGKILL:
        raise RuntimeError(f"the job ended with {code}")
    last = [about for name, about in calls if name == call and _unanswered(about)]
    return Kill(call, last[-1] if last else "")


@dataclass(frozen=True, slots=True)
class Call:
    """A call a job makes: its kind, the how many-eth of its kind in its thread it is, and the file it is about."""

    call: str
    nth: int
    path: str


def calls_of(job: Callable[[], Any], log: Path) -> list[Call]:
    """The calls a job makes when nobody kills it."""
    tracer = Tracer(log)
    if forked(job, traced=tracer.attach):
        raise RuntimeError("the job failed without being killed")
    tracer.end()
    seen: Counter[tuple[str, str]] = Counter()
    made = []
    for line in log.read_text(errors="replace").splitlines():
        if found := _LINE.match(line):
            thread = line.split()[0]
            seen[thread, found[1]] += 1
            made.append(Call(found[1], seen[thread, found[1]], found[2]))
    return made


def place(path: str) -> str:
    """The part of the home that a call was about."""
    if "ledger.sqlite3" in path:
        return "ledger"
    if "/archive" in path:
        return "archive"
    if "/articles" in path:
        return "article files"
    if "live" in path.rsplit("/", 1)[-1] or path.split(">", maxsplit=1)[0].endswith("/index"):
        return "pointer of the index"
    if "/index/" in path:
        return "generation (tantivy)"
    return ELSEWHERE


def _unanswered(about: str) -> bool:
    return about.endswith(("= ?", "<unfinished ...>")) or "= ? " in about
