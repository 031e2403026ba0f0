"""Writers: they add issues, correct articles, read others better, withdraw some, bring them back, and delete on request."""

import json
import random
import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING

from articles.errors import EngineUnavailable
from articles.model import Article
from bench.live.homes import MANY, add
from bench.live.readings import UNCHANGED, source
from scrapers.sample import articles
from storage.ledger import ArticleRow
from worker.runner import open_kit
from worker.steps import Kit, index, read

if TYPE_CHECKING:
    from bench.live.trial import Trial

#: The longest pause between two goes, in seconds: each costs whoever indexes a whole issue, in two generations.
_PAUSE = 1.0


def write(trial: "Trial", number: int) -> None:
    """Write until the rebuild is over; on Elasticsearch index too, as every worker does."""
    with open_kit(trial.settings()) as kit:
        writer = Writer(trial, number, kit)
        while not trial.over.exists():
            writer.go()
            read(replace(kit, compute=UNCHANGED))
            time.sleep(writer.chance.random() * _PAUSE)
        trial.notes(f"writer-{number}").write_text(json.dumps(writer.written))


def left_alone(key: str) -> bool:
    """Whether no writer changes an issue: its articles must always be found."""
    return key[-1] in "048c"


class Writer:
    """One writer, with a chance of its own."""

    def __init__(self, trial: "Trial", number: int, kit: Kit) -> None:
        self.kit, self.chance, self.written = kit, random.Random(f"{trial.seed} {number}"), 0
        self._trial, self._number = trial, number
        self._rest = articles(trial.articles + 100_000)
        self._keys = [issue.key for issue in kit.ledger.issues.with_articles() if not left_alone(issue.key)]
        self._away: dict[str, Article] = {}

    def go(self) -> None:
        """Do one thing."""
        what = self.chance.choices((self._edit, self._better, self._withdraw, self._back, self._bury, self._add), (8, 3, 4, 2, 3, 1))[0]
        what()
        self.written += 1
        if self._trial.url:
            self._index()

    def _index(self) -> None:
        try:
            index(self.kit)
        except EngineUnavailable:
            return

    def _edit(self) -> None:
        self._read(lambda article: replace(article, text=f"{article.text}\n补记{self.chance.randrange(10**9)}。"))

    def _better(self) -> None:
        """Another reader finds another organ: no new revision of the source."""
        self._read(lambda article: replace(article, organ=f"联席会{self.chance.randrange(10**9)}"))

    def _withdraw(self) -> None:
        self._read(lambda article: self._away.setdefault(article.id, article) and None)

    def _back(self) -> None:
        """A withdrawn article is there again."""
        if self._away:
            id_ = self.chance.choice(sorted(self._away))
            again = self._away.pop(id_)
            self._read(lambda article: article, id_.rpartition("-")[0], [again])

    def _bury(self) -> None:
        key = self.chance.choice(self._keys)
        living = [row.id for row in self.kit.ledger.readings.articles(key) if not row.lost]
        if living:
            self.kit.ledger.indexing.bury([self.chance.choice(living)], self.kit.clock())

    def _add(self) -> None:
        some = list(islice(self._rest, MANY // 4))
        key = add(self.kit, f"{self._trial.seed}-{self._number}-{self.written}", some)
        self._keys += [] if left_alone(key) else [key]

    def _read(self, change: object, key: str | None = None, more: Sequence[Article] = ()) -> None:
        """Have an issue read again, by a reader that finds one of its articles changed, or none in its place, or more."""
        key = key or self.chance.choice(self._keys)

        def found(old: Sequence[Article], rows: Mapping[str, ArticleRow]) -> list[Article]:
            living = [article for article in old if not rows[article.id].lost]
            at = self.chance.randrange(len(living)) if living else 0
            assert callable(change)
            changed = [one for place, article in enumerate(living) if (one := change(article) if place == at else article)]
            there = {article.id for article in living}
            return changed + [article for article in more if article.id not in there]

        if self.kit.ledger.issues.reread([key], self.kit.clock()):
            read(replace(self.kit, compute=source(found)), key)
