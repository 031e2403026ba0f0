"""One suite over all forms: the same commands print the same, whoever does the work and wherever it is kept.

`embedded` is one process at a time with files, `servers` the same with PostgreSQL and Elasticsearch, `celery` workers woken by Redis.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from steps.conftest import article_path, page_path

from scrapers.sample import Fault, Running, calendar, serve
from tasks.farm import Farm

pytestmark = pytest.mark.slow

PATIENCE = {"fetch__retry_wait": "0.1", "fetch__tries": "2"}
DAYS = [day for day in calendar("ljrb") if day.year == 2023]
FIRST, SECOND, THIRD = DAYS[:3]
Make = Callable[..., tuple[Farm, Running]]


FORMS = ["embedded", "servers", "celery"]
#: What does not hang on who keeps ledger and index, or takes long, is asked of two forms only: both ledgers and both indices are in them.
ENDS = pytest.mark.parametrize("form", ["embedded", "celery"], indirect=True)


@pytest.fixture(params=FORMS)
def form(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Make]:
    """`form(faults)`: a home of this form over sites with faults, with those who work for it."""
    with ExitStack() as stack:

        def make(faults: Mapping[str, Fault] | None = None) -> tuple[Farm, Running]:
            site = stack.enter_context(serve(faults=faults))
            servers = dict(request.getfixturevalue("servers")) if request.param != "embedded" else {}
            if request.param == "servers":
                del servers["broker"]
            farm = stack.enter_context(Farm(tmp_path / "home", site.port, **servers, **PATIENCE))
            if request.param == "celery":
                farm.start("worker", "--concurrency", "2")
                farm.start("beat")
            return farm, site

        yield make


def _crawl(farm: Farm, *days: Any, again: bool = False, code: int = 0, paper: str = "ljrb") -> list[dict[str, Any]]:
    dates = ("--date", f"{days[0]}") if len(days) == 1 else ("--from", f"{days[0]}", "--to", f"{days[-1]}")
    return farm.run("crawl", paper, *dates, *(["--again"] if again else []), code=code)


def _hits(farm: Farm) -> list[tuple[str, int]]:
    return [(hit["id"], hit["revision"]) for hit in farm.run("search", "", "--all", "--limit", "1000")]


def test_an_issue_is_crawled_once_and_again_without_a_trace(form: Make) -> None:
    """Rule 5 in every form."""
    farm, site = form()
    (line,) = _crawl(farm, FIRST)
    assert (line["outcome"], line["held"], line["error"]) == ("indexed", "whole", None)
    found, asked = _hits(farm), sum(site.asked.values())
    assert len(found) == line["articles"] > 8
    assert {revision for _, revision in found} == {1}
    assert _crawl(farm, FIRST) == [line]
    assert sum(site.asked.values()) == asked
    before = farm.state()
    assert _crawl(farm, FIRST, again=True)[0]["outcome"] == "indexed"
    after = farm.state()
    assert {name: after[name] for name in ("files", "ids", "held")} == {name: before[name] for name in ("files", "ids", "held")}
    assert _hits(farm) == found


@ENDS
def test_what_goes_wrong_is_said_alike(form: Make) -> None:
    farm, _ = form(
        {
            page_path("ljrb", FIRST): Fault("unknown"),
            page_path("ljrb", SECOND): Fault("error", status=403),
            page_path("cpwb", calendar("cpwb")[0]): Fault("empty"),
            article_path("hcrb", calendar("hcrb")[0]): Fault("error", status=404),
        }
    )
    outcomes = {}
    for paper, day, code in (("ljrb", FIRST, 1), ("ljrb", SECOND, 1), ("cpwb", calendar("cpwb")[0], 1), ("hcrb", calendar("hcrb")[0], 0)):
        (line,) = _crawl(farm, day, code=code, paper=paper)
        outcomes[paper, day] = (line["outcome"], line["held"], line["error"])
    assert list(outcomes.values()) == [
        ("layout_unknown", "none", "LayoutUnknown"),
        ("blocked", "none", "Blocked"),
        ("failed", "none", "EmptyIssue"),
        ("indexed", "partial", None),
    ]
    failures = {line["issue"]: line["state"] for line in farm.run("failures")}
    assert sorted(failures.values()) == ["blocked", "failed", "layout_unknown", "partial"]
    summary = farm.run("search", "", "--all", "--limit", "0", "--facets")[-1]["summary"]
    assert summary["missing"]["total"] == 4


@ENDS
def test_a_failure_is_retried_and_an_edit_becomes_a_revision(form: Make) -> None:
    changed = article_path("ljrb", SECOND, 0, 0)
    farm, _ = form({page_path("ljrb", FIRST): Fault("error", status=503, times=2), changed: Fault("changed")})
    (line,) = _crawl(farm, FIRST, code=1)
    assert (line["outcome"], line["error"]) == ("failed", "Unreachable")
    (line,) = farm.run("retry", "ljrb")
    assert (line["outcome"], line["held"]) == ("indexed", "whole")
    _crawl(farm, SECOND)
    _crawl(farm, SECOND, again=True)
    revisions = dict(_hits(farm))
    assert sorted(revisions.values())[-2:] == [1, 2]


@ENDS
def test_the_latest_issue_and_files_of_ones_own(form: Make) -> None:
    farm, _ = form()
    (line,) = farm.run("crawl", "ljrb", "--latest")
    assert (line["date"], line["outcome"]) == (calendar("ljrb")[-1].isoformat(), "indexed")
    (run,) = farm.run("status")[-1]["past"]
    assert (run["kind"], run["counts"]) == ("crawl", {"issues": 1, "indexed": 1})
    folder = farm.home.parent / "files"
    folder.mkdir()
    (folder / "good.txt").write_text("政协澄浦市委员会2023年工作综述\n2023年，市政协召开全体会议1次，提交提案312件，立案286件。\n", "utf-8")
    (folder / "bad.png").write_bytes(b"\x89PNG\r\n")
    lines = farm.run("ingest", str(folder), code=1)
    (id_,) = [one["id"] for one in lines if one.get("id")]
    assert farm.run("search", "--all", '"立案286件"')[0]["id"] == id_
    assert farm.run("ingest", str(folder / "good.txt"))[0]["id"] == id_


@ENDS
def test_rebuilding_reading_again_filling_gaps_and_going_back(form: Make) -> None:
    farm, _ = form()
    _crawl(farm, FIRST)
    found = _hits(farm)
    told = [farm.run("reindex", *options)[-1] for options in ((), ("--reread",), ("--missing-only",), ("--paper", "ljrb"), ("--rollback",))]
    names = [line["generation"] for line in told]
    assert names[0] != names[1] == names[2] == names[3] != names[4] == names[0]
    assert {line["articles"] for line in told} == {len(found)}
    assert not any(line["rebuild_needed"] for line in told)
    assert _hits(farm) == found
    _crawl(farm, SECOND)
    assert len(_hits(farm)) > len(found)
    farm.state()
