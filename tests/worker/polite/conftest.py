"""The made-up sites, and a kit that crawls them by a clock the test sets."""

import datetime as dt
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from polite.site import DAY, Site, served
from storage.ledger import Issue
from worker.runner import open_kit
from worker.settings import load
from worker.steps import Kit, fetch, index, open_generations, plan, read

ANYWHERE_HERE = {"allow": ["127.0.0.0/8"], "retry_wait": 0.0, "wait_floor": 0.0}


class Crawl:
    """A kit over the sites; `now` moves when told to."""

    def __init__(self, site: Site, folder: Path) -> None:
        self.site, self.folder = site, folder
        self.now = dt.datetime(2024, 3, 1, 4, 0, tzinfo=dt.UTC)
        self._stack = ExitStack()
        self._kit: Kit | None = None

    def paper(self, host: str, *lines: str, code: str = "swwb", wait: float = 0.0) -> None:
        """Follow a paper at a host."""
        self.site.paper(self.folder / "papers", code, host, *lines, wait=wait)

    @property
    def kit(self) -> Kit:
        """The kit, opened when first asked for: papers are written before."""
        if self._kit is None:
            made = load(home=self.folder / "home", papers_folder=self.folder / "papers", fetch=ANYWHERE_HERE)
            self._kit = self._stack.enter_context(open_kit(made, lambda: self.now))
            open_generations(self._kit)
        return self._kit

    def forward(self, **span: float) -> None:
        self.now += dt.timedelta(**span)

    def plan(self, code: str = "swwb", *, again: bool = False) -> None:
        plan(self.kit, code, [DAY], again=again)

    def turn(self) -> int:
        """One turn of every lane that is free now: how many requests went out."""
        before = len(self.site.log)
        for host, free_at in self.kit.ledger.lanes.ready(self.now).items():
            if free_at <= self.now:
                fetch(self.kit, host)
        return len(self.site.log) - before

    def work(self) -> None:
        """All that is due now, until nothing is."""
        while any(fetch(self.kit, host) for host, at in self.kit.ledger.lanes.ready(self.now).items() if at <= self.now):
            pass
        while read(self.kit) or index(self.kit):
            pass

    def issue(self, code: str = "swwb") -> Issue:
        found = self.kit.ledger.issues.get(f"{code}-{DAY:%Y%m%d}")
        assert found is not None
        return found

    def close(self) -> None:
        self._stack.close()


@pytest.fixture
def site() -> Iterator[Site]:
    with served() as running:
        yield running


@pytest.fixture
def crawl(site: Site, tmp_path: Path) -> Iterator[Crawl]:
    made = Crawl(site, tmp_path)
    yield made
    made.close()
