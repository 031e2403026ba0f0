"""The real program, in processes of its own."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[3]


@dataclass(frozen=True)
class Ended:
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[dict[str, Any]]:
        """Standard output as JSON lines; nothing else may stand there."""
        found = [json.loads(line) for line in self.out.splitlines()]
        assert all(isinstance(line, dict) for line in found)
        return found


def environment(home: Path, **more: str) -> dict[str, str]:
    """An environment in which only `home` is configured."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("ZONGSHU_")}
    return {**kept, "ZONGSHU_HOME": str(home), "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "error", **more}


def started(home: Path, *args: str, **more: str) -> subprocess.Popen[str]:
    """A command running in the background."""
    line = [sys.executable, "-m", "zongshu", *args]
    pipes = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    return subprocess.Popen(line, env=environment(home, **more), encoding="utf-8", cwd=home.parent, **pipes)


def run(home: Path, *args: str, **more: str) -> Ended:
    """A command, to its end."""
    process = started(home, *args, **more)
    out, err = process.communicate(timeout=120)
    assert "Traceback" not in err, err
    return Ended(process.returncode, out, err)


@pytest.fixture
def zongshu(tmp_path: Path) -> Callable[..., Ended]:
    """Runs a command line in a home of its own."""
    return lambda *args, **more: run(tmp_path / "home", *args, **more)
