"""Questions about figures answered: articles from the index, their figures, the series they form, the years between."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import chain

from articles.exchange import from_json
from articles.model import Article
from articles.reading.series import Key
from indexing import Request
from indexing.engines.protocol import After, All, Everything, OneOf
from search.answer import Search
from search.query import Span, places
from search.question import Question
from search.series.gaps import accounts, gaps
from search.series.gathering import Gathered, Telling
from search.series.model import FigureAnswer, FigureQuestion, FiguresSummary, Point, Series
from search.series.points import points
from search.series.wanted import Wanted

#: Articles fetched at once, and read for one answer unless more are asked for: at twelve thousandths of a second for the longest reports.
_CHUNK, MOST_READ = 100, 1_000
#: Figures held for one answer: at 1.7 kilobytes each.
MOST_TAKEN = 100_000
#: An account may tell of years around those it covers: of a plan's last year, of the first year of five.
_AROUND = 5


Progress = Callable[[int, int], object]


class Figures:
    """Answers questions about figures; any number of threads may ask."""

    def __init__(self, search: Search) -> None:
        self._search = search

    def ask(self, question: FigureQuestion, most: int | None = MOST_READ, progress: Progress = lambda read, of: None) -> FigureAnswer:
        """The series; at most `most` articles are read (None: all), which `scanned` tells; `progress` hears how many so far.

        QueryError, EngineError.
        """
        wanted = Wanted(question.what, self._search.tokens)
        narrow = Question(wanted.query, organ=question.organ, place=question.place, paper=question.paper, synonyms=False, limit=0)
        beside = self._search.ask(replace(narrow, years=question.years))
        wide = self._search.request(replace(narrow, years=_around(question.years)))
        request = self._itself(question, wide)
        total = self._search.index.ask(request).total
        below = 0 if request is wide else self._search.index.ask(wide).total - total
        gathered = Gathered(question, wanted, self._search.names)
        reading = total if most is None else min(most, total)
        for article in self._articles(request, reading):
            gathered.read(article)
            progress(gathered.scanned.read, reading)
            if gathered.taken >= MOST_TAKEN:
                break
        series = self._series(gathered)
        given = self._told(series[: question.limit], gathered)
        return FigureAnswer(
            given,
            FiguresSummary(
                more=len(series) - len(given),
                unfit=tuple(gathered.unfit),
                unfit_total=gathered.unfit_total,
                scanned=replace(gathered.scanned, articles=total),
                missing=beside.missing,
                below=max(0, below),
                blamed=() if total else tuple(replace(one, term=one.term.strip('"'), at=None) for one in beside.blamed),
            ),
        )

    def _itself(self, question: FigureQuestion, request: Request) -> Request:
        """The request for a place itself, without the divisions below, unless those are asked for."""
        if not question.place or question.below:
            return request
        codes = dict.fromkeys(chain.from_iterable(places(one, self._search.lexicon.places) for one in question.place))
        only = OneOf("place", tuple(codes))
        return replace(request, filter=only if isinstance(request.filter, Everything) else All((request.filter, only)))

    def _articles(self, request: Request, most: int) -> Iterator[Article]:
        """The articles of a request by date, up to `most`."""
        page = replace(request, sort="date", counted=False)
        read = 0
        while read < most:
            hits = self._search.index.ask(replace(page, limit=min(_CHUNK, most - read))).hits
            found = [from_json(hit.article) for hit in hits]
            yield from found
            read += len(found)
            if not found:
                return
            page = replace(page, after=After(_day(found[-1]), found[-1].id, read))

    def _series(self, gathered: Gathered) -> list[tuple[Key, list[Telling], tuple[Point, ...]]]:
        """The series in the order they are told: those that are what was asked, then those with the most years."""
        made = []
        for key, told in gathered.found.items():
            made.append((key, told, points(told, lambda one, key=key: gathered.set_aside(key, one, "stage"))))  # type: ignore[misc]
        return sorted(made, key=lambda one: _order(one[0], one[2], gathered.wanted))

    def _told(self, series: list[tuple[Key, list[Telling], tuple[Point, ...]]], gathered: Gathered) -> tuple[Series, ...]:
        bodies = list(dict.fromkeys((key.organ, key.place) for key, _, _ in series))
        held = accounts(self._search.index, bodies)
        return tuple(
            Series(
                organ=key.organ,
                place=gathered.places[key.place],
                what=key.what,
                unit=key.unit,
                years=key.years,
                rule=told[0].keyed.rule or "",
                points=found,
                gaps=gaps(found, gathered.question.years, held[key.organ, key.place]) if key.years == 1 else (),
            )
            for key, told, found in series
        )


def _order(key: Key, found: tuple[Point, ...], wanted: Wanted) -> tuple[object, ...]:
    achieved = len({point.year for point in found if point.status == "achieved"})
    return wanted.rank(key.what), key.years, -achieved, -len(found), key.organ, key.place, key.what, key.unit


def _around(span: Span | None) -> Span | None:
    """The years whose accounts may tell of a span."""
    if span is None:
        return None
    return Span(max(0, span.first - _AROUND) if span.first is not None else None, span.last + _AROUND if span.last is not None else None)


def _day(article: Article) -> float | None:
    return int(f"{article.date:%Y%m%d}") if article.date else None
