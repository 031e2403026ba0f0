"""Many seeds, some at once; the home of one that differs is kept."""

import shutil
import tempfile
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from chaos.stage import Stage
from chaos.trial import Trial, World, trial

#: Seeds of each form played at once: they share nothing but the sample's sites, and the servers are there once.
_AT_ONCE = {"embedded": 2, "servers": 1}


def play(seeds: dict[int, str], folder: Path, of: World, stage: Stage | None, told: Callable[[str], None]) -> list[Trial]:
    """Play seeds, each in the form given; `told` hears a line of each as it ends."""
    done: list[Trial] = []
    waiting = {form: iter([seed for seed, its in seeds.items() if its == form]) for form in _AT_ONCE}

    def in_turn(form: str) -> None:
        while (seed := next(waiting[form], None)) is not None:
            done.append(_one(seed, folder / f"seed-{seed}", of, stage if form == "servers" else None, told))

    with ThreadPoolExecutor() as pool:
        list(pool.map(in_turn, [form for form, number in _AT_ONCE.items() for _ in range(number)]))
    return done


def differing(done: Iterable[Trial]) -> list[Trial]:
    """Those that did not end as an undisturbed home."""
    return [one for one in done if one.wrong]


def _one(seed: int, home: Path, of: World, stage: Stage | None, told: Callable[[str], None]) -> Trial:
    home.mkdir()
    done = trial(seed, home, of, stage)
    told(str(done))
    if done.wrong:
        kept = Path(tempfile.gettempdir()) / "zongshu-chaos" / f"seed-{seed}"
        shutil.rmtree(kept, ignore_errors=True)
        shutil.copytree(home, kept)
        told(f"  kept in {kept}; again: ZONGSHU_CHAOS_SEED={seed}")
    shutil.rmtree(home, ignore_errors=True)
    return done
