"""The servers of one test run: a note for each, so that whoever ends the run (or begins the next one) can stop what is left.

A run is named by its first process (under pytest-xdist the one that hands out the tests); its folder is in the environment, where the
workers find it.
"""

import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil

from servers.places import removed

VARIABLE = "ZONGSHU_SERVERS_RUN"


def _all_runs() -> Path:
    return Path(tempfile.gettempdir()) / f"zongshu-runs-{os.getuid()}"


def begin() -> None:
    """Name this process as the owner of a run, after stopping what the runs of dead processes left."""
    for folder in sorted(_all_runs().glob("*")):
        with suppress(FileNotFoundError):  # another run that begins clears it too
            if _process(folder / "owner.json") is None:
                end(folder)
    folder = _all_runs() / str(os.getpid())
    folder.mkdir(parents=True, exist_ok=True)
    note(folder / "owner.json", os.getpid(), None)
    os.environ[VARIABLE] = str(folder)


def end(folder: Path) -> None:
    """Stop every server noted in a run's folder, by its pid, and remove its files."""
    for path in sorted(folder.glob("server-*.json")):
        process = _process(path)
        if process is not None:
            kill_tree(process)
        removed(Path(json.loads(path.read_text())["folder"]))
    removed(folder)


def current() -> Path:
    """The folder of this run."""
    return Path(os.environ[VARIABLE])


def note(path: Path, pid: int, folder: Path | None) -> None:
    """Write down a process: its pid, when it started (a pid alone may be used again) and its folder."""
    record = {"pid": pid, "started": psutil.Process(pid).create_time(), "folder": str(folder)}
    partial = path.with_suffix(".part")
    partial.write_text(json.dumps(record))
    partial.replace(path)


def kill_tree(process: psutil.Process) -> None:
    """SIGKILL to a process and everything below it; returns when they are gone."""
    family = [process, *process.children(recursive=True)]
    for member in family:
        try:
            member.kill()
        except psutil.NoSuchProcess:
            continue
    psutil.wait_procs(family, timeout=20)


@contextmanager
def locked(name: str) -> Iterator[Path]:
    """Hold the run's lock `name` between processes; yields the file a server's address may be kept in."""
    import fcntl

    with (current() / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield current() / f"{name}.address"


def _process(path: Path) -> psutil.Process | None:
    """The process a note stands for, None where it is gone."""
    try:
        record = json.loads(path.read_text())
        process = psutil.Process(record["pid"])
        same = abs(process.create_time() - record["started"]) < 1
    except (OSError, ValueError, psutil.NoSuchProcess):
        return None
    return process if same and process.status() != psutil.STATUS_ZOMBIE else None
