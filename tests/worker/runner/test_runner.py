"""The runner and its pool: work done, interrupted, taken over; processes that die."""

import os
import resource
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

import psutil
import pytest

from articles.errors import Unreadable
from runner.crawler import issues, settings
from scrapers.sample import serve
from storage import verify
from worker.home import Home
from worker.runner import Pool, Runner, drive, idle, open_kit, settled
from worker.steps import Kit, ingest, plan

CRAWLER = Path(__file__).with_name("crawler.py")


def _double(number: int) -> int:
    if number < 0:
        raise Unreadable("read_nothing", issue=str(number))
    return 2 * number


def _die(number: int) -> int:
    os.kill(os.getpid(), signal.SIGKILL)
    return number


def _sleep(seconds: float) -> int:
    time.sleep(seconds)
    return os.getpid()


def _forked() -> list[psutil.Process]:
    """Processes of a pool that are still there: children of the server that forks them."""
    return [child for server in _servers() for child in server.children()]


def _servers() -> list[psutil.Process]:
    found = (child for child in psutil.Process().children() if child.status() != psutil.STATUS_ZOMBIE)
    return [child for child in found if "forkserver" in " ".join(child.cmdline())]


@pytest.fixture
def pool() -> Iterator[Pool]:
    made = Pool(1)
    yield made
    made.close()


def test_a_pool_gives_results_and_errors(pool: Pool) -> None:
    assert pool.compute(_double, 21) == 42
    assert len(_forked()) == 1
    with pytest.raises(Unreadable) as caught:
        pool.compute(_double, -1)
    assert caught.value.facts == {"issue": "-1"}


def test_a_pool_outlives_its_processes(pool: Pool) -> None:
    with pytest.raises(BrokenProcessPool):
        pool.compute(_die, 1)
    assert pool.compute(_double, 4) == 8


@pytest.mark.parametrize("pause", [0.0, 0.001, 0.01, 0.1])
def test_a_job_outlives_the_server_that_forks(pool: Pool, pause: float) -> None:
    """Whether the server is dying, dead, or known to be dead when the job comes."""
    pool.compute(_double, 1)
    pool.close()
    for number in range(2):
        (server,) = _servers()
        server.kill()
        time.sleep(pause)
        fresh = Pool(1)
        assert fresh.compute(_double, number) == 2 * number
        fresh.close()


def test_a_closed_pool_is_no_death() -> None:
    pool = Pool(1)
    pool.compute(_double, 1)
    closing = threading.Timer(0.5, pool.close)
    closing.start()
    with pytest.raises(InterruptedError):
        pool.compute(_sleep, 60.0)
    with pytest.raises(InterruptedError):
        pool.compute(_double, 1)
    closing.join()
    assert not _forked()


def test_a_job_that_takes_too_long_is_ended() -> None:
    pool = Pool(1, longest=2.0)
    try:
        with pytest.raises(Unreadable) as caught:
            pool.compute(_sleep, 60.0)
        assert caught.value.key == "read_too_long"
    finally:
        pool.close()


def _grow(megabytes: int) -> int:
    return len(bytearray(megabytes * 2**20))


def test_a_job_that_takes_too_much_memory_is_ended_and_the_pool_goes_on() -> None:
    pool = Pool(1, megabytes=256)
    try:
        assert pool.compute(_grow, 64) == 64 * 2**20
        with pytest.raises(Unreadable) as caught:
            pool.compute(_grow, 1024)
        assert (caught.value.key, caught.value.facts["megabytes"]) == ("read_memory", 256)
        assert pool.compute(_grow, 64) == 64 * 2**20
    finally:
        pool.close()


@pytest.fixture
def kit(tmp_path: Path) -> Iterator[Kit]:
    with serve() as site, open_kit(settings(tmp_path / "home", site.port)) as opened:
        yield opened


def _plan(kit: Kit, count: int) -> list[str]:
    return [key for paper, date in issues(count) for key in plan(kit, paper, [date])]


def _home(kit: Kit) -> Home:
    return Home(kit.files.root.parent)


def test_what_is_planned_is_done(kit: Kit) -> None:
    keys = _plan(kit, 4)
    key = ingest(kit, "a.txt", "政协工作综述\n一年来，市政协提交提案三百一十二件。\n".encode())
    looks = []
    drive(_home(kit), kit, 1, settled(kit, [*keys, key]), lambda: looks.append(1))
    assert kit.ledger.reports.progress().outcomes == {"indexed": 5}
    assert looks
    assert idle(kit)()
    assert not _forked()


def test_rows_that_come_while_it_runs_are_picked_up(kit: Kit) -> None:
    runner = Runner(kit, 1)
    done = threading.Event()
    thread = threading.Thread(target=lambda: (runner.run(done.is_set), None))
    thread.start()
    try:
        keys = _plan(kit, 2)
        deadline = time.monotonic() + 60
        while not settled(kit, keys)():
            assert time.monotonic() < deadline
            time.sleep(0.05)
    finally:
        done.set()
        thread.join()
    assert {kit.ledger.issues.get(key).outcome for key in keys} == {"indexed"}  # type: ignore[union-attr] # they are there


def test_a_stopped_runner_gives_everything_back_and_another_goes_on(kit: Kit) -> None:
    keys = _plan(kit, 6)
    runner = Runner(kit, 1)
    seen = []

    def enough() -> bool:
        seen.append(kit.ledger.reports.progress().addresses.get("kept", 0))
        return seen[-1] > 20

    runner.run(enough)
    with kit.ledger.database.read() as connection:
        leases = connection.exec_driver_sql("SELECT owner FROM hosts UNION SELECT owner FROM issues").fetchall()
    assert leases == [(None,)]
    assert not settled(kit, keys)()
    drive(_home(kit), kit, 1, settled(kit, keys))
    assert kit.ledger.reports.progress().outcomes == {"indexed": 6}


def test_sigterm_finishes_the_step_and_interrupts(kit: Kit) -> None:
    keys = _plan(kit, 6)

    def look() -> None:
        if kit.ledger.reports.progress().addresses.get("kept", 0) > 5:
            os.kill(os.getpid(), signal.SIGTERM)

    before = signal.getsignal(signal.SIGTERM)
    with pytest.raises(KeyboardInterrupt):
        drive(_home(kit), kit, 1, settled(kit, keys), look)
    assert signal.getsignal(signal.SIGTERM) is before
    assert _home(kit).owner() is None


@pytest.mark.parametrize("limit", [20_000, 600_000])
def test_a_full_disk_stops_the_runner_and_loses_nothing(tmp_path: Path, limit: int) -> None:
    """Files may not grow beyond `limit` bytes: archive or ledger are full, by name; with room again it goes on to the same end."""
    with serve() as site:
        full = subprocess.run(
            [sys.executable, str(CRAWLER), str(tmp_path), str(site.port), "3"],
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
            env={**os.environ, "PYTHONPATH": str(CRAWLER.parents[3])},
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)),
        )
        assert full.returncode == 1
        assert "StorageFull" in full.stderr.splitlines()[-1]
        with open_kit(settings(tmp_path, site.port)) as kit:
            keys = _plan(kit, 3) or [f"{paper}-{date:%Y%m%d}" for paper, date in issues(3)]
            drive(_home(kit), kit, 1, settled(kit, keys))
            assert kit.ledger.reports.progress().outcomes == {"indexed": 3}
            assert [checked.damage for checked in verify(kit.archive)] == [()] * 3
            assert kit.ledger.reports.failures() == []
