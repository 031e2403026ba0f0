"""Searchers: each answer is checked, and timed. What was acknowledged before a question must hold in its answer."""

import json
import random
import threading
import time
from typing import TYPE_CHECKING

from articles.errors import ZongshuError
from articles.exchange import from_json
from bench.live.writers import left_alone
from indexing import Index, Request
from indexing.engines.protocol import Everything, Token
from worker.index import open_from
from worker.runner import open_kit
from worker.steps import Kit

if TYPE_CHECKING:
    from bench.live.trial import Trial

#: A word every sample home is full of.
_WORD = Token("text_bigrams", "政协")


def search(trial: "Trial") -> None:
    """Search in several threads until the rebuild is over."""
    with open_kit(trial.settings()) as kit:
        index = open_from(trial.settings())
        searchers = [Searcher(trial, number, kit, index) for number in range(trial.searchers)]
        for one in searchers:
            one.go()
        trial.notes("searching").touch()
        threads = [threading.Thread(target=one.until_over) for one in searchers]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        index.close()
    found = {name: [each for one in searchers for each in getattr(one, name)] for name in ("before", "during", "faults")}
    trial.notes("searching").write_text(json.dumps(found))


class Searcher:
    """One searcher: the seconds its questions took before the rebuild and during it, and what was wrong."""

    def __init__(self, trial: "Trial", number: int, kit: Kit, index: Index) -> None:
        self.before: list[float] = []
        self.during: list[float] = []
        self.faults: list[str] = []
        self._trial, self._kit, self._index = trial, kit, index
        self._chance = random.Random(f"{trial.seed} searcher {number}")
        self._keys = [issue.key for issue in kit.ledger.issues.with_articles() if issue.outcome == "indexed"]
        self._left_alone = [key for key in self._keys if left_alone(key)]

    def until_over(self) -> None:
        """Ask until the rebuild is over."""
        while not self._trial.over.exists():
            self.go()
            time.sleep(0.01)

    def go(self) -> None:
        """One question of each kind."""
        for question in (self._word, self._known, self._indexed, self._gone):
            try:
                fault = question()
            except ZongshuError as error:
                fault = f"{type(error).__name__} {error}"
            if fault:
                self.faults.append(f"{question.__name__}: {fault}")

    def _word(self) -> str | None:
        """A search that always has hits, its articles none that was gone before."""
        gone = self._gone_now()
        began = time.perf_counter()
        answer = self._index.ask(Request(_WORD, limit=20, facets=("paper",)))
        (self.during if self._trial.begun.exists() else self.before).append(time.perf_counter() - began)
        newest = self._index.ask(Request(Everything(), sort="-date", limit=50, offset=self._chance.randrange(self._trial.articles // 2)))
        back = [hit.id for hit in (*answer.hits, *newest.hits) if hit.id in gone and self._lost(hit.id)]
        return f"gone before: {back}" if back else None if answer.total and answer.hits and newest.hits else "empty"

    def _known(self) -> str | None:
        """An article nobody touches."""
        row = self._chance.choice(self._kit.ledger.readings.articles(self._chance.choice(self._left_alone)))
        return None if self._index.get(row.id) else f"{row.id} is not there"

    def _indexed(self) -> str | None:
        """Articles of an issue that was indexed before, at least as they were then."""
        issue = self._kit.ledger.issues.get(self._chance.choice(self._keys))
        rows = self._kit.ledger.readings.articles(issue.key) if issue else []
        again = self._kit.ledger.issues.get(issue.key) if issue else None
        if not issue or not rows or not again or (again.outcome, again.digest) != ("indexed", issue.digest):
            return None
        row = self._chance.choice(rows)
        found = self._index.get(row.id)
        if row.lost or (found and from_json(found).revision >= row.revision):
            return None
        now = self._kit.ledger.readings.article(row.id)
        return f"{row.id} lacks revision {row.revision}" if now and not now.lost else None

    def _gone(self) -> str | None:
        """An article whose deletion was acknowledged before."""
        gone = sorted(self._gone_now())
        id_ = self._chance.choice(gone) if gone else ""
        return f"{id_} is back" if gone and self._index.get(id_) and self._lost(id_) else None

    def _gone_now(self) -> set[str]:
        return {one.id for one in self._kit.ledger.indexing.tombstones(pending=False) if one.applied}

    def _lost(self, id_: str) -> bool:
        """Whether an article is still gone by the ledger, acknowledged."""
        return any(one.id == id_ and one.applied for one in self._kit.ledger.indexing.tombstones(pending=False))
