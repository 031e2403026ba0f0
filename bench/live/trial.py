"""One trial: a home, writers, searchers, a rebuild that is killed, and the comparison at the end."""

import json
import os
import random
import signal
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from multiprocessing import get_context
from multiprocessing.process import BaseProcess
from pathlib import Path
from statistics import median

from articles.exchange import from_json, to_json
from worker.runner import open_kit
from worker.settings import Settings, load
from worker.steps import BUILD, Kit

_SPAWN = get_context("spawn")
#: Seconds searches run before the rebuild begins: what they are compared with.
_BEFORE = 3.0
#: Seconds the whole of it may take.
_PATIENCE = 900.0


@dataclass(frozen=True, slots=True)
class Trial:
    """A home and what happens to it. `url` is an Elasticsearch, whose indices begin with `prefix`; None: tantivy in the home."""

    home: Path
    url: str | None
    prefix: str
    seed: int
    articles: int
    writers: int
    searchers: int
    kills: int
    #: Part of the time a rebuild works, as `rebuild.share`.
    share: float = 0.5

    def settings(self) -> Settings:
        """The settings of every process of the trial."""
        there = {"index": self.url, "elasticsearch": {"prefix": self.prefix}} if self.url else {}
        return load(home=self.home, **there)

    @property
    def over(self) -> Path:
        """The file that tells writers and searchers that the rebuild is done."""
        return self.home / "over"

    @property
    def begun(self) -> Path:
        """The file that tells searchers that the rebuild began."""
        return self.home / "begun"

    def notes(self, name: str) -> Path:
        """Where a process of the trial leaves what it did."""
        return self.home / f"notes-{name}.json"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What differed at the end, what searchers met, and how much was done."""

    stale: int
    missing: int
    zombies: int
    faults: tuple[str, ...]
    searches: int
    written: int
    kills: int
    seconds: float
    slower: float


def run(trial: Trial) -> Outcome:
    """Do a trial over a home that is there."""
    from bench.live.searchers import search
    from bench.live.writers import write

    with open_kit(trial.settings()) as kit:
        others = [_SPAWN.Process(target=write, args=(trial, number)) for number in range(trial.writers)]
        others.append(_SPAWN.Process(target=search, args=(trial,)))
        with _running(others):
            _until(trial.notes("searching").exists, others)
            time.sleep(_BEFORE)
            began = time.perf_counter()
            kills = _rebuilt(trial, kit, others)
            seconds = time.perf_counter() - began
            trial.over.touch()
            _ended(others)
        _finished(kit)
        stale, missing, zombies = compared(kit)
    return _told(trial, kills, seconds, (stale, missing, zombies))


def _rebuilt(trial: Trial, kit: Kit, others: Sequence[BaseProcess]) -> int:
    """Ask for a rebuild and kill who builds at seeded points until it is done; how often it was killed."""
    from bench.live.builder import build

    chance = random.Random(trial.seed)
    points = sorted(chance.random() for _ in range(trial.kills))
    number = kit.ledger.runs.start(BUILD, {"asked": True}, kit.clock())
    trial.begun.touch()
    total = len(kit.ledger.issues.with_articles())
    kills = 0
    while kit.ledger.runs.get(number).ended is None:
        process = _SPAWN.Process(target=build, args=(trial,))
        with _running([process]):
            while process.is_alive() and kit.ledger.runs.get(number).ended is None:
                if points and _built(kit, total) >= points[0]:
                    del points[0]
                    time.sleep(chance.random() * 0.5)
                    kills += _killed(process)
                    break
                time.sleep(0.02)
                _alive(others)
    assert not (kit.ledger.runs.get(number).counts or {}).get("failed"), kit.ledger.runs.get(number)
    return kills


def _built(kit: Kit, total: int) -> float:
    """The part of the issues that the generation being built holds."""
    names = [one.name for one in kit.ledger.indexing.open_generations() if one.state == "open"]
    return 1 - len(kit.ledger.building.lacking(names[-1])) / total if names else 0.0


def _killed(process: BaseProcess) -> int:
    if process.pid is None or not process.is_alive():
        return 0
    os.kill(process.pid, signal.SIGKILL)
    process.join()
    return 1


def _finished(kit: Kit) -> None:
    """Read and index what the writers left: an issue that was indexed just then could not be read."""
    from bench.live.readings import UNCHANGED
    from worker.home import alive
    from worker.steps import index, open_generations, read

    kit.ledger.runs.recover(alive, kit.clock())
    open_generations(kit)
    while read(replace(kit, compute=UNCHANGED)):
        pass
    while index(kit) or kit.ledger.indexing.tombstones():
        pass


def compared(kit: Kit) -> tuple[int, int, int]:
    """Stale, missing and zombie articles of the live generation, by ledger and article files."""
    live = kit.index.generations.live()
    assert live is not None
    held = dict(kit.index.contents(live))
    wanted = {}
    for issue in kit.ledger.issues.with_articles():
        living = {row.id: row.revision for row in kit.ledger.readings.articles(issue.key) if not row.lost}
        assert issue.outcome == "indexed", issue
        for article in kit.files.read(issue.key):
            if article.id in living:
                assert article.revision == living[article.id], article.id
                wanted[article.id] = to_json(article).encode()
    assert wanted.keys() == dict(kit.ledger.readings.ids()).keys()
    stale = [id_ for id_ in wanted.keys() & held.keys() if held[id_] != wanted[id_]]
    for id_ in stale[:3]:
        print("stale", id_, from_json(held[id_]).revision, from_json(wanted[id_]).revision, flush=True)
    return len(stale), len(wanted.keys() - held.keys()), len(held.keys() - wanted.keys())


def _told(trial: Trial, kills: int, seconds: float, differing: tuple[int, int, int]) -> Outcome:
    seen = json.loads(trial.notes("searching").read_text())
    written = sum(json.loads(trial.notes(f"writer-{number}").read_text()) for number in range(trial.writers))
    slower = median(seen["during"]) / median(seen["before"])
    searches = len(seen["during"]) + len(seen["before"])
    return Outcome(*differing, tuple(seen["faults"]), searches, written, kills, seconds, slower)


@contextmanager
def _running(processes: Sequence[BaseProcess]) -> Iterator[None]:
    """Processes that are gone at the end, whatever happens."""
    for process in processes:
        process.start()
    try:
        yield
    finally:
        for process in processes:
            if process.is_alive():
                process.kill()
            process.join()


def _until(ready: object, others: Sequence[BaseProcess]) -> None:
    assert callable(ready)
    while not ready():
        _alive(others)
        time.sleep(0.05)


def _alive(others: Sequence[BaseProcess]) -> None:
    """Whoever writes or searches must not have died."""
    for process in others:
        assert process.exitcode in (None, 0), f"{process.name} died: {process.exitcode}"


def _ended(others: Sequence[BaseProcess]) -> None:
    for process in others:
        process.join(_PATIENCE)
    _alive(others)
