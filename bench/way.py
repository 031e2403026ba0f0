"""The whole way on one machine: the sample newspapers crawled, read and indexed by the real program, in a process of its own."""

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil

from bench import Figures

ROOT = Path(__file__).resolve().parent.parent
#: Seconds between two looks at the memory.
_APART = 0.1


def main() -> Figures:
    """Seconds, articles a second, processor seconds, and the peak memory of all processes together; disk per article."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        first = run(home, "demo", "--once")
        again = run(home, "demo", "--once")
        articles = _articles(home)
        sizes = {name: size(home / name) for name in ("archive", "articles", "index")}
    return {
        "articles": articles,
        "seconds": first["seconds"],
        "articles/s": articles / first["seconds"],
        "processor seconds": first["processor"],
        "peak memory of all processes, MiB": first["memory"] / 2**20,
        "seconds when everything is there already": again["seconds"],
        **{f"{name}, KiB an article": size / 1024 / articles for name, size in sizes.items()},
    }


def _environment(home: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("ZONGSHU_")}
    return {**kept, "ZONGSHU_HOME": str(home), "PYTHONPATH": str(ROOT)}


def run(home: Path, *args: str) -> dict[str, float]:
    """A command to its end. RuntimeError where it fails."""
    line = [sys.executable, "-m", "zongshu", *args]
    start, peak = time.perf_counter(), 0
    before = os.times()
    with (
        tempfile.TemporaryFile() as told,
        subprocess.Popen(line, env=_environment(home), stdout=subprocess.DEVNULL, stderr=told) as process,
    ):
        while process.poll() is None:
            peak = max(peak, _memory(process.pid))
            time.sleep(_APART)
        seconds = time.perf_counter() - start
        if process.returncode:
            told.seek(0)
            raise RuntimeError(told.read().decode("utf-8", "replace"))
    after = os.times()
    processor = after.children_user + after.children_system - before.children_user - before.children_system
    return {"seconds": seconds, "processor": processor, "memory": float(peak)}


def _memory(pid: int) -> int:
    """Bytes held by a process and those below it; shared pages once where the system tells (PSS), else resident ones."""
    total = 0
    try:
        root = psutil.Process(pid)
        for process in (root, *root.children(recursive=True)):
            held = process.memory_full_info() if psutil.LINUX else process.memory_info()
            total += getattr(held, "pss", held.rss)
    except psutil.NoSuchProcess:
        pass
    return total


def _articles(home: Path) -> int:
    line = [sys.executable, "-m", "zongshu", "status", "--json"]
    told = subprocess.run(line, env=_environment(home), stdout=subprocess.PIPE, check=True)
    return int(json.loads(told.stdout.splitlines()[-1])["indexed"])


def size(folder: Path) -> int:
    """Bytes of the files below a folder."""
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
