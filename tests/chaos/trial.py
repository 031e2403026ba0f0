"""One seed: a home that works while faults strike, waited for, and held against one that nobody disturbed."""

import random
import re
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

from servers.nursery import Nursery

from chaos.faults import Fault, embedded, servers
from chaos.outcome import Held, differences, expected, held
from chaos.scene import Scene
from chaos.stage import Stage
from scrapers.sample import serve

#: Faults of a seed, and seconds one is waited for to become due, and the work to be done.
FEWEST, MOST, DUE, DONE = 2, 5, 30.0, 150.0
#: A line of a traceback that is not of multiprocessing itself.
_OURS = re.compile(r'^  File "(?![^"]*/multiprocessing/)', re.MULTILINE)
#: The last line of what Python tells of a socket that nobody closed.
_UNCLOSED = re.compile(r"(?:  .*\n)+ResourceWarning: unclosed <socket")
#: What an operator makes due again, once the fault is gone, at the most.
_RETRIES = 3


@dataclass(frozen=True, slots=True)
class Trial:
    """What a seed did, and what came of it: `wrong` is empty where all is as it should be."""

    seed: int
    form: str
    struck: tuple[str, ...]
    names: tuple[str, ...]
    retried: int
    reconciled: Counter[str]
    seconds: float
    answers: str
    wrong: tuple[str, ...]

    def __str__(self) -> str:
        again = f"; made due again: {self.retried}" if self.retried else ""
        again += f"; reconciled: {dict(self.reconciled)}" if self.reconciled else ""
        end = "equal" if not self.wrong else "DIFFERS: " + " | ".join(self.wrong)
        return f"seed {self.seed} {self.form} {self.seconds:.1f} s: {'; '.join(self.struck)}{again}; searches {self.answers}; {end}"


def drawn(seed: int, faults: Sequence[Fault]) -> list[tuple[float, Fault]]:
    """The faults of a seed, each with how much of the work is done when it strikes."""
    draw = random.Random(seed)
    chosen = draw.choices(faults, [fault.weight for fault in faults], k=draw.randint(FEWEST, MOST))
    moments = sorted(draw.uniform(0.0, 0.9) for _ in chosen)
    return list(zip(moments, sorted(chosen, key=lambda fault: fault.name != "poison"), strict=True))


@dataclass(frozen=True)
class World:
    """What all seeds share: the sample's sites and a stranger's (ports), the nursery, and what so many issues come to undisturbed."""

    port: int
    stranger: int
    nursery: Nursery
    count: int
    expected: Held


@contextmanager
def world(folder: Path, count: int) -> Iterator[World]:
    """Everything that is made once; an undisturbed home lies in `folder` afterwards."""
    with serve() as site, _stranger() as other, Nursery() as nursery:
        yield World(site.port, other, nursery, count, expected(folder / "undisturbed", site.port, count))


def trial(seed: int, folder: Path, of: World, stage: Stage | None) -> Trial:
    """Run a seed in `folder`, in the servers' form where there is a `stage`."""
    begun, draw = time.monotonic(), random.Random(seed + 1)
    faults = servers(of.stranger, cluster=stage.cluster is not None) if stage else embedded(of.stranger)
    struck: list[str] = []
    plan = drawn(seed, faults)
    with stage.seed() if stage else nullcontext(), Scene(folder, of.port, stage, draw, of.nursery) as scene:
        scene.plan(of.count)
        scene.begin()
        for moment, fault in plan:
            scene.wait(lambda: scene.progress() >= moment, DUE)  # noqa: B023 - called at once
            struck.append(f"{fault.strike(scene, draw)} at {100 * moment:.0f} %")
        retried, wrong = _settled(scene, of.expected)
        found, told = _reconciled(scene)
        wrong += told
        wrong += [f"{name} ended with {code}" for name, code in scene.end().items()]
        wrong += [f"searching: {body}" for body in scene.searcher.broken[:2]]
        wrong += _compared(scene, of.expected)
        wrong += _uncaught(scene.farm.log)[:1]
        answers = ", ".join(f"{status}: {number}" for status, number in sorted(scene.searcher.answers.items()))
    names = tuple(fault.name for _, fault in plan)
    form = "servers" if stage else "embedded"
    return Trial(seed, form, tuple(struck), names, retried, found, time.monotonic() - begun, answers, tuple(wrong))


def _uncaught(log: str) -> list[str]:
    """Errors nobody caught. None are those of Python's own resource tracker, which complains when a fault has killed it, and its warning
    of a connection that was just being made when a process was told to end (the tests have it tell).
    """
    told = log.split("Traceback (most recent call last):\n")[1:]
    return [f"Traceback: {one.rstrip().splitlines()[-1]}" for one in told if _OURS.search(one) and not _UNCLOSED.match(one)]


def _settled(scene: Scene, undisturbed: Held) -> tuple[int, list[str]]:
    """Wait until all is done, lifting what still holds; an operator sees to what went wrong. How often, and what is left."""
    for fault in ("names", "archive-full", "articles-full", "index-full"):
        scene.control.clear(fault)
    wanted = undisturbed["held"]
    assert isinstance(wanted, dict)
    retried = 0
    for _ in range(_RETRIES + 1):
        if not scene.wait(lambda: scene.ledger.reports.progress(scene.keys).open == 0, DONE):
            return retried, [f"not done after {DONE:.0f} s: {scene.ledger.reports.progress(scene.keys)}"]
        bad = [key for key, state in scene.standing().items() if state != wanted[key]]
        if not bad:
            return retried, []
        retried += len(bad)
        scene.retry(bad)
    return retried, [f"{key} stays {state}" for key, state in scene.standing().items() if state != wanted[key]]


def _reconciled(scene: Scene) -> tuple[Counter[str], list[str]]:
    """What a reconciliation found and the services then mended; what is left of it."""
    found, left = scene.reconcile()
    if found and not scene.wait(lambda: scene.ledger.reports.progress(scene.keys).open == 0, DONE):
        return found, ["what was reconciled is not done"]
    if found:
        again, left = scene.reconcile()
        return found, [f"reconcile finds again: {dict(again)}"] if again else []
    return found, [f"reconcile leaves {left}"] if left else []


def _compared(scene: Scene, undisturbed: Held) -> list[str]:
    try:
        return differences(held(scene.farm.settings), undisturbed)
    except AssertionError as error:
        return [f"archive, files, ledger and index do not agree: {str(error)[:600]}"]


class _Parked(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        page = "<html><title>domain</title><body>此域名待售</body></html>".encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(page)))
        self.end_headers()
        self.wfile.write(page)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the base class's
        """Nothing is logged."""


@contextmanager
def _stranger() -> Iterator[int]:
    """Another site, for names that lie: a page that offers the domain for sale, whatever is asked for."""
    with ThreadingHTTPServer(("127.0.0.1", 0), _Parked) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_address[1]
        server.shutdown()
