"""pause, resume, stop, and ranges of crawl: as typed, in this process."""

import datetime as dt
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from scrapers.sample import serve
from worker.cli.face import Face
from worker.cli.program import ended
from worker.runner import open_kit
from worker.settings import load
from worker.steps import plan

Typed = Callable[..., tuple[int, list[dict[str, Any]], str]]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    with serve() as site:
        for name, value in {"HOME": str(tmp_path / "home"), "SAMPLE_PORT": str(site.port), "READ__PROCESSES": "1"}.items():
            monkeypatch.setenv(f"ZONGSHU_{name}", value)
        yield tmp_path / "home"


@pytest.fixture
def typed(home: Path, capsys: pytest.CaptureFixture[str]) -> Typed:
    """A command with --json: exit code, lines, messages."""

    def run(*args: str) -> tuple[int, list[dict[str, Any]], str]:
        code = ended(Face("en"), [*args, "--json", "--lang", "en"])
        out, err = capsys.readouterr()
        return code, [json.loads(line) for line in out.splitlines()], err

    return run


def test_a_paper_rests_until_it_is_resumed(typed: Typed) -> None:
    code, (line,), _ = typed("pause", "ljrb", "--reason", "审计")
    assert (code, line["paper"], line["stopped"], line["reason"]) == (0, "ljrb", False, "审计")
    assert typed("pause")[1] == [line]
    for line in (("crawl", "ljrb", "--date", "2023-01-05"), ("retry", "ljrb")):
        code, lines, said = typed(*line)
        assert (code, lines) == (1, [])
        assert "审计" in said
        assert "zongshu resume ljrb" in said
    assert typed("resume", "岚江日报")[1][0]["paused"] is None
    assert typed("pause")[1] == []
    assert typed("pause", "nobody")[0] == 1


@pytest.mark.parametrize("again", [("crawl", "ljrb", "--date", "2020-03-05"), ("retry", "ljrb")])
def test_what_was_stopped_is_told_with_its_reason_and_goes_on(typed: Typed, again: tuple[str, ...]) -> None:
    with open_kit(load()) as kit:
        plan(kit, "ljrb", [dt.date(2020, 3, 5)])
    code, (line,), _ = typed("stop", "ljrb", "--reason", "改版")
    assert (code, line["stopped"], line["dropped"]) == (0, True, 1)
    (failed,) = typed("failures", "ljrb")[1]
    assert (failed["state"], failed["error"]) == ("failed", "PaperPaused")
    assert "改版" in failed["reason"]
    code, (issue,), said = typed(*again)
    assert (code, issue["outcome"], issue["held"]) == (0, "indexed", "whole")
    assert "goes on" in said


@pytest.mark.parametrize(
    "line",
    [
        "crawl ljrb --date 2020-03-05 --season",
        "crawl ljrb --latest --order oldest",
        "crawl ljrb --latest --focus summaries",
        "crawl ljrb --date 2020-03-05 --focus summaries --again",
        "crawl ljrb --from 2020-03-01 --to 2020-03-02 --order sideways",
        "crawl ljrb --date 2020-03-05 --focus everything",
        "resume",
        "stop",
    ],
)
def test_wrong_use(typed: Typed, line: str) -> None:
    assert typed(*line.split())[0] == 2


def test_a_range_is_told_issue_by_issue_and_done_once(typed: Typed) -> None:
    line = ("crawl", "ljrb", "--from", "2020-03-04", "--to", "2020-03-06", "--order", "oldest", "--season")
    code, lines, _ = typed(*line)
    assert code == 0
    assert [(one["date"], one["outcome"]) for one in lines] == [
        ("2020-03-04", "no_issue"),
        ("2020-03-05", "indexed"),
        ("2020-03-06", "no_issue"),
    ]
    assert typed(*line)[1] == lines
