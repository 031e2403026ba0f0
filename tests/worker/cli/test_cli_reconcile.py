"""reconcile and remove: as typed, in this process."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from worker.cli.face import Face
from worker.cli.program import ended
from worker.runner import open_kit
from worker.settings import load

Typed = Callable[..., tuple[int, list[dict[str, Any]], str]]


@pytest.fixture
def typed(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Typed:
    """A command with --json: exit code, lines, messages."""
    monkeypatch.setenv("ZONGSHU_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("ZONGSHU_READ__PROCESSES", "1")

    def run(*args: str) -> tuple[int, list[dict[str, Any]], str]:
        code = ended(Face("en"), [*args, "--json", "--lang", "en"])
        out, err = capsys.readouterr()
        return code, [json.loads(line) for line in out.splitlines()], err

    return run


@pytest.fixture
def id_(typed: Typed, tmp_path: Path) -> str:
    """An article of a file given."""
    file = tmp_path / "报告.txt"
    file.write_text("政协澄浦市委员会2023年工作综述\n2023年，市政协召开全体会议1次，提出提案312件。\n", "utf-8")
    code, (line,), _ = typed("ingest", str(file))
    assert code == 0
    return str(line["id"])


def test_what_is_found_is_told_mended_and_gone(typed: Typed, id_: str) -> None:
    assert typed("reconcile", "--deep")[:2] == (0, [_summary()])
    with open_kit(load()) as kit:
        kit.files.delete(id_.rpartition("-")[0])
    code, lines, _ = typed("reconcile", "--dry-run")
    assert (code, lines[0]["difference"], lines[0]["mended"], lines[-1]["summary"]["left"]) == (1, "file_missing", "none", 1)
    code, lines, _ = typed("reconcile", "--paper", "files")
    assert (code, lines[0]["mended"], lines[-1]["summary"]["left"]) == (0, "reread", 0)
    assert typed("reconcile")[:2] == (0, [_summary()])
    assert typed("reconcile", "--paper", "nobody")[0] == 1


def test_what_cannot_be_mended_is_left(typed: Typed, id_: str) -> None:
    with open_kit(load()) as kit:
        next(kit.archive.root.rglob("*.warc.gz")).unlink()
    code, lines, _ = typed("reconcile")
    assert (code, [one["difference"] for one in lines[:-1]], lines[-1]["summary"]["left"]) == (1, ["record_missing"], 1)
    assert ended(Face("en"), ["reconcile", "--lang", "en"]) == 1


def test_an_article_is_removed_listed_and_brought_back(typed: Typed, id_: str, tmp_path: Path) -> None:
    code, (line,), _ = typed("remove", id_, "--reason", "本人请求")
    assert code == 0
    assert (line["id"], line["reason"], line["found"], line["records"], len(line["generations"])) == (id_, "本人请求", [], [], 1)
    assert len(line["copies"]) == 1
    code, lines, said = typed("show", id_)
    assert (code, lines) == (1, [])
    assert "removed on request" in said
    assert "本人请求" not in said
    assert typed("search", "提案")[1] == []
    assert [one["id"] for one in typed("remove", "--list")[1]] == [id_]
    assert typed("reconcile")[0] == 0
    assert typed("remove", "--undo", id_)[:2] == (0, [{"id": id_, "issue": id_.rpartition("-")[0], "back": True}])
    assert typed("show", id_)[1][0]["id"] == id_
    assert typed("remove", "--undo", id_)[0] == 1
    code, (line,), _ = typed("remove", id_, "--reason", "本人请求", "--record")
    assert (code, len(line["records"]), line["copies"]) == (0, 1, [])
    assert typed("archive", "verify")[0] == 0
    code, lines, said = typed("ingest", str(tmp_path / "报告.txt"))
    assert (code, lines) == (1, [])
    assert "removed on request" in said
    assert typed("remove", "--undo", id_)[0] == 1


@pytest.mark.parametrize("args", [(), ("x-1",), ("--list", "--undo", "x-1"), ("x-1", "--list", "--reason", "y"), ("--list", "--record")])
def test_wrong_use_of_remove(typed: Typed, args: tuple[str, ...]) -> None:
    assert typed("remove", *args)[0] == 2


def _summary() -> dict[str, Any]:
    numbers = {"issues": 1, "articles": 1, "records": 1, "busy": 0}
    return {"summary": {**numbers, "found": {}, "mended": {}, "left": 0}}
