"""kill -9 at calls drawn at random: `python -m chaos.kills [--kills 500] [--seed N]`. Exit code 1 where anything acknowledged was lost.

A home of two issues is killed in one of its phases, sometimes again while it recovers; then it is opened, held against what had been
acknowledged, worked to its end, and held against one that nobody killed.
"""

import argparse
import json
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from chaos.killing import ELSEWHERE, Call, Kill, calls_of, forked, killed, place
from chaos.outcome import Held, differences, held
from chaos.victim import PHASES, Acknowledged, home_of, lost, opened, whole, work
from indexing import Tokenizer, load_words
from scrapers.sample import calendar, issue, serve

#: How often kills are to fall into each part of the home.
_WEIGHTS = {"archive": 3.0, "ledger": 3.0, "article files": 2.0, "generation (tantivy)": 3.0, "pointer of the index": 2.0, ELSEWHERE: 0.5}
#: How often a home is killed once more while it recovers.
_AGAIN = 0.3
_ISSUES = 2


@dataclass
class Slaughter:
    """All kills of a run: where they fell, and what went wrong."""

    folder: Path
    port: int
    seed: int
    tokenizer: Tokenizer = field(default_factory=lambda: Tokenizer(load_words(())))
    kills: list[Kill] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    calls: dict[tuple[str, str], list[Call]] = field(default_factory=lambda: defaultdict(list))
    expected: Held = field(default_factory=dict)

    def prepare(self) -> None:
        """A home before each phase, how many calls each phase makes, and what all comes to."""
        self.tokenizer.words("一年来的工作")
        at = self._template("fetch")
        _ended(forked(partial(_plan, at, self.port)))
        for phase, after in zip(PHASES, (*PHASES[1:], "done"), strict=True):
            shutil.copytree(self._template(phase), self._template(after))
            for call in calls_of(partial(self._work, self._template(after), (phase,), _nobody), self.folder / "calls.log"):
                self.calls[place(call.path), phase].append(call)
        answer = self.folder / "expected.json"
        _ended(forked(lambda: answer.write_text(_text(held(home_of(self._template("done"), self.port))))))
        self.expected = json.loads(answer.read_text())

    def strike(self, number: int) -> int:
        """Kill a fresh home, and see what it comes to; how many kills that were."""
        draw = random.Random(f"{self.seed} {number}")
        where = draw.choices(list(_WEIGHTS), list(_WEIGHTS.values()))[0]
        phase = draw.choice([one for one in PHASES if self.calls.get((where, one))])
        home, told = self.folder / "home", Acknowledged()
        shutil.rmtree(home, ignore_errors=True)
        shutil.copytree(self._template(phase), home)
        before = len(self.kills)
        while len(self.kills) == before or draw.random() < _AGAIN:
            of = self._of_a_kind(draw, self.calls[where, phase])
            kill = killed(partial(self._work, home, (phase,), told.tell), self.folder / "kill.log", of.call, of.nth)
            if kill is None:
                break
            self.kills.append(kill)
        self._see(f"{number} in {phase}", home, phase, told)
        return len(self.kills) - before

    @staticmethod
    def _of_a_kind(draw: random.Random, calls: list[Call]) -> Call:
        """One of the calls; every kind is as likely, however seldom it is made."""
        kind = draw.choice(sorted({one.call for one in calls}))
        return draw.choice([one for one in calls if one.call == kind])

    def _see(self, name: str, home: Path, phase: str, told: Acknowledged) -> None:
        """Open the home in a process of its own, go on with it, and look."""
        answer = self.folder / "answer.json"
        answer.unlink(missing_ok=True)
        code = forked(lambda: answer.write_text(json.dumps(self._looked(home, phase, told.state))))
        wrong = json.loads(answer.read_text()) if code == 0 else [f"the home does not open or go on ({code})"]
        if wrong:
            kept = Path(tempfile.gettempdir()) / "zongshu-kills" / f"{self.seed}-{name.partition(' ')[0]}"
            shutil.rmtree(kept, ignore_errors=True)
            shutil.copytree(home, kept)
            self.wrong.append(f"kill {name} at {self.kills[-1] if self.kills else None}: {'; '.join(wrong)} (kept in {kept})")

    def _looked(self, home: Path, phase: str, told: dict[str, Any]) -> list[str]:
        settings = home_of(home, self.port)
        with opened(settings, self.tokenizer) as kit:
            kit.ledger.runs.recover(lambda _: False, kit.clock())
            wrong = lost(kit, told) + whole(kit)
        self._work(home, PHASES[PHASES.index(phase) :], _nobody)
        with opened(settings, self.tokenizer) as kit:
            wrong += lost(kit, told) + whole(kit)
        return wrong + differences(json.loads(_text(held(settings))), self.expected)

    def _work(self, home: Path, phases: tuple[str, ...], told: Callable[[dict[str, Any]], None]) -> None:
        with opened(home_of(home, self.port), self.tokenizer) as kit:
            work(kit, phases, told)

    def _template(self, phase: str) -> Path:
        return self.folder / f"before-{phase}"

    def table(self) -> dict[str, dict[str, object]]:
        """How often the kills fell into each place, and into which calls."""
        places: dict[str, Counter[str]] = defaultdict(Counter)
        for kill in self.kills:
            places[kill.place][kill.call] += 1
        order = sorted(places.items(), key=lambda one: -one[1].total())
        return {where: {"kills": of.total(), "calls": ", ".join(f"{call} {n}" for call, n in of.most_common())} for where, of in order}


