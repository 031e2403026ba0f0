"""The servers' own log proves it: four workers, each a process with one child, keep ten hosts' slots and waste none of them."""

from collections import defaultdict
from functools import partial
from itertools import pairwise
from pathlib import Path

import pytest
from tasks.farm import Farm, wait_for

from polite.site import DAY, Asked, Site
from worker.runner import open_kit
from worker.steps import plan

pytestmark = pytest.mark.slow

SLOT = 2.0
#: Seconds by which the server may note a request late: it waits for the processor too.
LATE = 0.15
HOSTS = [f"127.0.8.{number}" for number in range(1, 11)]
#: Of each host: robots.txt, a layout page, and articles.
ARTICLES = 6


@pytest.fixture
def farm(site: Site, tmp_path: Path, redis_url: str, postgres_url: str):
    site.articles = ARTICLES
    for number, host in enumerate(HOSTS):
        site.paper(tmp_path / "papers", f"swb{number}", host, wait=SLOT)
    servers = {"fetch__allow": "127.0.0.0/8", "papers_folder": str(tmp_path / "papers"), "fetch__wait_floor": "0"}
    with Farm(tmp_path / "home", site.port, broker=redis_url, ledger=postgres_url, **servers) as made:
        yield made


def by_host(log: list[Asked]) -> dict[str, list[float]]:
    """When each host was asked."""
    instants = defaultdict(list)
    for asked in log:
        instants[asked.host].append(asked.at)
    return instants


def _planned(farm: Farm) -> list[str]:
    """Make an issue of each paper due; their keys."""
    with open_kit(farm.settings) as kit:
        return [key for number in range(len(HOSTS)) for key in plan(kit, f"swb{number}", [DAY])]


def _served(site: Site, requests: int) -> bool:
    return len(site.log) >= requests


def test_four_processes_keep_ten_hosts_slots_and_waste_none(farm: Farm, site: Site) -> None:
    """Four children cannot wait for ten hosts: the rate is reached because nobody sleeps."""
    beat = farm.start("beat")
    workers = [farm.start("worker", "--queues", "fetch,plan", "--concurrency", "1") for _ in range(4)]
    _planned(farm)
    total = len(HOSTS) * (ARTICLES + 2)
    wait_for(lambda: len(site.log) >= total, 120, lambda: f"{len(site.log)} of {total}: {farm.log[-4000:]}")
    instants = by_host(site.log)
    assert {host: len(asked) for host, asked in instants.items()} == dict.fromkeys(HOSTS, ARTICLES + 2)
    closest = min(after - before for asked in instants.values() for before, after in pairwise(asked))
    assert closest >= SLOT - LATE
    assert sum((len(asked) - 1) * SLOT / (asked[-1] - asked[0]) for asked in instants.values()) >= 0.95 * len(HOSTS)
    assert [farm.stop(process) for process in (*workers, beat)] == [0] * 5


def test_a_slot_outlives_the_worker_that_took_it(farm: Farm, site: Site) -> None:
    """Killed with requests under way, again and again: no host is asked before its slot is over."""
    beat = farm.start("beat")
    workers = [farm.start("worker", "--queues", "fetch,plan", "--concurrency", "2") for _ in range(2)]
    keys = _planned(farm)
    for served in (15, 35, 55):
        wait_for(partial(_served, site, served), 120, lambda: farm.log[-4000:])
        farm.kill(workers.pop(0))
        workers.append(farm.start("worker", "--queues", "fetch,plan", "--concurrency", "2"))
    with open_kit(farm.settings) as kit:
        wait_for(lambda: all(one.outcome == "fetched" for one in kit.ledger.issues.many(keys).values()), 120, lambda: farm.log[-4000:])
    closest = min(after - before for asked in by_host(site.log).values() for before, after in pairwise(asked))
    assert closest >= SLOT - LATE
    assert [farm.stop(process) for process in (*workers, beat)] == [0] * 3
