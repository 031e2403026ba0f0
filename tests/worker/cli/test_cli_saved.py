"""`saved` as people and programs use it, in this process."""

import datetime as dt
import json
from pathlib import Path

import pytest

from storage.ledger import Ledger
from worker.cli.face import Face
from worker.cli.program import ended


def run(home: Path, *args: str, **face: object) -> int:
    return ended(Face(**face), ["--home", str(home), "saved", *args])  # type: ignore[arg-type]


def test_saved_shown_asked_and_removed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    home = tmp_path / "home"
    options = ("--name", "岚江提案", "--place", "990100", "--years", "2018..2020", "--all", "--no-names")
    assert run(home, "add", "政协", "提案", *options, "--json") == 0
    one = json.loads(capsys.readouterr().out)
    asked = {"query": "政协 提案", "years": "2018..2020", "place": ["990100"], "all": True, "names": False}
    assert (one["asked"], one["alert"], one["atom"]) == (asked, "none", f"/feed.atom?saved={one['key']}")
    assert run(home, "list") == 0
    assert "岚江提案" in capsys.readouterr().out
    for name in ("岚江提案", one["key"]):
        assert run(home, "show", name, json=True) == 0
        assert json.loads(capsys.readouterr().out) == one
    assert run(home, "run", "岚江提案") == 0
    assert "0" in capsys.readouterr().err
    assert run(home, "run", "--alerts", json=True) == 0
    assert json.loads(capsys.readouterr().out) == {"searches": 0, "hits": 0, "told": 0, "failed": 0}
    assert run(home, "remove", "岚江提案") == 0
    assert run(home, "list", "--lang", "en") == 0
    assert "No search is saved" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("code", "args"),
    [
        (1, ("add", "(政协", "--name", "x")),
        (1, ("add", "政协", "--name", "x", "--alert", "mail")),
        (1, ("show", "没有")),
        (1, ("remove", "没有")),
        (2, ("add", "政协")),
        (2, ("list", "政协")),
        (2, ("run",)),
        (2, ("show", "x", "--alerts")),
        (2, ("remove", "x", "--place", "990100")),
    ],
)
def test_wrong_use_is_told_from_failure(tmp_path: Path, code: int, args: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(tmp_path / "home", *args) == code
    assert capsys.readouterr().err.strip()


def test_alerts_elsewhere_are_left_to_whom_they_are_with(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    home = tmp_path / "home"
    assert run(home, "list") == 0
    with Ledger(f"sqlite:///{home}/ledger.sqlite3") as ledger:
        now = dt.datetime.now(dt.UTC)
        ledger.marks.take("alerts", "elsewhere/1@1.00", now, now + dt.timedelta(minutes=5), lambda owner: True)
    assert run(home, "run", "--alerts", "--lang", "en") == 0
    assert "Another process" in capsys.readouterr().err
