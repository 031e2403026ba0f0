"""A rebuild of the index while others write, delete and search, and while it is killed: what differs from the ledger at the end.

`./run bench live [--engine tantivy|elasticsearch] [--articles N] [--writers N] [--searchers N] [--seed N] [--seeds N] [--kills N]`
"""

import argparse
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from bench import Figures
from bench.live.homes import cloned, made
from bench.live.trial import Outcome, Trial, run

ENGINES = ("tantivy", "elasticsearch")
#: The server's memory: that of the bench `es`.
JAVA = "-Xms1g -Xmx1g"


def main(*options: str) -> Figures:
    """A row for each engine: all seeds together."""
    given = _options(options)
    engines = [given.engine] if given.engine else ENGINES
    return {f"{engine}, seeds {given.seed} to {given.seed + given.seeds - 1}": _engine(engine, given) for engine in engines}


def _options(options: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./run bench live", description=__doc__)
    parser.add_argument("--engine", choices=ENGINES)
    for name, default in (("articles", 20_000), ("writers", 3), ("searchers", 4), ("seed", 1), ("seeds", 10), ("kills", 10)):
        parser.add_argument(f"--{name}", type=int, default=default)
    return parser.parse_args(options)


def _engine(engine: str, given: argparse.Namespace) -> dict[str, float | int | str]:
    with TemporaryDirectory() as folder, _server(engine) as url:
        base = Trial(Path(folder) / "base", url, "base", 0, given.articles, given.writers, given.searchers, given.kills)
        made(base)
        found = []
        for seed in range(given.seed, given.seed + given.seeds):
            trial = replace(base, home=Path(folder) / f"seed-{seed}", prefix=f"seed-{seed}", seed=seed)
            with cloned(base, trial):
                found.append(run(trial))
                print(f"{engine} {seed}: {found[-1]}", flush=True)
    return summed(given.articles, given.kills, found)


@contextmanager
def _server(engine: str) -> Iterator[str | None]:
    """The address of an Elasticsearch of our own; None for a folder."""
    if engine == "tantivy":
        yield None
        return
    sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "tests"))
    from servers import Elasticsearch
    from servers import run as servers

    servers.begin()
    try:
        with Elasticsearch(java_options=JAVA) as server:
            yield server.url
    finally:
        servers.end(servers.current())


def summed(articles: int, kills: int, found: Sequence[Outcome]) -> dict[str, float | int | str]:
    """All trials in one row."""
    return {
        "articles": articles,
        "seeds": len(found),
        "kills asked for, a seed": kills,
        "kills": sum(one.kills for one in found),
        "added, changed, withdrawn, deleted": sum(one.written for one in found),
        "searches": sum(one.searches for one in found),
        "failed searches": sum(len(one.faults) for one in found),
        "stale": sum(one.stale for one in found),
        "missing": sum(one.missing for one in found),
        "zombies": sum(one.zombies for one in found),
        "rebuild, s": sum(one.seconds for one in found) / len(found),
        "search during / before, median": sum(one.slower for one in found) / len(found),
    }
