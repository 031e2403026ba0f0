"""The long suite: `python -m chaos --seeds 100 [--first 1] [--form embedded|servers|both] [--count 12]`. Exit code 1 where a seed differs.

A line a seed; the home and the log of one that differs are kept, and it says where. `ZONGSHU_CHAOS_SEED=N` plays one seed again.
"""

import argparse
import json
import os
import sys
import tempfile
from collections import Counter
from contextlib import ExitStack
from pathlib import Path

from servers import run

from chaos.playing import differing, play
from chaos.stage import stage
from chaos.trial import Trial, world

#: Of ten seeds of both forms so many are of the servers'.
_SERVERS = 4


def main(arguments: list[str]) -> int:
    given = _parser().parse_args(arguments)
    only = os.environ.get("ZONGSHU_CHAOS_SEED")
    seeds = [int(only)] if only else list(range(given.first, given.first + given.seeds))
    forms = {seed: given.form if given.form != "both" else "servers" if seed % 10 < _SERVERS else "embedded" for seed in seeds}
    done: list[Trial] = []
    run.begin()
    try:
        with ExitStack() as stack:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
            of_all = stack.enter_context(world(folder, given.count))
            there = stack.enter_context(stage()) if "servers" in forms.values() else None
            done = play(forms, folder, of_all, there, lambda line: print(line, flush=True))
    finally:
        run.end(run.current())
    print(json.dumps(_figures(done), ensure_ascii=False))
    return int(bool(differing(done)))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="chaos", description=__doc__)
    parser.add_argument("--seeds", type=int, default=10)
    parser.add_argument("--first", type=int, default=1)
    parser.add_argument("--form", choices=("embedded", "servers", "both"), default="both")
    parser.add_argument("--count", type=int, default=12, help="issues of the sample")
    return parser


def _figures(done: list[Trial]) -> dict[str, object]:
    """How many seeds, how long, and how often each fault struck."""
    struck = Counter(f"{one.form}: {name}" for one in done for name in one.names)
    forms = Counter(one.form for one in done)
    return {
        **{f"seeds, {form}": number for form, number in sorted(forms.items())},
        "seeds that differ": len(differing(done)),
        "faults": sum(len(one.names) for one in done),
        "issues made due again by an operator": sum(one.retried for one in done),
        "differences that reconcile found and mended": sum(one.reconciled.total() for one in done),
        "seconds a seed, median": sorted(one.seconds for one in done)[len(done) // 2] if done else 0,
        **{f"struck, {name}": number for name, number in sorted(struck.items())},
    }


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
