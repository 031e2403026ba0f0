"""Runs under way: how far, how fast, how long still; those that fell silent have broken off. The page comes anew meanwhile."""

import datetime as dt
import re
from pathlib import Path

import httpx
import pytest
from search_kit import library, made, served
from watch_kit import NOW

from indexing import Tokenizer
from search import Holdings
from search.api import Operating, WebSettings, create_app
from search.watch import LATEST, HomeState, past, running
from search.web.render import WORDING as PAGE
from storage import Archive
from storage.ledger import Ledger
from worker.cli.face import WORDS as TERMINAL
from worker.steps import BUILD, REBUILD, RECONCILE


def test_rate_and_remaining_are_told(ledger: Ledger) -> None:
    run = ledger.runs.start("crawl", {"paper": "ljrb"}, NOW - dt.timedelta(seconds=100))
    ledger.runs.note(run, {"done": 20, "total": 50, "at": int(NOW.timestamp())})
    (state,) = running(ledger.runs.latest(LATEST), NOW)
    assert (state.kind, state.done, state.total) == ("crawl", 20, 50)
    assert (state.rate, state.remaining) == (pytest.approx(0.2), pytest.approx(150.0))


def test_a_run_that_fell_silent_or_ended_is_not_under_way(ledger: Ledger) -> None:
    silent = ledger.runs.start("crawl", None, NOW - dt.timedelta(hours=1))
    ledger.runs.note(silent, {"done": 1, "total": 2, "at": int(NOW.timestamp()) - 600})
    ledger.runs.end(ledger.runs.start("retry", None, NOW), {}, NOW)
    fresh = ledger.runs.start("ingest", None, NOW)
    assert [(run.id, run.done, run.rate, run.remaining) for run in running(ledger.runs.latest(LATEST), NOW)] == [(fresh, None, None, None)]


def test_runs_that_are_over_are_told_newest_first(ledger: Ledger) -> None:
    """One that broke off has no end; what goes on is not among them."""
    silent = ledger.runs.start("reconcile", None, NOW - dt.timedelta(hours=1))
    ledger.runs.note(silent, {"done": 1, "total": 2, "at": int(NOW.timestamp()) - 600})
    for number in range(10):
        ledger.runs.end(ledger.runs.start("crawl", None, NOW - dt.timedelta(minutes=9)), {"issues": number, "indexed": number}, NOW)
    ledger.runs.start("ingest", None, NOW)
    told = past(ledger.runs.latest(LATEST), NOW)
    assert [run.counts for run in told] == [{"issues": number, "indexed": number} for number in reversed(range(10))]
    assert {run.ended for run in told} == {NOW}
    assert past(ledger.runs.latest(LATEST), NOW + dt.timedelta(hours=1))[0].kind == "ingest"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_kind_of_run_has_its_word(lang: str) -> None:
    """On the page and in the terminal."""
    text = "".join(file.read_text("utf-8") for file in Path("worker").rglob("*.py"))
    kinds = {*re.findall(r'(?:work\.through|runs\.start)\("(\w+)"', text), BUILD, RECONCILE, REBUILD}
    assert {"crawl", "demo", "ingest", "reread", "reindex_build", "reconcile", "rebuild"} <= kinds
    assert {f"run.{kind}" for kind in kinds} <= PAGE.keys(lang)
    assert {f"progress.{kind}" for kind in kinds} <= TERMINAL.keys(lang)


def test_the_page_shows_runs_and_comes_anew_only_while_there_are_some(ledger: Ledger, tmp_path: Path, tokenizer: Tokenizer) -> None:
    def home() -> HomeState:
        latest = ledger.runs.latest(LATEST)
        return HomeState(True, "g-1", 1, 2, 0, True, 10**10, 10**12, 10**9, NOW, running(latest, NOW), past(latest, NOW))

    with library(tmp_path / "library", tokenizer, [made()]) as found:
        holdings = Holdings(ledger, Archive(tmp_path / "archive"), None, None, lambda: NOW)
        app = create_app(found.search, holdings, WebSettings(language="en"), watched=Operating(home))
        with served(app) as address, httpx.Client(base_url=address) as client:
            broken = ledger.runs.start("reconcile", None, NOW - dt.timedelta(hours=1))
            ledger.runs.note(broken, {"done": 4, "total": 9, "at": int(NOW.timestamp()) - 600})
            crawled = ledger.runs.start("crawl", None, NOW - dt.timedelta(minutes=7))
            ledger.runs.end(crawled, {"issues": 1200, "indexed": 1190, "no_issue": 10, "of_another_release": 1}, NOW)
            still = client.get("/status").text
            assert ("refresh" not in still, "data-every" not in still) == (True, True)
            run = ledger.runs.start("crawl", None, NOW - dt.timedelta(seconds=10))
            ledger.runs.note(run, {"done": 5, "total": 35, "at": int(NOW.timestamp())})
            page = client.get("/status")
            told = client.get("/api/v1/status").json()["home"]
            metrics = client.get("/metrics").text
    assert re.search(r"Reconciling</th>.*broke off</td>\s*<td class=.came.>done 4 · in all 9</td>", still, re.DOTALL)
    assert re.search(r"7 min</td>\s*<td class=.came.>issues 1,200 · held whole 1,190 · no such issue 10</td>", still, re.DOTALL)
    assert [(run["kind"], run["ended"] is None) for run in told["past"]] == [("crawl", False), ("reconcile", True)]
    assert '<noscript><meta http-equiv="refresh" content="5"></noscript>' in page.text
    assert 'data-every="3"' in page.text
    assert '<progress max="35" value="5">' in page.text
    assert "0.5 a second" in page.text
    assert "about 1 minutes left" in page.text
    assert "needs a rebuild" in page.text
    assert (told["behind"], told["runs"][0]["remaining"]) == (2, 60.0)
    assert {"zongshu_index_behind_issues 2.0", "zongshu_disk_free_bytes 1e+010", "zongshu_runs_open 1.0"} & set(metrics.splitlines())
    assert "zongshu_archive_bytes 1e+09" in metrics
