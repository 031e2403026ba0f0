"""Damaged input at random: cases of every kind, how they end, the slowest, the peak of memory, and errors without a name.

`./run bench fuzz [--cases 1000000] [--seed N] [--target NAME …] [--folder DIR]`: the cases are shared out over the targets; 20,000 at a
time run in a process of their own, so that memory is the cases' and a crash is told. With a folder, what is done is not done again. Time is
processor time (pdf: wall time, with its child processes). `./run bench fuzz --replay FILE` reads a case that was kept.
"""

import argparse
import json
import multiprocessing
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench import Figure, Figures
from tests.fuzz.run import MEGABYTES, SEED, run
from tests.fuzz.target import ended
from tests.fuzz.targets import TARGETS, share

CASES, _CHUNK = 1_000_000, 20_000


@dataclass(frozen=True)
class Chunk:
    """Cases that one process runs."""

    target: str
    seed: int
    first: int
    last: int

    def file(self, folder: Path) -> Path:
        """Where their outcome is kept."""
        return folder / f"{self.target}-{self.seed}-{self.first}-{self.last}.json"


def main(*options: str) -> Figures:
    """Run the cases asked for; SystemExit 1 where one failed."""
    asked = _options(options)
    if asked.replay:
        return _replayed(asked.replay)
    folder = asked.folder or Path(tempfile.mkdtemp(prefix="zongshu-fuzz-"))
    folder.mkdir(parents=True, exist_ok=True)
    rows = {name: _row(asked, name, folder) for name in asked.target or TARGETS}
    figures: dict[str, Figure | dict[str, Figure]] = {
        "seed": str(asked.seed),
        "cases": sum(int(row["cases"]) for row in rows.values()),
        **rows,
    }
    bad = [name for name, row in rows.items() if row["unnamed"] or row["over 2 s"] or float(row["peak MB"]) > MEGABYTES]
    if bad:
        sys.exit(f"failed: {', '.join(bad)}; the cases are kept in {folder}: ./run bench fuzz --replay FILE")
    return figures


def _options(options: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./run bench fuzz")
    parser.add_argument("--cases", type=int, default=CASES)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--target", nargs="+", choices=list(TARGETS))
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--replay", type=Path)
    return parser.parse_args(options)


def _chunks(name: str, cases: int, seed: int) -> Iterator[Chunk]:
    number = share(TARGETS[name], cases)
    for first in range(0, number, _CHUNK):
        yield Chunk(name, seed, first, min(first + _CHUNK, number))


def _row(asked: argparse.Namespace, name: str, folder: Path) -> dict[str, Figure]:
    """A target's line of the table."""
    done = [_outcome(chunk, folder) for chunk in _chunks(name, asked.cases, asked.seed)]
    cases, named = sum(one["cases"] for one in done), {key for one in done for key in one["ends"]}
    row: dict[str, Figure] = {
        "cases": cases,
        "read %": 100.0 * sum(one["ends"].get("read", 0) for one in done) / cases,
        "kinds of named errors": len(named - {"read"}),
        "ms a case": 1e3 * sum(one["seconds"] for one in done) / cases,
        "slowest ms": max(one["slowest"] for one in done),
        "over 2 s": sum(one["slow"] for one in done),
        "peak MB": max(one["peak"] for one in done),
        "unnamed": sum(one["unnamed"] for one in done),
    }
    print(f"{name}: {row}", file=sys.stderr, flush=True)
    return row


def _outcome(chunk: Chunk, folder: Path) -> dict[str, Any]:
    """What came of a chunk, run now unless it was before."""
    file = chunk.file(folder)
    if not file.exists():
        process = multiprocessing.get_context("spawn").Process(target=_work, args=(chunk, folder))
        process.start()
        process.join()
        if process.exitcode:
            sys.exit(f"{chunk}: the process ended with {process.exitcode}")
    found: dict[str, Any] = json.loads(file.read_text("utf-8"))
    for failure in found["failures"]:
        print(f"{chunk.target} case {failure['case']}: {failure['why']}: {failure['file']}", file=sys.stderr)
    return found


def _work(chunk: Chunk, folder: Path) -> None:
    outcome = run(TARGETS[chunk.target], range(chunk.first, chunk.last), chunk.seed, folder)
    part = chunk.file(folder).with_suffix(".part")
    part.write_text(json.dumps(outcome.data()), "utf-8")
    part.replace(chunk.file(folder))


def _replayed(file: Path) -> Figures:
    """One kept case: how it ends. Its error is raised; nothing is written down."""
    with TARGETS[file.name.partition("-")[0]].opened() as ready:
        print(ended(ready.reads, file.read_bytes()))
    sys.exit(0)
