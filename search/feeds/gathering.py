"""The entries of a feed: hits of a question, those that there was last something new about first."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from heapq import merge, nlargest
from itertools import islice

from search.among import among
from search.answer import Search
from search.export import Item
from search.feeds.model import NEVER, Entry
from search.question import Question
from storage.ledger import SHANGHAI, Arrival, Arrivals, Moment

#: Hits that are all looked at; where there are more, what came in is gone through backwards, so many at once and so many in all.
_FEW, _CHUNK, _FARTHEST = 1000, 500, 20_000


def newest(search: Search, arrivals: Arrivals, question: Question, most: int) -> list[Entry]:
    """The `most` hits with the newest news: indexed, revised, withdrawn, back. QueryError, EngineError, StorageError.

    Of a question with more than a thousand hits, those among the last 20,000 articles there is news about.
    """
    asked = replace(search.request(question), sort="date", limit=_FEW + 1)
    answer = search.index.ask(replace(asked, counted=False))
    if len(answer.hits) <= _FEW:
        known = arrivals.of(hit.id for hit in answer.hits)
        last = set(nlargest(most, known, key=lambda id_: (known[id_].updated, id_)))
        items = {hit.id: Item.of(hit.article, search.names) for hit in answer.hits if hit.id in last or hit.id not in known}
    else:
        items = _backwards(search, arrivals, question, most)
        known = arrivals.of(items)
    marks = search.highlighter(question.query, question.words, question.synonyms)
    chosen = sorted(items.values(), key=lambda item: _order(item, known), reverse=True)[:most]
    return [_entry(item, known, marks.snippet(item.article.text).text) for item in chosen]


def _backwards(search: Search, arrivals: Arrivals, question: Question, most: int) -> dict[str, Item]:
    """Hits among what there is news about, the newest news first, until there are enough."""
    found = dict[str, Item]()
    news = merge(arrivals.moved(_FARTHEST), _arrived(arrivals), key=lambda one: (one.at, one.id), reverse=True)
    ids = _distinct(islice(news, _FARTHEST))
    while len(found) < most and (some := list(islice(ids, _CHUNK))):
        hits = among(search, question, some)
        found |= {id_: hits[id_] for id_ in some if id_ in hits}
    return found


def _distinct(news: Iterable[Moment]) -> Iterator[str]:
    """The articles there is news about, each where its newest stands."""
    seen = set[str]()
    for one in news:
        if one.id not in seen:
            seen.add(one.id)
            yield one.id


def _arrived(arrivals: Arrivals) -> Iterator[Moment]:
    place: Moment | None = None
    while page := arrivals.newest(_CHUNK, place):
        yield from page
        place = page[-1]


def _order(item: Item, known: Mapping[str, Arrival]) -> tuple[dt.datetime, str]:
    return _updated(item, known), item.article.id


def _updated(item: Item, known: Mapping[str, Arrival]) -> dt.datetime:
    arrival = known.get(item.article.id)
    return arrival.updated if arrival else _printed(item)


def _printed(item: Item) -> dt.datetime:
    """Of an article that is in the index alone: its day."""
    return dt.datetime.combine(item.article.date, dt.time(), SHANGHAI) if item.article.date else NEVER


def _entry(item: Item, known: Mapping[str, Arrival], snippet: str) -> Entry:
    arrival = known.get(item.article.id)
    first = arrival.first if arrival else _printed(item)
    return Entry(item, first, _updated(item, known), snippet, gone=bool(arrival and arrival.gone))
