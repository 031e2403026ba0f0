"""The whole way with workers, beats and page as processes of their own: the same as in one process (issue 4, points 1 and 5)."""

import json
import urllib.parse
import urllib.request
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest

from scrapers.sample import serve
from storage.ledger import Ledger
from tasks.conftest import COUNT
from tasks.farm import Farm, wait_for
from tests.worker.alarms.receivers import receiver
from worker.steps import RECONCILE
from worker.tasks import Broker

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("index", ["elasticsearch", "folder"])
def test_workers_beats_and_page_make_what_one_process_makes(tmp_path, expected, request, redis_url, postgres_url, index) -> None:
    """Two beats and four workers; nothing is fetched twice."""
    cluster = request.getfixturevalue("cluster") if index == "elasticsearch" else {}
    with serve() as site, Farm(tmp_path / "home", site.port, broker=redis_url, ledger=postgres_url, **cluster) as farm:
        beats = [farm.start("beat") for _ in range(2)]
        others = "fetch,read,plan" if index == "folder" else "fetch,read,index,plan"
        workers = [farm.start("worker", "--concurrency", "2"), *(farm.start("worker", "--queues", others) for _ in range(3))]
        keys = farm.plan(COUNT)
        farm.finish(keys)
        assert farm.state() == expected
        assert {path: times for path, times in site.asked.items() if times != 1 and path != "/robots.txt"} == {}
        page = farm.start("serve", "--port", "0", "--json")
        wait_for(lambda: '{"address"' in farm.log)
        address = json.loads(next(line for line in farm.log.splitlines() if line.startswith('{"address"')))["address"]
        with urllib.request.urlopen(f"{address}api/v1/search?all=true&limit=1") as answer:
            assert json.load(answer)["summary"]["total"] == len(expected["ids"])
        _page_knows_the_workers(address)
        if index == "folder":
            _workers_watch_the_inbox(farm)
        assert [farm.stop(process) for process in (*workers, *beats, page)] == [0] * 7
        assert "Traceback" not in farm.log


def _page_knows_the_workers(address: str) -> None:
    """Health and metrics tell when a task ran last; a file sent to the page is read and indexed by them."""
    with urllib.request.urlopen(f"{address}health") as answer:
        queues = json.load(answer)["queues"]
    assert set(queues) == {"fetch", "read", "index", "plan"}
    assert all(queue["ran"] and queue["waiting"] < 50 for queue in queues.values())
    with urllib.request.urlopen(f"{address}metrics") as answer:
        assert b'zongshu_queue_ran_seconds{queue="index"}' in answer.read()
    text = "政协岚江省委员会工作综述\n一年来立案提案四百零七件。\n".encode()
    sent = httpx.post(f"{address}api/v1/ingest", params={"name": "a.txt"}, content=text)
    assert sent.status_code == 202
    asked = f"{address}api/v1/search?all=true&q=" + urllib.parse.quote('"立案提案四百零七件"')

    def found() -> bool:
        with urllib.request.urlopen(asked) as answer:
            return bool(json.load(answer)["summary"]["total"] == 1)

    wait_for(found)


def _workers_watch_the_inbox(farm: Farm) -> None:
    """What is put there is taken in by whichever process sweeps."""
    (farm.home / "inbox" / "b.txt").write_text("政协岚江省委员会提案综述\n一年来立案提案五百零七件。\n", "utf-8")
    (farm.home / "inbox" / "c.txt").write_bytes(b"")
    wait_for(lambda: (farm.home / "inbox/done/b.txt").exists() and (farm.home / "inbox/failed/c.txt.reason.txt").exists())


