"""kill -9 at calls drawn at random; the long run: `./run bench kills --kills 500`."""

import json
import os
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest

from chaos.killing import Kill, calls_of, killed, place

pytestmark = [pytest.mark.slow, pytest.mark.system("strace")]

KILLS = int(os.environ.get("ZONGSHU_TEST_KILLS", "12"))


def test_nothing_acknowledged_is_lost() -> None:
    """In a program of its own: one that forks is to have no threads."""
    command = [sys.executable, "-m", "chaos.kills", "--kills", str(KILLS), "--seed", "7"]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=500, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert json.loads(done.stdout.splitlines()[-1])["kills"] >= KILLS


def _two(folder: Path) -> None:
    for name in ("first", "second"):
        (folder / name).write_text(name)


def test_a_job_dies_at_the_call_that_was_named(tmp_path: Path) -> None:
    """The file is there, and what was to be written at that moment is not."""
    job = partial(_two, tmp_path)
    made = calls_of(job, tmp_path / "log")
    assert [Path(call.path.split("<")[1].split(">")[0]).name for call in made if call.call == "write"] == ["first", "second"]
    (tmp_path / "first").unlink()
    kill = killed(job, tmp_path / "log", "write", 2)
    assert kill is not None
    assert (kill.call, "second" in kill.path) == ("write", True)
    assert ((tmp_path / "first").read_text(), (tmp_path / "second").read_text()) == ("first", "")
    assert killed(job, tmp_path / "log", "write", 3) is None


@pytest.mark.parametrize(
    ("path", "where"),
    [
        ("9</h/archive/ljrb/2024/ljrb-20240101-1.warc.gz.part>, ", "archive"),
        ("9</h/ledger.sqlite3-wal>, ", "ledger"),
        ("9</h/articles/ljrb/2024/.x.part>, ", "article files"),
        ('"/h/index/.live.new", "/h/index/live"', "pointer of the index"),
        ("9</h/index/abc-1/meta.json>", "generation (tantivy)"),
        ("9</h/owner.lock>", "locks and the home itself"),
    ],
)
def test_a_call_is_told_by_the_part_of_the_home(path: str, where: str) -> None:
    assert Kill("fsync", path).place == place(path) == where