def slaughter(kills: int, seed: int, told: Callable[[str], None] = print) -> Slaughter:
    """Kill so often; everything lies in a folder that is gone afterwards."""
    with tempfile.TemporaryDirectory() as folder, _site() as port:
        done = Slaughter(Path(folder), port, seed)
        done.prepare()
        number = 0
        while len(done.kills) < kills:
            number += 1
            done.strike(number)
            if number % 25 == 0:
                told(f"{len(done.kills)} kills, {len(done.wrong)} wrong")
        return done


class _site:  # noqa: N801 - used like a function
    """The sample's sites in a process of their own: one that forks is to have no threads."""

    def __enter__(self) -> int:
        read, write = os.pipe()
        self._pid = os.fork()
        if self._pid == 0:
            with serve() as running:
                os.write(write, str(running.port).encode())
                signal.pause()
        return int(os.read(read, 16))

    def __exit__(self, *_: object) -> None:
        os.kill(self._pid, signal.SIGKILL)
        os.waitpid(self._pid, 0)


def _plan(home: Path, port: int) -> None:
    from worker.runner import open_kit
    from worker.steps import plan

    days = [day for day in reversed(calendar("ljrb")) if issue("ljrb", day)][:_ISSUES]
    with open_kit(home_of(home, port)) as kit:
        plan(kit, "ljrb", days)


def _nobody(told: dict[str, Any]) -> None:
    del told


def _ended(code: int) -> None:
    if code:
        raise RuntimeError(f"a step without any kill ended with {code}")


def _text(state: Held) -> str:
    return json.dumps({part: sorted(value) if isinstance(value, set) else value for part, value in state.items()}, default=str)


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="kills", description=__doc__)
    parser.add_argument("--kills", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args(arguments)
    begun = time.monotonic()
    done = slaughter(given.kills, given.seed, lambda line: print(line, flush=True))
    for line in done.wrong:
        print(line)
    figures = {"seed": given.seed, "kills": len(done.kills), "homes that lost anything, or ended otherwise": len(done.wrong)}
    print(json.dumps(figures | {"seconds a kill": (time.monotonic() - begun) / max(1, len(done.kills))} | done.table()))
    return int(bool(done.wrong))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
