"""kill -9 at random moments, two crawlers at once, an unchanged day again: the same articles, each once (issue 3, points 4 and 5)."""

import hashlib
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from runner.crawler import issues, settings

from scrapers.sample import serve
from storage import verify
from storage.ledger import Ledger
from worker.home import Home
from worker.runner import open_kit

ROOT = Path(__file__).resolve().parents[2]
CRAWLER = Path(__file__).parent / "runner" / "crawler.py"
#: ZONGSHU_TEST_KILLS=10 of a hundred issues; chaos (tests/chaos) kills more, and more of them.
KILLS = int(os.environ.get("ZONGSHU_TEST_KILLS", "3"))
COUNT = 10 * KILLS

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    with serve() as site:
        yield site.port


def _start(home: Path, port: int, count: int) -> "subprocess.Popen[bytes]":
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.Popen([sys.executable, str(CRAWLER), str(home), str(port), str(count)], cwd=ROOT, env=environment)


def _finish(process: "subprocess.Popen[bytes]") -> None:
    assert process.wait(timeout=300) == 0


def _state(home: Path, port: int) -> dict[str, object]:
    """All that must be equal: article files byte for byte, rows, the index by id, every address archived once."""
    files = {str(path.relative_to(home)): hashlib.sha256(path.read_bytes()).hexdigest() for path in (home / "articles").rglob("*.gz")}
    with open_kit(settings(home, port)) as kit:
        damage = [checked for checked in verify(kit.archive) if checked.damage]
        kept = Counter((name, response.address) for name in kit.archive.names() for _, response in kit.archive.records(name))
        assert not damage
        assert set(kept.values()) == {1}
        ids = dict(kit.ledger.readings.ids())
        held = {
            issue.key: (issue.outcome, issue.held, issue.articles) for paper in kit.papers for issue in kit.ledger.reports.coverage(paper)
        }
        assert kit.index.count() == len(ids)
        assert kit.index.engine(kit.index.generations.live() or "").revisions(ids) == ids
        records = {(name.rpartition("/")[2], address) for name, address in kept}
    left = [path.name for path in home.rglob("*.part")]
    return {"files": files, "ids": ids, "held": held, "records": records, "left": left}


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory, port: int) -> dict[str, object]:
    home = tmp_path_factory.mktemp("undisturbed")
    _finish(_start(home, port, COUNT))
    return _state(home, port)


def _kept(ledger: Ledger) -> int:
    return ledger.reports.progress().addresses.get("kept", 0)


def test_kill_at_random_moments(tmp_path: Path, port: int, undisturbed: dict[str, object]) -> None:
    seed = random.randrange(10**6)
    draw = random.Random(seed)
    total = len(undisturbed["records"])  # type: ignore[arg-type] # a set
    moments = sorted(draw.sample(range(total * 9 // 10), KILLS))
    with Ledger(Home(tmp_path).ledger) as ledger:
        for moment in moments:
            process = _start(tmp_path, port, COUNT)
            while _kept(ledger) <= moment and process.poll() is None:
                time.sleep(0.01)
            time.sleep(draw.random() * 0.5)
            assert process.poll() is None, f"seed {seed}: it ended before it was killed"
            process.send_signal(signal.SIGKILL)
            assert process.wait(timeout=10) == -signal.SIGKILL
    _finish(_start(tmp_path, port, COUNT))
    assert _state(tmp_path, port) == undisturbed, f"seed {seed}"


def test_several_crawlers_of_one_home(tmp_path: Path, port: int, undisturbed: dict[str, object]) -> None:
    """One owns the home and works, the others plan their rows and follow; nothing is doubled."""
    few = [_start(tmp_path, port, number) for number in (8, 16, 24)]
    for process in few:
        _finish(process)
    state = _state(tmp_path, port)
    keys = {f"{paper}-{date:%Y%m%d}" for paper, date in issues(24)}
    held = undisturbed["held"]
    assert isinstance(held, dict)
    assert state["held"] == {key: held[key] for key in keys}


def test_an_owner_that_is_killed_is_succeeded_by_who_follows(tmp_path: Path, port: int, undisturbed: dict[str, object]) -> None:
    first = _start(tmp_path, port, 12)
    home = Home(tmp_path)
    while home.owner() is None:
        assert first.poll() is None
        time.sleep(0.01)
    second = _start(tmp_path, port, 12)
    time.sleep(2.0)
    owner = home.owner()
    assert first.poll() is None
    assert owner is not None
    assert owner.pid == first.pid
    first.kill()
    first.wait(timeout=10)
    _finish(second)
    held = undisturbed["held"]
    assert isinstance(held, dict)
    assert _state(tmp_path, port)["held"] == {key: held[key] for key in {f"{paper}-{date:%Y%m%d}" for paper, date in issues(12)}}
