"""Hostile papers and the sample newspapers crawled side by side by one runner: each ends as it should, and nobody is harmed by another."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from articles.errors import told
from hostile.faces import bomb
from hostile.server import HostileServer
from hostile.sites import DAY, PATIENT, PREFIX, SITES
from scrapers.sample import PAPERS, calendar, serve
from storage import verify
from storage.ledger import Issue
from worker.home import Home
from worker.runner import drive, open_kit, settled
from worker.settings import Settings, load
from worker.steps import Kit, plan

#: Issues of each sample newspaper crawled beside the hostile ones, and alone.
COUNT = 1
_PAPER = """code = "{code}"
name = "{code}"
place = "990000"
sample = true
first_issue = 2013-01-01
wait = 0.0
{more}
[expect]
pages.min = 1
articles.min = 3

[[layouts]]
from = 2013-01-01
platform = "founder.rmrb"
prefix = "{prefix}"
first_page = "01"
source = "test"
confidence = "test"
"""


def _host(number: int) -> str:
    return f"127.0.1.{number}"


CODES = [*SITES, *PATIENT]
HOSTS = {code: _host(number) for number, code in enumerate(CODES, 1)}


@pytest.fixture(scope="module")
def hostile() -> Iterator[HostileServer]:
    faces = {HOSTS[code]: site.answer for code, site in SITES.items()} | {HOSTS[code]: face for code, face in PATIENT.items()}
    bomb()  # packed beforehand: what takes time is to be unpacking it
    with HostileServer(hosts=faces) as server:
        yield server


def _settings(folder: Path, port: int) -> Settings:
    fetch = {"deadline": 3.0, "tries": 2, "retry_wait": 0.05, "allow": "127.0.1.0/24"}
    return load(home=folder / "home", sample_port=port, papers_folder=folder / "papers", fetch=fetch, read={"processes": 1})


def _papers(folder: Path, port: int) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for code in CODES:
        more = SITES[code].more if code in SITES else ""
        text = _PAPER.format(code=code, more=more, prefix=f"http://{HOSTS[code]}:{port}{PREFIX}")
        (folder / f"{code}.toml").write_text(text)


def _planned(kit: Kit) -> list[str]:
    """The newest issues of the sample newspapers, due."""
    return [key for paper in PAPERS for date in calendar(paper)[-COUNT:] for key in plan(kit, paper, [date])]


def _held(settings: Settings, kit: Kit) -> dict[str, object]:
    """What became of the sample newspapers: article files, ids, outcomes."""
    files = settings.home / "articles"
    digests = {str(path.relative_to(files)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files.rglob("*.gz")}
    outcomes = {one.key: (one.outcome, one.held, one.articles) for paper in PAPERS for one in kit.ledger.reports.coverage(paper)}
    ids = {id_ for id_, _ in kit.ledger.readings.ids() if id_.startswith(tuple(PAPERS))}
    return {"files": {name: digest for name, digest in digests.items() if name.startswith(tuple(PAPERS))}, "ids": ids, "held": outcomes}


@dataclass(frozen=True)
class Crawled:
    """A home after everything was crawled at once."""

    settings: Settings
    kit: Kit

    def issue(self, code: str) -> Issue:
        found = self.kit.ledger.issues.get(f"{code}-{DAY:%Y%m%d}")
        assert found is not None
        return found


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory, hostile: HostileServer) -> Iterator[Crawled]:
    folder = tmp_path_factory.mktemp("hostile")
    _papers(folder / "papers", hostile.port)
    with serve() as site:
        settings = _settings(folder, site.port)
        with open_kit(settings) as kit:
            for code in CODES:
                plan(kit, code, [DAY])
            keys = [*_planned(kit), *(f"{code}-{DAY:%Y%m%d}" for code in SITES)]
            drive(Home(settings.home), kit, 1, settled(kit, keys))
            yield Crawled(settings, kit)


@pytest.mark.parametrize("code", [code for code, site in SITES.items() if site.keys])
def test_a_hostile_paper_ends_by_name(crawled: Crawled, code: str) -> None:
    issue, site = crawled.issue(code), SITES[code]
    reason = issue.reason or {}
    assert (issue.outcome, reason.get("key")) in [(site.outcome, key) for key in site.keys]
    assert told(reason, "zh") != told(reason, "en")
    assert (issue.articles, issue.held) == (0, "none")


def test_hostile_articles_are_missing_by_name_and_the_others_are_held(crawled: Crawled) -> None:
    issue = crawled.issue("articles")
    assert (issue.outcome, issue.held) == ("indexed", "partial")
    gaps = {(gap.reason or {})["key"] for gap in crawled.kit.ledger.reports.gaps(issue.key)}
    assert gaps == {"fetch_too_large", "page_says_gone", "page_scripted", "fetch_timeout", "page_blank", "fetch_peer"}
    assert (issue.reason or {})["key"] == "layout_too_deep"
    assert issue.articles == 5
    assert issue.articles_held == 6


@pytest.mark.parametrize("code", PATIENT)
def test_a_host_that_asks_for_patience_is_waited_for(crawled: Crawled, hostile: HostileServer, code: str) -> None:
    assert crawled.issue(code).outcome in ("due", "fetching")
    [address] = crawled.kit.ledger.issues.addresses(crawled.issue(code).key)
    waits = crawled.kit.ledger.lanes.ready(crawled.kit.clock()).get(HOSTS[code]) if code == "delay" else address.not_before
    assert waits is not None
    assert (waits - crawled.kit.clock()).total_seconds() > 60
    assert len(hostile.asked(HOSTS[code])) == (1 if code == "delay" else 2)


def test_the_sample_newspapers_end_as_alone(crawled: Crawled, tmp_path: Path) -> None:
    beside = _held(crawled.settings, crawled.kit)
    with serve() as site:
        settings = load(home=tmp_path / "home", sample_port=site.port, read={"processes": 1})
        with open_kit(settings) as kit:
            drive(Home(settings.home), kit, 1, settled(kit, _planned(kit)))
            assert _held(settings, kit) == beside
    assert {outcome for outcome, _, _ in beside["held"].values()} == {"indexed"}  # type: ignore[attr-defined] # a table


def test_nothing_is_half_written(crawled: Crawled) -> None:
    assert [checked for checked in verify(crawled.kit.archive) if checked.damage] == []
    patient = {f"{code}-{DAY:%Y%m%d}" for code in PATIENT}
    parts = [path.name for path in crawled.settings.home.rglob("*.part") if not path.name.startswith(tuple(patient))]
    assert parts == []
    assert crawled.kit.index.count() == len(list(crawled.kit.ledger.readings.ids()))


def test_no_host_was_asked_inside(crawled: Crawled, hostile: HostileServer) -> None:
    """What leads to private machines was not followed, and no cookie or name of ours was given away."""
    assert crawled.issue("inward").outcome == "failed"
    assert {request.header("Cookie") for request in hostile.seen} == {None}
    assert all("compatible; Zongshu/" in (request.header("User-Agent") or "") for request in hostile.seen)
    denied = hostile.asked(HOSTS["deny"])
    assert denied
    assert set(denied) == {"/robots.txt"}