def test_what_the_calendar_promises_is_planned_once_by_two_beats(tmp_path, redis_url, postgres_url) -> None:
    """The sample's sites end in 2024: today's first pages are asked for once each, and found to be missing. A problem is told once, too."""
    follow = {"ZONGSHU_FOLLOW__PAPERS": "ljrb", "ZONGSHU_FOLLOW__CATCH_UP": "3", "ZONGSHU_ALARMS__DISK_GIGABYTES": "1000000"}
    with serve() as site, Farm(tmp_path / "home", site.port, broker=redis_url, ledger=postgres_url) as farm:
        for _ in range(2):
            farm.start("beat", **follow)
        for queues in ("fetch,read,index,plan", "fetch,read,plan"):
            farm.start("worker", "--queues", queues, **follow)
        with Ledger(postgres_url) as ledger:
            wait_for(lambda: len(ledger.reports.coverage("ljrb")) >= 3)
            wait_for(lambda: ledger.reports.progress().open == 0)
            wait_for(lambda: any(one.told for one in ledger.alarms.tellings()))
            told = [(one.way, one.event, one.alarm.key) for one in ledger.alarms.tellings()]
            assert told.count(("log", "raised", "disk:home")) == 1
            assert set(told) <= {("log", "raised", "disk:home"), ("log", "raised", "age:ljrb")}  # the entry may have been seen by then
            assert len(told) == len(set(told))
            days = {issue.date for issue in ledger.reports.coverage("ljrb")}
        assert max(days) - min(days) == timedelta(len(days) - 1)
        first_pages = {path: times for path, times in site.asked.items() if f"/{max(days):%Y}" in path}
        assert len(first_pages) == len(days)
        assert set(first_pages.values()) == {1}


def test_what_a_beat_asks_for_is_told_and_reconciled(tmp_path, site, start_redis, postgres_url) -> None:
    """New hits of a saved search go to its receiver, and the reconciliation that is due is made, by a worker that a beat wakes."""
    with receiver() as hook:
        settings = {"saved__webhook": hook.address, "alarms__allow": "127.0.0.1", "reconcile__every": "1"}
        settings |= {"broker": start_redis().url, "ledger": postgres_url}
        with Farm(tmp_path / "home", site.port, **settings) as farm, Ledger(postgres_url) as ledger:
            farm.start("worker")
            farm.run("saved", "add", "本报讯", "--all", "--name", "本报讯", "--alert", "webhook")
            farm.run("crawl", "ljrb", "--latest")
            found = {hit["id"] for hit in farm.run("search", "本报讯", "--all", "--limit", "100")}
            assert found
            due = datetime.now(UTC) - timedelta(hours=2)
            ledger.marks.done(RECONCILE, due)
            farm.start("beat")
            wait_for(lambda: ledger.marks.latest(RECONCILE)[""] > due and hook.bodies, 60, lambda: farm.log[-4000:])
            (note,) = hook.notes
            assert {one["id"] for one in note["items"]} == found
            assert "reconcile: 1 issues, 0 differences, 0 left" in farm.log


def test_a_beat_told_to_end_while_it_sends_ends(farm, redis_url, postgres_url) -> None:
    """Though what it is in the middle of makes another error of it."""
    made = farm(broker=redis_url, ledger=postgres_url)
    beat = made.start("beat", program=[str(Path(__file__).with_name("interrupted.py"))])
    assert beat.wait(timeout=60) == 0
    assert "I/O operation on closed file" in made.log


def test_a_lost_message_is_healed_and_a_doubled_one_changes_nothing(farm, servers) -> None:
    with farm(**servers) as made:
        keys = made.plan(2)
        broker = Broker(made.settings)
        for key in keys:
            for _ in range(3):
                broker.send("read", key)
                broker.send("fetch", "epaper.lanjiang.example")
                broker.send("index")
        made.start("worker")
        made.start("beat")
        made.finish(keys)  # hosts that no message named are woken by the sweep
        wait_for(lambda: set(broker.lengths().values()) == {0})
        assert all(broker.stamps.queues()[queue].ran for queue in ("fetch", "read", "index"))
        broker.close()
        held = made.state()["held"]
        assert {outcome for outcome, _, _ in held.values()} == {"indexed"}
