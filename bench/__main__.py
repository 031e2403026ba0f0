"""`python -m bench NAME… [OPTIONS]`: runs the benches named (all of them without a name) and keeps their figures.

Options, from the first one that begins with `--` on, go to a bench that is named alone.
"""

import datetime as dt
import importlib
import platform
import sys
from pathlib import Path
from pkgutil import iter_modules

import psutil

import bench
from bench.report import replaced, section

#: Modules here that measure nothing.
_OTHER = frozenset({"__main__", "library", "load", "notebook", "pictures", "report", "sampled"})
PAGE = Path(__file__).resolve().parent.parent / "docs" / "benchmarks.md"


def names() -> list[str]:
    """The benches there are."""
    return sorted(module.name for module in iter_modules(bench.__path__) if module.name not in _OTHER)


def machine() -> str:
    """The machine in a line: processor, cores, memory, system, Python."""
    model = platform.processor() or platform.machine()
    info = Path("/proc/cpuinfo")
    if info.exists():
        lines = (line for line in info.read_text("utf-8").splitlines() if line.startswith("model name"))
        model = next(lines, f": {model}").partition(":")[2].strip()
    memory = psutil.virtual_memory().total / 2**30
    return f"{model}, {psutil.cpu_count()} cores, {memory:.0f} GiB, {platform.system()}, Python {platform.python_version()}"


def main(wanted: list[str]) -> int:
    """Run the benches `wanted`; exit code 2 where one is unknown."""
    first = next((number for number, word in enumerate(wanted) if word.startswith("--")), len(wanted))
    wanted, options = wanted[:first], wanted[first:]
    if options and len(wanted) != 1:
        print("options go to one bench that is named", file=sys.stderr)
        return 2
    unknown = sorted(set(wanted) - set(names()))
    if unknown:
        print(f"unknown bench: {', '.join(unknown)}; there are: {', '.join(names())}", file=sys.stderr)
        return 2
    for name in wanted or names():
        figures = importlib.import_module(f"bench.{name}").main(*options)
        text = section(name, figures, machine(), dt.datetime.now(dt.UTC).date())
        print(text)
        PAGE.write_text(replaced(PAGE.read_text("utf-8") if PAGE.exists() else "", name, text), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
