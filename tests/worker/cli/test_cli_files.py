"""Files of every kind at the command line: `read` and `ingest` give the same ids; in this process, to save time."""

import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from givenfiles import saved_issue, warc, word

from worker.cli.face import Face
from worker.cli.program import ended

DAY = dt.date(2023, 1, 17)


@pytest.fixture
def program(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Callable[..., Any]:
    """A command line's exit code, its lines of JSON, and what it says beside them."""
    monkeypatch.chdir(tmp_path)

    def run(*args: str) -> tuple[int, list[dict[str, Any]], str]:
        capsys.readouterr()
        code = ended(Face("zh"), [*args, "--home", str(tmp_path / "home"), "--json"])
        said = capsys.readouterr()
        return code, [json.loads(line) for line in said.out.splitlines()], said.err

    return run


def _files(folder: Path) -> Path:
    folder.mkdir()
    issue = dict(list(saved_issue("ljrb", DAY).items())[:4])
    (folder / "a.warc.gz").write_bytes(warc(dict(list(saved_issue("hcrb", dt.date(2016, 1, 7)).items())[:3])))
    (folder / "word.txt").write_bytes(word("澄浦市政协2023年工作综述", "2023年，市政协召开全体会议1次，立案286件。"))
    (folder / "b.csv").write_text("标题,正文\n甲,甲文一段，说的是一年的工作。\n乙,\n", "utf-8")
    (folder / "c.zip").write_bytes(b"PK\x03\x04" + b"\0" * 99)
    for address, (_, payload) in issue.items():
        path = folder / "电子报" / address.rpartition("/")[2]
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(payload)
    return folder


def test_read_and_ingest_give_the_same_of_every_kind(program: Callable[..., Any], tmp_path: Path) -> None:
    folder = str(_files(tmp_path / "files"))
    code, read, said = program("read", folder)
    assert code == 1
    assert "c.zip" in said
    assert "没有正文的行：3" in said
    kept, articles, said = program("ingest", folder)
    assert kept == 1
    assert "c.zip" in said
    assert "没有正文的行：3" in said
    assert [one["id"] for one in articles] == [one["id"] for one in read]
    assert {"hcrb", "files"} == {one["paper"] for one in articles}
    assert all(one["page"]["name"] for one in read if one["source"]["address"].startswith("电子报/"))
    assert program("ingest", f"{folder}/b.csv", "--paper", "nobody")[0] == 1


def test_the_inbox_is_worked_off(program: Callable[..., Any], tmp_path: Path) -> None:
    box = tmp_path / "home" / "inbox"
    box.mkdir(parents=True)
    (box / "a.docx").write_bytes(word("澄浦市政协2023年工作综述", "2023年，市政协召开全体会议1次，立案286件。"))
    (box / "a.docx.toml").write_text('paper = "cpwb"\ndate = 2023-01-05\n', "utf-8")
    (box / "leer.txt").write_bytes(b"")
    code, lines, _ = program("inbox", "--once", "--lang", "en")
    assert code == 1
    ended = {one["file"]: (one["state"], one["moved"], one["articles"], one["error"]) for one in lines}
    assert ended == {"a.docx": ("done", "done/a.docx", 1, None), "leer.txt": ("failed", "failed/leer.txt", 0, "Unreadable")}
    assert "Check that the file is whole" in (box / "failed/leer.txt.reason.txt").read_text("utf-8")
    empty, lines, said = program("inbox", "--once")
    assert (empty, lines) == (0, [])
    assert "没有要收的文件" in said
