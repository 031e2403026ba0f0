"""The long chaos suite: seeds of faults against homes at work, in both forms, each held against a home that nobody disturbed.

`./run bench chaos --seeds 100 [--first N] [--form embedded|servers|both] [--count ISSUES]`; a line a seed.
`ZONGSHU_CHAOS_SEED=N ./run bench chaos` plays one seed again, and keeps its home where it differs.
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import cast

from bench import Figures

ROOT = Path(__file__).resolve().parents[1]
_PATHS = (ROOT, ROOT / "tests", ROOT / "tests" / "worker")


def main(*options: str) -> Figures:
    """The figures of a run; the seeds that differ are among them."""
    return played("chaos", options)


def played(module: str, options: tuple[str, ...]) -> Figures:
    """Run a suite of the tests as a program that ends with a line of figures; the rest is shown. Exits where it found a fault."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(map(str, _PATHS))}
    with subprocess.Popen([sys.executable, "-m", module, *options], env=environment, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        last = ""
        for line in process.stdout:
            last = line
            if not line.startswith("{"):
                print(line, end="", flush=True)
    if process.returncode:
        sys.exit(process.returncode)
    return cast("Figures", json.loads(last))
