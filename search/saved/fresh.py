"""What came in that answers a saved search and was not told yet."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from heapq import nlargest

from search.among import among
from search.answer import Search
from search.export import Item
from search.question import Question
from search.saved.asked import question_of
from storage.ledger import Ledger, Moment, SavedRow

#: Arrivals asked about at once.
_CHUNK = 500
#: What came in is looked at again for so long: a transaction that began earlier may end later, and an index be seen later.
_OVERLAP = dt.timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Fresh:
    """New hits: all their ids in the order they came in, and the newest printed of them, those first."""

    ids: Sequence[str]
    shown: Sequence[Item]


def new_hits(search: Search, ledger: Ledger, row: SavedRow, most: int) -> Fresh:
    """Hits that came in first after the search was saved and were not told, `most` of them shown. QueryError, EngineError, StorageError."""
    ids, shown = list[str](), list[Item]()
    for some in _hits(search, ledger, row, question_of(row.asked)):
        ids += [one.article.id for one in some]
        shown = nlargest(most, [*shown, *some], key=_printed)
    return Fresh(ids, shown)


def _hits(search: Search, ledger: Ledger, row: SavedRow, question: Question) -> Iterator[list[Item]]:
    place: Moment | None = None
    while moments := ledger.saved.fresh(row, row.looked - _OVERLAP, place, _CHUNK):
        found = among(search, question, [one.id for one in moments])
        yield [found[one.id] for one in moments if one.id in found]
        place = moments[-1]


def _printed(item: Item) -> tuple[str, str]:
    date = item.article.date
    return date.isoformat() if date else "", item.article.id
