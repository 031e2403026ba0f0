"""Back-fills of the three sample papers through kill -9 of workers, beat and Redis: complete, each article once (issue 9, point 4).

`ZONGSHU_TEST_BACKFILL_YEARS=12` takes all years of the sample through sixty kills. Its papers appear seven times a year: there the sites
list every month that has an issue, and the papers' files skip those that have none.
"""

import datetime as dt
import os
import random
from collections.abc import Callable, Iterator
from importlib import resources
from pathlib import Path

import pytest

from scrapers import papers, platform
from scrapers.sample import PAPERS, Fault, calendar, issue, lost, serve
from scrapers.sample.pages import month
from storage.ledger import Ledger, Order, Range
from tasks.farm import Farm, wait_for
from worker.runner import open_kit
from worker.steps import backfill

pytestmark = pytest.mark.slow

YEARS = int(os.environ.get("ZONGSHU_TEST_BACKFILL_YEARS", "0"))
#: Without years some days of January, when the papers have the most issues.
FIRST = dt.date(2025 - YEARS, 1, 1) if YEARS else dt.date(2020, 1, 8)
LAST = dt.date(2024, 12, 31) if YEARS else dt.date(2020, 1, 18)
ORDERS: dict[str, Order] = {"ljrb": "newest", "cpwb": "oldest", "hcrb": "newest"}
#: The codes the papers have here.
CODES = {paper: paper[:3] + "x" if YEARS else paper for paper in PAPERS}
QUEUES = ("fetch,read,index,plan", "fetch,read,plan")
#: Seconds after which a worker that hears nothing any more is to begin anew: some do not after Redis came back.
STALL = "20"
PATIENCE = 3_600.0 if YEARS else 120.0


def months() -> dict[str, dict[dt.date, list[dt.date]]]:
    """The days a site has an issue, by paper and month."""
    found: dict[str, dict[dt.date, list[dt.date]]] = {paper: {} for paper in PAPERS}
    for paper in PAPERS:
        for day in calendar(paper):
            found[paper].setdefault(day.replace(day=1), []).extend([day] if (paper, day) not in lost() else [])
    return found


def lists() -> dict[str, Fault]:
    """The sites' own lists of the months that have an issue."""
    made = {}
    for paper, of in months().items():
        for first, days in of.items():
            where = papers()[paper].layout(first)
            address = platform(where.platform).calendar_address(where.prefix, first)
            made["/" + str(address).split("/", 3)[3]] = Fault("instead", body=month(days).encode(), media="text/xml")
    return made


def files(folder: Path) -> Path:
    """The papers under their codes here, skipping the months without an issue."""
    folder.mkdir()
    for paper, of in months().items():
        firsts = [dt.date(year, number, 1) for year in range(2013, 2025) for number in range(1, 13)]
        empty = [(first, (first + dt.timedelta(31)).replace(day=1) - dt.timedelta(1)) for first in firsts if first not in of]
        skips = ", ".join(f'"{first}..{last}"' for first, last in empty)
        text = (resources.files("scrapers.papers") / f"{paper}.toml").read_text("utf-8").replace(f'"{paper}"', f'"{CODES[paper]}"')
        (folder / f"{paper}.toml").write_text(text.replace("[expect]", f"[calendar]\nskips = [{skips}]\n\n[expect]", 1), "utf-8")
    return folder


def wanted(paper: str) -> Range:
    """The range of a paper; each in its own way."""
    return Range(CODES[paper], FIRST, LAST, ORDERS[paper], season=paper == "hcrb")


def printed() -> dict[str, set[str]]:
    """The ids of the articles of each issue that can be had, by its key; what goes on, on a further page, is one."""
    held = [found for paper in PAPERS for day in calendar(paper) if FIRST <= day <= LAST and (found := issue(paper, day))]
    keys = {f"{CODES[one.paper]}-{one.date:%Y%m%d}": one for one in held}
    return {key: {f"{key}-{article.number}" for article in one.articles if article.continues is None} for key, one in keys.items()}


class Havoc:
    """Workers, a beat and a Redis that are killed in turn and started again, as is whoever found Redis gone while it began."""

    def __init__(self, farm: Farm, redis, draw: random.Random) -> None:
        self.farm, self.redis, self.draw = farm, redis, draw
        self.beat = farm.start("beat")
        self.workers = [self._worker(queues) for queues in QUEUES]
        self.turns = self._in_turn()

    def _worker(self, queues: str):
        return self.farm.start("worker", "--concurrency", "2", "--queues", queues)

    def _in_turn(self) -> Iterator[Callable[[], None]]:
        while True:
            yield from (self._kill_worker, self._kill_redis, self._kill_beat)

    def strike(self) -> None:
        """Kill the next."""
        next(self.turns)()

    def tend(self) -> None:
        """Start again what has ended, as a supervisor would."""
        if self.beat.poll() is not None:
            self.beat = self.farm.start("beat")
        for which, worker in enumerate(self.workers):
            if worker.poll() is not None:
                self.workers[which] = self._worker(QUEUES[which])

    def _kill_worker(self) -> None:
        which = self.draw.randrange(2)
        self.farm.kill(self.workers[which])
        self.workers[which] = self._worker(QUEUES[which])

    def _kill_redis(self) -> None:
        self.redis.kill9()
        self.redis.start()

    def _kill_beat(self) -> None:
        self.farm.kill(self.beat)
        self.beat = self.farm.start("beat")


def test_ranges_are_complete_through_kills(tmp_path: Path, start_redis, postgres_url: str) -> None:
    seed = random.randrange(10**6)
    redis = start_redis(aof=True)
    servers = {"broker": redis.url, "ledger": postgres_url, "backfill__window": "60" if YEARS else "6", "tasks__stall": STALL}
    servers |= {"papers_folder": str(files(tmp_path / "papers"))} if YEARS else {}
    with (
        serve(faults=lists() if YEARS else None) as site,
        Farm(tmp_path / "home", site.port, **servers) as farm,
        Ledger(postgres_url) as ledger,
    ):
        with open_kit(farm.settings) as kit:
            rows = [backfill(kit, wanted(paper)) for paper in PAPERS]
        havoc = Havoc(farm, redis, random.Random(seed))
        total, kills = sum(row.range.total for row in rows), 60 if YEARS else 3

        def done() -> int:
            havoc.tend()
            return sum(ledger.backfills.standing(ledger.backfills.get(row.id)).done for row in rows)

        for kill in range(1, kills + 1):
            wait_for(lambda: done() >= total * kill // (kills + 2), PATIENCE, lambda: farm.log[-4000:])  # noqa: B023 - called at once
            havoc.strike()
        wait_for(lambda: done() == total, PATIENCE, lambda: f"{done()} of {total}: {farm.log[-8000:]}")
        assert not ledger.backfills.open()
        found = farm.state()
        held = found["held"]
        assert isinstance(held, dict)
        assert len(held) == total
        truth = printed()
        assert {key for key, (outcome, kept, _) in held.items() if (outcome, kept) == ("indexed", "whole")} == set(truth), f"seed {seed}"
        assert found["ids"] == dict.fromkeys(sorted(set().union(*truth.values())), 1)
        none = {key for key in held if key not in truth}
        newest = {code: max(key for key in truth if key.startswith(code)) for code in CODES.values()}
        assert {held[key][0] for key in none if key < newest[key.partition("-")[0]]} <= {"no_issue"}
        assert {held[key][0] for key in none} <= {"no_issue", "not_yet"}
