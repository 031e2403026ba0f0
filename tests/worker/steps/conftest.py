"""The sample newspapers' server (with faults) and a kit over a home of its own, with a clock the test sets."""

import datetime as dt
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import cast

import pytest

from scrapers.sample import Fault, Redesign, Running, calendar, issue, serve
from storage.ledger import Issue, issue_key
from worker.runner import open_kit
from worker.settings import load
from worker.steps import Kit, fetch, index, ingest, open_generations, plan, read


class Clock:
    """An instant that moves when told to."""

    def __init__(self) -> None:
        self.now = dt.datetime(2025, 3, 1, 4, 0, tzinfo=dt.UTC)

    def __call__(self) -> dt.datetime:
        return self.now

    def forward(self, **span: float) -> None:
        self.now += dt.timedelta(**span)


class World:
    """A site with faults, a kit that crawls it, and shortcuts."""

    def __init__(self, kit: Kit, clock: Clock, site: Running) -> None:
        self.kit, self.clock, self.site = kit, clock, site

    def crawl(self, paper: str, *dates: dt.date, again: bool = False) -> Issue:
        """Plan the dates, do all that is due, and return the issue of the first date."""
        plan(self.kit, paper, dates, again=again)
        self.work()
        return self.issue(paper, dates[0])

    def work(self) -> None:
        """Do all steps that are due at this instant."""
        moved = True
        while moved:
            moved = any(fetch(self.kit, host) is not None for host in self.kit.ledger.lanes.ready(self.clock()))
            moved |= read(self.kit) is not None
            moved |= index(self.kit) > 0

    def issue(self, paper: str, date: dt.date) -> Issue:
        found = self.kit.ledger.issues.get(issue_key(paper, date))
        assert found is not None
        return found


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def world(tmp_path: Path, clock: Clock) -> Iterator[Callable[..., World]]:
    """`world(faults)` starts a site and gives the world around it."""
    with ExitStack() as stack:

        def make(faults: Mapping[str, Fault] | None = None, redesigns: Sequence[Redesign] = (), **settings: object) -> World:
            site = stack.enter_context(serve(faults=faults, redesigns=redesigns))
            made = load(home=tmp_path / "home", sample_port=site.port, fetch={"retry_wait": 0.0}, **settings)
            kit = stack.enter_context(open_kit(made, clock))
            open_generations(kit)
            return World(kit, clock, site)

        yield make


@pytest.fixture(scope="session")
def crawled_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with two issues and a file given, indexed; to be copied."""
    home, clock = tmp_path_factory.mktemp("crawled") / "home", Clock()
    with serve() as site, open_kit(load(home=home, sample_port=site.port, fetch={"retry_wait": 0.0}), clock) as kit:
        open_generations(kit)
        made = World(kit, clock, site)
        made.crawl("ljrb", *days()[:2])
        ingest(kit, "报告.txt", "政协澄浦市委员会2023年工作综述\n2023年，市政协召开全体会议1次。\n".encode())
        made.work()
    return home


@pytest.fixture
def crawled(crawled_home: Path, tmp_path: Path, clock: Clock) -> Iterator[World]:
    """A copy of it; there is no site any more."""
    shutil.copytree(crawled_home, tmp_path / "home")
    with open_kit(load(home=tmp_path / "home"), clock) as kit:
        open_generations(kit)
        yield World(kit, clock, cast("Running", None))


def days(paper: str = "ljrb", year: int = 2020) -> list[dt.date]:
    """The days on which a sample paper appeared in a year."""
    return [date for date in calendar(paper) if date.year == year]


def page_path(paper: str, date: dt.date, number: int = 0) -> str:
    """The path of a page of an issue of the sample, for a fault."""
    return _path(_held(paper, date).pages[number].address)


def article_path(paper: str, date: dt.date, page: int = 0, number: int = 0) -> str:
    """The path of an article of an issue of the sample."""
    return _path(_held(paper, date).pages[page].articles[number].address)


def _held(paper: str, date: dt.date):
    held = issue(paper, date)
    assert held is not None
    return held


def _path(address: str) -> str:
    return "/" + address.split("/", 3)[3]
