"""Which two accounts are meant: by their ids, by two years of a body, by two places in a year."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, product

from articles.errors import QueryError
from articles.model import Article
from indexing import Request
from indexing.engines.protocol import All, Clause, OneOf
from search.answer import Search
from search.bodies import accounts, unlike
from search.compare.model import By
from search.query import kinds, organs, paper, places, span

#: Accounts of either side that are weighed against those of the other, and bodies that are named where several are meant.
_WEIGHED, _NAMED = 40, 8
_YEAR = re.compile(r"\d{4}年?")
_ID = re.compile(r"[a-z][a-z0-9_]*-[A-Za-z0-9_.-]+")


@dataclass(frozen=True, slots=True)
class CompareQuestion:
    """Two ids, years or places (`by` says which; None: what they look like), and what narrows the accounts of years and places.

    By year one place and organ must be meant, by place one organ and year (`years`; None: the newest both have). Of revisions `first` and
    `second` are numbers, `id` the article's.
    """

    first: str
    second: str
    by: By | None = None
    organ: tuple[str, ...] = ()
    place: tuple[str, ...] = ()
    paper: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    years: str = ""
    id: str = ""

    def meant(self) -> By:
        """What the two are chosen by."""
        if self.by:
            return self.by
        if self.id:
            return "revision"
        words = (self.first.strip(), self.second.strip())
        if all(_YEAR.fullmatch(word) for word in words):
            return "year"
        return "id" if all(_ID.fullmatch(word) for word in words) else "place"


@dataclass(frozen=True, slots=True)
class Chosen:
    """The two accounts that are compared, and the others each side has."""

    before: Article
    after: Article
    others_before: tuple[Article, ...] = ()
    others_after: tuple[Article, ...] = ()


def of_years(search: Search, question: CompareQuestion) -> Chosen:
    """The accounts of one body of two years. QueryError where none is held, or several bodies are meant."""
    found = [_of_year(search, question, _year(word), question.place) for word in (question.first, question.second)]
    for word, held in zip((question.first, question.second), found, strict=True):
        _held(held, f"{word}年" if word.isdigit() else word)
    before, after = found
    common = {_body(one) for one in before} & {_body(one) for one in after}
    _one_body(common, found)
    return _best(*([one for one in side if _body(one) in common] for side in found))


def of_places(search: Search, question: CompareQuestion) -> Chosen:
    """The accounts of one year of two places. QueryError where none is held, or several organs are meant."""
    sides = (question.first, question.second)
    year = span(question.years).first if question.years.strip() else _newest(search, question)
    found = [_of_year(search, question, year or 0, (place,)) for place in sides]
    for place, held in zip(sides, found, strict=True):
        _held(held, f"{place}（{year}年）")
    before, after = found
    common = {one.organ for one in before} & {one.organ for one in after}
    if len(common) != 1:
        _several([f"{one.organ or '？'}" for one in (before + after if not common else [a for a in after if a.organ in common])])
    return _best(*([one for one in side if one.organ in common] for side in found))


def _newest(search: Search, question: CompareQuestion) -> int:
    """The newest year of which both places have an account."""
    held = [_years(search, question, place) for place in (question.first, question.second)]
    both = held[0] & held[1]
    if not both:
        raise QueryError("compare_no_year", first=question.first, second=question.second)
    return max(both)


def _years(search: Search, question: CompareQuestion, place: str) -> set[int]:
    clauses = [*_narrow(search, question), OneOf("scope", ("summary",)), OneOf("place", _codes(search, (place,)))]
    if question.organ:
        clauses.append(OneOf("organ", _organs(question)))
    return {int(year) for year, _ in search.index.ask(Request(All(tuple(clauses)), limit=0, facets=("years",))).facets["years"]}


def _of_year(search: Search, question: CompareQuestion, year: int, named: Sequence[str]) -> list[Article]:
    return accounts(search.index, year, _organs(question), _codes(search, named), *_narrow(search, question))


def _narrow(search: Search, question: CompareQuestion) -> list[Clause]:
    """Papers and kinds asked for."""
    papers = tuple(paper(one, search.names) for one in question.paper)
    named = tuple(dict.fromkeys(kind for one in question.kind for kind in kinds(one)))
    return [OneOf(name, values) for name, values in (("paper", papers), ("kind", named)) if values]


def _organs(question: CompareQuestion) -> tuple[str, ...]:
    return tuple(dict.fromkeys(chain.from_iterable(organs(one) for one in question.organ)))


def _codes(search: Search, named: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(chain.from_iterable(places(one, search.lexicon.places) for one in named)))


def _year(word: str) -> int:
    asked = span(word)
    if asked.first is None or asked.first != asked.last:
        raise QueryError("query_years", value=word, expected="2022")
    return asked.first


def _body(one: Article) -> tuple[str, str]:
    return one.organ or "", one.place.code if one.place else ""


def _held(found: Sequence[Article], what: str) -> None:
    if not found:
        raise QueryError("compare_none", what=what)


def _one_body(common: set[tuple[str, str]], found: Sequence[Sequence[Article]]) -> None:
    """QueryError where the accounts are of no common body, or of several."""
    if len(common) != 1:
        mine = (one for one in chain.from_iterable(found) if not common or _body(one) in common)
        _several([f"{one.place.name if one.place else ''}{one.organ or '？'}" for one in mine])


def _several(named: Sequence[str]) -> None:
    names = list(dict.fromkeys(named))
    more = "…" if len(names) > _NAMED else ""
    raise QueryError("compare_bodies", bodies="、".join(names[:_NAMED]) + more)


def _best(before: Sequence[Article], after: Sequence[Article]) -> Chosen:
    """The two that stand best beside each other: as many years, one kind (reports first), one paper, the first printed."""
    pairs = product(before[:_WEIGHED], after[:_WEIGHED])
    one, other = min(pairs, key=lambda pair: (unlike(*pair), _when(pair[0]), _when(pair[1])))
    return Chosen(one, other, tuple(_rest(before, one)), tuple(_rest(after, other)))


def _when(one: Article) -> tuple[bool, str, str]:
    return one.date is None, one.date.isoformat() if one.date else "", one.id


def _rest(side: Sequence[Article], chosen: Article) -> Iterator[Article]:
    return (one for one in side if one.id != chosen.id)
