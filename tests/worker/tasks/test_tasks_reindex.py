"""`reindex` as a task: the alias moves while four searchers ask, and none of them notices."""

import json
import threading
import urllib.parse
import urllib.request
from collections import Counter

import pytest

from tasks.farm import Farm, wait_for
from worker.index import open_from

pytestmark = pytest.mark.slow

QUERY = urllib.parse.quote("政协")
COUNT = 12


class Searchers:
    """Four threads that ask two pages the same question until the context ends; `totals` counts their answers."""

    def __init__(self, addresses: list[str]) -> None:
        self._over = threading.Event()
        self._lock = threading.Lock()
        self.totals: Counter[object] = Counter()
        self._threads = [threading.Thread(target=self._ask, args=(address,)) for address in addresses * 2]

    def __enter__(self) -> "Searchers":
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        for thread in self._threads:
            thread.join()

    def _ask(self, address: str) -> None:
        while not self._over.is_set():
            try:
                with urllib.request.urlopen(f"{address}api/v1/search?q={QUERY}&all=true&facets=true") as answer:
                    found = json.load(answer)
                    seen: object = (found["summary"]["total"], len(found["hits"]))
            except OSError as error:
                seen = repr(error)
            with self._lock:
                self.totals[seen] += 1


def _pages(farm: Farm, count: int) -> list[str]:
    for _ in range(count):
        farm.start("serve", "--port", "0", "--json")
    wait_for(lambda: farm.log.count('{"address"') == count)
    return [json.loads(line)["address"] for line in farm.log.splitlines() if line.startswith('{"address"')]


def _live(farm: Farm) -> str | None:
    index = open_from(farm.settings)
    try:
        return index.generations.live()
    finally:
        index.close()


def test_rebuilding_and_reading_again_under_searchers(farm, servers) -> None:
    made = farm(**servers)
    keys = made.plan(COUNT)
    for _ in range(2):
        made.start("worker", "--concurrency", "2")
    made.start("beat")
    made.finish(keys)
    before, first = made.state(), _live(made)
    generations = [first]
    with Searchers(_pages(made, 2)) as searchers:
        wait_for(lambda: searchers.totals.total() > 20)
        for line in (["reindex"], ["reindex", "--reread"], ["reindex", "--rollback"]):
            asked = searchers.totals.total()
            assert made.start(*line).wait(timeout=180) == 0, made.log
            generations.append(_live(made))
            assert searchers.totals.total() > asked
    assert len(searchers.totals) == 1, searchers.totals
    ((total, _),) = searchers.totals
    assert total > 0
    assert generations[0] != generations[1] != generations[2] != generations[3] == generations[1]
    assert made.state() == before
    assert "Traceback" not in made.log
