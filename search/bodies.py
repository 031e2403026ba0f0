"""Accounts of a body that are held: of a year, of the year before and the year after."""

from collections.abc import Iterable, Sequence
from typing import get_args

from articles.exchange import from_json
from articles.model import Article, Kind, Neighbour
from indexing import Request
from indexing.engines.protocol import All, Clause, OneOf, Range
from search.index import Index

#: Accounts of one year that are looked at to compare two, and to tell the year before or after.
_MOST, _MOST_NEXT = 200, 40
#: Years that are tried where the one wanted has no account.
_TRIES = 3
_KINDS: tuple[Kind, ...] = get_args(Kind)


def accounts(index: Index, year: int, organs: Sequence[str], places: Sequence[str], *more: Clause, most: int = _MOST) -> list[Article]:
    """The accounts of a year by date: those that end with it, else those that cover it. EngineError."""
    request = Request(All((*_body(organs, places), Range("years", year, year), *more)), sort="date", limit=most, counted=False)
    found = [from_json(hit.article) for hit in index.ask(request).hits]
    return [one for one in found if one.period and one.period.to == year] or found


def _body(organs: Sequence[str], places: Sequence[str]) -> list[Clause]:
    scope: list[Clause] = [OneOf("scope", ("summary",))]
    return scope + [OneOf(name, tuple(values)) for name, values in (("organ", organs), ("place", places)) if values]


def likest(article: Article, found: Iterable[Article]) -> list[Article]:
    """Accounts by how well they stand beside one: of as many years, of its kind, in its paper; the first printed."""
    return sorted(found, key=lambda one: (unlike(article, one), one.date is None, one.date, one.id))


def unlike(one: Article, other: Article) -> tuple[bool, bool, int, bool]:
    """What parts two accounts: years covered, kind (reports first), paper."""
    return _span(one) != _span(other), one.kind != other.kind, _KINDS.index(other.kind), one.paper != other.paper


def _span(article: Article) -> int:
    return article.period.to - article.period.from_ if article.period else 0


def neighbours(index: Index, article: Article) -> tuple[Neighbour | None, Neighbour | None]:
    """The accounts of the same body of the nearest years before and after that are held; None where there is none. EngineError."""
    if article.organ is None or article.place is None or article.period is None or not article.kind.startswith("summary."):
        return None, None
    years = _years(index, article)
    first, last = article.period.from_, article.period.to
    before = _nearest(index, article, [year for year in reversed(years) if year < first])
    return before, _nearest(index, article, [year for year in years if year > last])


def _years(index: Index, article: Article) -> list[int]:
    """The years of which the body's accounts are held, rising."""
    body = _body([article.organ or ""], [article.place.code if article.place else ""])
    return sorted(int(year) for year, _ in index.ask(Request(All(tuple(body)), limit=0, facets=("years",))).facets["years"])


def _nearest(index: Index, article: Article, years: Sequence[int]) -> Neighbour | None:
    """The account of the first of those years that overlaps none of the article's."""
    for year in years[:_TRIES]:
        found = accounts(index, year, [article.organ or ""], [article.place.code if article.place else ""], most=_MOST_NEXT)
        apart = [one for one in found if _apart(article, one)]
        if apart:
            best = likest(article, apart)[0]
            return Neighbour(best.id, best.paper, best.date, best.title, best.period)
    return None


def _apart(one: Article, other: Article) -> bool:
    if one.period is None or other.period is None:
        return False
    return other.period.to < one.period.from_ or other.period.from_ > one.period.to
