"""Several processes over one home, and commands that are interrupted."""

import json
import signal
import threading
import time

import pytest

from scrapers.sample import calendar, serve

DAYS = calendar("cpwb")[-9:-5]
LINE = ("crawl", "cpwb", "--from", DAYS[0].isoformat(), "--to", DAYS[-1].isoformat(), "--json")


def hits(program) -> list[tuple[str, int]]:
    return [(hit["id"], hit["revision"]) for hit in program("search", "", "--all", "--limit", "1000", "--json").lines]


def test_commands_beside_up_hand_over_their_work_and_see_it_done(running) -> None:
    program, _ = running
    crawls = [program.start(*LINE), program.start(*LINE)]
    ended = [program.end(crawl) for crawl in crawls]
    assert [one.code for one in ended] == [0, 0]
    assert ended[0].lines == ended[1].lines
    assert {line["date"] for line in ended[0].lines if line["outcome"] == "indexed"} == {day.isoformat() for day in DAYS}
    found = hits(program)
    assert len(found) == len(set(found)) == sum(line["articles"] for line in ended[0].lines)
    assert all(revision == 1 for _, revision in found)
    _until(lambda: [(line["key"], len(line["told"])) for line in program("alarms", "--json").lines] == [("disk:home", 1)])
    status = program("status", "--json").lines[-1]
    assert status["owner"] is not None
    rebuilt = program("reindex", "--json")
    assert rebuilt.code == 0, rebuilt.err
    assert rebuilt.lines[0]["generation"] != status["generation"]
    assert hits(program) == found


def test_two_owners_are_one_too_many(running) -> None:
    program, _ = running
    for args in (("up", "--port", "0"), ("demo", "--once")):
        second = program(*args)
        assert (second.code, second.out) == (1, "")
        assert str(program("status", "--json").lines[-1]["owner"]) in second.err


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_crawl_says_so_and_goes_on_when_run_again(zongshu, number: int) -> None:
    with serve() as running:
        zongshu.fixed = {"ZONGSHU_SAMPLE_PORT": str(running.port)}
        process = zongshu.start(*LINE)
        _until(lambda: sum(running.asked.values()) > 10)
        ended = zongshu.end(process, number)
        assert (ended.code, ended.out) == (130, "")
        assert "已中断" in ended.err
        again = zongshu(*LINE)
        assert again.code == 0
        whole = {line["date"] for line in again.lines if line["held"] == "whole"}
        assert whole == {day.isoformat() for day in DAYS}
        found = hits(zongshu)
        assert len(found) == len(set(found)) == sum(line["articles"] for line in again.lines)
        assert all(revision == 1 for _, revision in found)


def test_a_crawl_takes_over_from_an_owner_that_was_killed(zongshu, sites) -> None:
    zongshu.fixed = {"ZONGSHU_SAMPLE_PORT": str(sites.port)}
    owner = zongshu.start("up", "--port", "0", "--json")
    assert owner.stdout is not None
    json.loads(owner.stdout.readline())
    follower = zongshu.start(*LINE)
    timer = threading.Timer(2.0, owner.kill)
    timer.start()
    ended = zongshu.end(follower)
    timer.join()
    zongshu.end(owner)
    assert ended.code == 0
    assert {line["date"] for line in ended.lines if line["outcome"] == "indexed"} == {day.isoformat() for day in DAYS}


@pytest.mark.slow
def test_demo_goes_on_where_it_was_interrupted(zongshu) -> None:
    process = zongshu.start("demo", "--once")
    _until(lambda: len(list(zongshu.home.glob("articles/*/*/*.gz"))) > 20)
    assert zongshu.end(process, signal.SIGINT).code == 130
    ended = zongshu("demo", "--once")
    assert ended.code == 0, ended.err
    assert len(ended.out.splitlines()) >= 3
    assert ended.out.count("检索 ") == 3
    status = zongshu("status", "--json").lines
    assert {line["paper"] for line in status[:-1]} == {"ljrb", "cpwb", "hcrb"}
    assert status[-1]["indexed"] == sum(line["articles"] for line in status[:-1]) > 2_500
    missing = zongshu("search", "", "--paper", "hcrb", "--json", "--facets").lines[-1]["summary"]["missing"]
    assert missing == {"total": 0, "papers": {}, "outcomes": {}}


def _until(true, seconds: float = 120) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.05)
