"""The long suite: `python -m chaos --seeds 100 [--first 1] [--form embedded|servers|both] [--count 12]`. Exit code 1 where a seed differs.

A line a seed; the home and the log of one that differs are kept, and it says where. `ZONGSHU_CHAOS_SEED=N` plays one seed again.
"""

import argparse
import json
import os
import shutil
import sys
import tempfile
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

from servers import run

from chaos.stage import stage
from chaos.trial import Trial, trial, world

#: Seeds played at once: they share nothing but the sample's sites, and the servers are there once.
_AT_ONCE = {"embedded": 2, "servers": 1}
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

            def play(seed: int) -> None:
                at = folder / f"seed-{seed}"
                at.mkdir()
                one = trial(seed, at, of_all, there if forms[seed] == "servers" else None)
                done.append(one)
                print(one, flush=True)
                if one.wrong:
                    print(f"  kept in {_kept(at, seed)}; again: ZONGSHU_CHAOS_SEED={seed}", flush=True)
                shutil.rmtree(at, ignore_errors=True)

            waiting = {form: iter([seed for seed in seeds if forms[seed] == form]) for form in _AT_ONCE}

            def in_turn(form: str) -> None:
                while (seed := next(waiting[form], None)) is not None:
                    play(seed)

            with ThreadPoolExecutor() as pool:
                list(pool.map(in_turn, [form for form, number in _AT_ONCE.items() for _ in range(number)]))
    finally:
        run.end(run.current())
    print(json.dumps(_figures(done), ensure_ascii=False))
    return int(any(one.wrong for one in done))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="chaos", description=__doc__)
    parser.add_argument("--seeds", type=int, default=10)
    parser.add_argument("--first", type=int, default=1)
    parser.add_argument("--form", choices=("embedded", "servers", "both"), default="both")
    parser.add_argument("--count", type=int, default=12, help="issues of the sample")
    return parser


def _kept(home: Path, seed: int) -> Path:
    """The home of a seed that differs, where it outlives the run."""
    kept = Path(tempfile.gettempdir()) / "zongshu-chaos" / f"seed-{seed}"
    shutil.rmtree(kept, ignore_errors=True)
    shutil.copytree(home, kept)
    return kept


def _figures(done: list[Trial]) -> dict[str, object]:
    """How many seeds, how long, and how often each fault struck."""
    struck = Counter(f"{one.form}: {name}" for one in done for name in one.names)
    forms = Counter(one.form for one in done)
    return {
        **{f"seeds, {form}": number for form, number in sorted(forms.items())},
        "seeds that differ": sum(bool(one.wrong) for one in done),
        "faults": sum(len(one.names) for one in done),
        "issues made due again by an operator": sum(one.retried for one in done),
        "differences that reconcile found and mended": sum(one.reconciled.total() for one in done),
        "seconds a seed, median": sorted(one.seconds for one in done)[len(done) // 2] if done else 0,
        **{f"struck, {name}": number for name, number in sorted(struck.items())},
    }


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
