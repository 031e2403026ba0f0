"""Where saved searches are kept: in the ledger, under a name and a key that never comes again."""

import datetime as dt
from collections.abc import Callable, Collection
from dataclasses import dataclass

from articles.errors import QueryError, UnknownArticle
from search.answer import Search
from search.holdings import utc_now
from search.question import Question
from search.saved.asked import asked_data, question_of
from storage.ledger import ALERTS, Alert, Ledger, SavedRow

#: Searches kept at the most, and characters of a name.
MOST, LONGEST_NAME = 500, 100


@dataclass(frozen=True, slots=True)
class SavedSearch:
    """A search that is kept: its key, name and question, how new hits are told, and since when."""

    key: str
    name: str
    question: Question
    alert: Alert
    created: dt.datetime


class Shelf:
    """Keeps searches. `ways` are those by which new hits can be told by the settings; by `clock` they are saved."""

    def __init__(self, ledger: Ledger, search: Search, ways: Collection[str] = (), clock: Callable[[], dt.datetime] = utc_now) -> None:
        self._ledger, self._search, self._clock = ledger, search, clock
        self.ways: tuple[Alert, ...] = tuple(way for way in ALERTS if way == "none" or way in ways)

    def add(self, name: str, question: Question, alert: str = "none") -> SavedSearch:
        """Keep a question under a name.

        QueryError: it cannot be understood, the name is empty, too long or taken, there is no such way, or too many are kept.
        """
        name = " ".join(name.split())
        if not name or len(name) > LONGEST_NAME or not name.isprintable():
            raise QueryError("saved_name", expected=LONGEST_NAME)
        way = next((one for one in self.ways if one == alert), None)
        if way is None:
            raise QueryError("saved_way", way=alert, expected=" ".join(self.ways))
        self._search.request(question)
        row = self._ledger.saved.add(name, asked_data(question), way, self._clock(), MOST)
        if row is None:
            taken = self._ledger.saved.get(name) is not None
            raise QueryError("saved_taken", name=name) if taken else QueryError("saved_many", expected=MOST)
        return _of(row)

    def all(self) -> list[SavedSearch]:
        """Every search, in the order they were saved."""
        return [_of(row) for row in self._ledger.saved.all()]

    def one(self, name: str) -> SavedSearch:
        """A search by key or name. UnknownArticle where there is none."""
        row = self._ledger.saved.get(name)
        if row is None:
            raise UnknownArticle("saved_unknown", name=name[:LONGEST_NAME])
        return _of(row)

    def remove(self, name: str) -> SavedSearch:
        """Forget a search, by key or name; what it was. UnknownArticle."""
        found = self.one(name)
        self._ledger.saved.remove(found.key)
        return found


def _of(row: SavedRow) -> SavedSearch:
    return SavedSearch(row.key, row.name, question_of(row.asked), row.alert, row.created)
