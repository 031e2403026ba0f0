"""A home of the sample newspapers, crawled, read and indexed in this process: what the page is walked and pictured on."""

import datetime as dt
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from fastapi import FastAPI

from scrapers.sample import Fault, calendar, issue, serve
from scrapers.sample.dates import occasion
from storage.ledger import issue_key
from worker.cli.face import Face
from worker.cli.page import Opening, Woken, app_of
from worker.cli.rooms import opened
from worker.runner import open_kit
from worker.settings import load
from worker.steps import Kit, fetch, index, ingest, open_generations, plan, read

#: The papers of a small home: a province's and a city's, twelve years of each, on the days their conferences report.
SMALL = ("ljrb", "cpwb")
#: A day whose pages a site serves as nobody knows them: a gap.
GAP = ("ljrb", next(day for day in calendar("ljrb") if day.year == 2018 and occasion("ljrb", day) == "ordinary"))
Days = Sequence[tuple[str, dt.date]]


def small() -> Days:
    """The days of a small home, and the gap."""
    return [*((code, day) for code in SMALL for day in calendar(code) if occasion(code, day) == "opening"), GAP]


def crawl(home: Path, days: Days, pdf: bytes = b"") -> list[str]:
    """Fill a home with the issues of some days; a `pdf` is taken in as a file, has a facsimile, and its articles' ids are returned."""
    gap = issue(*GAP)
    faults = {"/" + gap.pages[0].address.split("/", 3)[3]: Fault("unknown")} if gap else {}
    with serve(faults=faults) as site, open_kit(load(home=home, sample_port=site.port, fetch={"retry_wait": 0.0})) as kit:
        open_generations(kit)
        for code in dict.fromkeys(code for code, _ in days):
            plan(kit, code, [day for paper, day in days if paper == code])
        key = ingest(kit, "版面.pdf", pdf) if pdf else ""
        _work(kit, [issue_key(*day) for day in days])
        return [one.id for one in kit.files.read(key)] if key else []


def _work(kit: Kit, keys: Sequence[str]) -> None:
    """Do all that is due, until nothing is."""
    moved = True
    while moved:
        moved = any(fetch(kit, host) is not None for host in kit.ledger.lanes.ready(kit.clock()))
        moved |= read(kit) is not None
        moved |= index(kit) > 0
    if kit.ledger.reports.progress(keys).outcomes.get("indexed", 0) < len(keys) - 1:
        raise RuntimeError(f"the sample was not crawled: {kit.ledger.reports.progress(keys)}")


@contextmanager
def app(home: Path) -> Iterator[FastAPI]:
    """The page of a home, open to this machine alone."""
    with opened(Face(home=home)) as rooms:
        yield app_of(rooms, Woken(), Opening(alone=True, reading=False, writing=False))
