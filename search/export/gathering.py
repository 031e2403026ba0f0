"""The articles of a file: all hits of a question in its order, or those of a list of ids, one after the other."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from articles.errors import UnknownArticle
from indexing.engines.protocol import After, Hit, Request, View
from search.answer import Search
from search.export.model import Item
from search.holdings import Holdings
from search.index import Index
from search.question import Question

#: Hits asked for at once.
PAGE = 500


def found(search: Search, question: Question, most: int | None = None, page: int = PAGE) -> Iterator[Item]:
    """The hits of a question in its order, `most` of them or all; memory holds a page. QueryError, EngineError.

    By date the walk is by places in the order, by relevance it is on one view of the index (docs/decisions/0072).
    """
    asked = search.request(question)
    scored = asked.sort == "relevance"
    view = search.index.view() if scored and most != 0 else None
    try:
        for hit in _walked(view or search.index, asked, scored, page, most):
            yield Item.of(hit.article, search.names)
    finally:
        if view:
            view.close()


def _walked(index: Index | View, asked: Request, scored: bool, page: int, most: int | None) -> Iterator[Hit]:
    after: After | None = None
    given = 0
    while most is None or given < most:
        wanted = page if most is None else min(page, most - given)
        hits = index.ask(replace(asked, limit=wanted, after=after, counted=False)).hits
        yield from hits
        given += len(hits)
        if len(hits) < wanted:
            return
        after = After(_key(hits[-1], scored), hits[-1].id, given)


def _key(hit: Hit, scored: bool) -> float | None:
    """What the order is by: the score, or the date as a number."""
    if scored:
        return hit.score
    date = Item.of(hit.article, {}).article.date
    return int(f"{date:%Y%m%d}") if date else None


def chosen(search: Search, holdings: Holdings, ids: Sequence[str]) -> Iterator[Item]:
    """The articles of those ids, each once, in their order; an id that moved is followed. UnknownArticle."""
    for id_ in dict.fromkeys(standing(search, holdings, id_) for id_ in ids):
        stored = search.index.get(id_)
        if stored is None:
            raise UnknownArticle("query_no_article", id=id_)
        yield Item.of(stored, search.names)


def standing(search: Search, holdings: Holdings, id_: str) -> str:
    """The id under which an article is indexed now. UnknownArticle."""
    if search.index.get(id_) is not None:
        return id_
    moved = holdings.standing(id_)
    if moved is None or search.index.get(moved.id) is None:
        raise UnknownArticle("query_no_article", id=id_)
    return moved.id
