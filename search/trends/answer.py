"""Questions about phrases over the years answered by counts of the engine: a pass for each phrase, then one for each of its years."""

from collections.abc import Sequence
from dataclasses import replace

from articles.errors import QueryError
from articles.exchange import from_json
from indexing import Request
from indexing.engines.protocol import All, Range, Response
from search.answer import Search
from search.cite import cite
from search.query import filters
from search.question import Question
from search.trends.lines import Counted, groups, whole
from search.trends.model import Line, Seen, TrendAnswer, TrendQuestion, TrendsSummary
from search.trends.years import axis

#: Requests sent to the engine at once.
_BATCH = 100


def narrowed(question: TrendQuestion) -> Question:
    """The search for all accounts that a question looks at. Names and synonyms are no part of it: what counts is what stands there."""
    return Question(
        years=question.years,
        organ=question.organ,
        place=question.place,
        paper=question.paper,
        all_=question.all_,
        synonyms=False,
        names=False,
        limit=0,
    )


class Trends:
    """Answers questions about phrases over the years; any number of threads may ask."""

    def __init__(self, search: Search) -> None:
        self._search = search

    def ask(self, question: TrendQuestion) -> TrendAnswer:
        """The lines. QueryError says where a phrase cannot be understood; EngineError where the index cannot answer."""
        for phrase in question.phrases:
            self._check(phrase)
        narrow = narrowed(question)
        requests = [self._search.request(replace(narrow, query=phrase)) for phrase in ("", *question.phrases)]
        wholes = self._all([replace(one, limit=1, sort="date", facets=("years", "place", "organ")) for one in requests])
        years = axis((int(year) for year, _ in wholes[0].facets["years"]), question.years)
        base, *phrases = self._counted(requests, wholes, years)
        lines, more = list[Line](), 0
        for phrase, found in zip(question.phrases, phrases, strict=True):
            lines.append(replace(whole(phrase, years, base, found), first=self._first(found.whole)))
            of_groups, left = groups(phrase, question.by, question.limit, years, base, found) if question.by else ([], 0)
            lines += map(self._named, of_groups)
            more += left
        first, last = (years[0], years[-1]) if years else (None, None)
        missing = self._search.ask(narrow).missing
        return TrendAnswer(tuple(lines), TrendsSummary(base.whole.total, first, last, more, missing))

    def _check(self, phrase: str) -> None:
        """QueryError for a phrase that asks for nothing, or for kinds: those are no part of the accounts it is measured by."""
        tree = self._search.tree(phrase)
        if tree is None:
            raise QueryError("query_no_text", query=phrase)
        if "kind" in filters(tree):
            raise QueryError("trend_kind", query=phrase)

    def _all(self, requests: Sequence[Request]) -> list[Response]:
        found: list[Response] = []
        for start in range(0, len(requests), _BATCH):
            found += self._search.index.ask_all(requests[start : start + _BATCH])
        return found

    def _counted(self, requests: Sequence[Request], wholes: Sequence[Response], years: Sequence[int]) -> list[Counted]:
        """What was counted of each request, in each year of the answer that has any."""
        some = [[int(year) for year, _ in whole.facets["years"] if int(year) in set(years)] for whole in wholes]
        narrow = [_of_year(request, year) for request, found in zip(requests, some, strict=True) for year in found]
        answers = iter(self._all(narrow))
        return [Counted(whole, {year: next(answers) for year in found}) for whole, found in zip(wholes, some, strict=True)]

    def _first(self, whole: Response) -> Seen | None:
        """The first hit by date."""
        if not whole.hits:
            return None
        article = from_json(whole.hits[0].article)
        date = article.date.isoformat() if article.date else None
        return Seen(article.id, date, article.title, cite(article, self._search.names.get(article.paper, article.paper)))

    def _named(self, line: Line) -> Line:
        return replace(line, name=self._search.lexicon.divisions.get(line.group or "", line.group))


def _of_year(request: Request, year: int) -> Request:
    """A request narrowed to a year, its places and organs counted."""
    both = All((request.filter, Range("years", year, year)))
    return replace(request, filter=both, limit=0, facets=("place", "organ"))
