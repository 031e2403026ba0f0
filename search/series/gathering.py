"""Articles → figures of series, as one reads through them."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from articles.model import Article, Place
from articles.reading.figures.numerals import plain
from articles.reading.series import Key, Keyed, keyed
from indexing import fold
from search.cite import cite
from search.series.model import MOST_UNFIT, FigureQuestion, Scanned, Source, Unfit
from search.series.wanted import Wanted


@dataclass(frozen=True, slots=True)
class Telling:
    """A figure of a series, where it is printed and by which rule it is of the series."""

    keyed: Keyed
    source: Source


@dataclass
class Gathered:
    """What was found so far."""

    question: FigureQuestion
    wanted: Wanted
    names: Mapping[str, str]
    found: dict[Key, list[Telling]] = field(default_factory=lambda: defaultdict(list))
    places: dict[str, Place] = field(default_factory=dict)
    unfit: list[Unfit] = field(default_factory=list)
    unfit_total: int = 0
    taken: int = 0
    scanned: Scanned = field(default_factory=Scanned)

    def read(self, article: Article) -> None:
        """Take in the figures of an article that are asked for."""
        figures = keyed(article)
        if article.place:
            self.places[article.place.code] = article.place
        named = [one for one in figures if self.wanted.means(one)]
        united = [one for one in named if self._united(one)]
        dated = [one for one in united if self._dated(one)]
        told = [one for one in dated if self.question.planned or one.figure.status == "achieved"]
        seen = self.scanned
        self.scanned = replace(
            seen,
            read=seen.read + 1,
            figures=seen.figures + len(figures),
            named=seen.named + len(named),
            unit=seen.unit + len(united),
            years=seen.years + len(dated),
            status=seen.status + len(told),
        )
        for one in told:
            self._take(article, one)

    def set_aside(self, key: Key, one: Telling, why: str) -> None:
        """A telling that is of no series after all."""
        self._aside(key.organ, self.places[key.place], one.keyed, one.source, why)

    def _take(self, article: Article, one: Keyed) -> None:
        source = _source(article, one, self.names)
        if one.key:
            self.found[one.key].append(Telling(one, source))
            self.taken += 1
        elif one.why:
            self._aside(article.organ, article.place, one, source, one.why.value)

    def _aside(self, organ: str | None, place: Place | None, one: Keyed, source: Source, why: str) -> None:
        self.unfit_total += 1
        if len(self.unfit) >= MOST_UNFIT:
            return
        years, what = one.figure.period, one.figure.what
        first, last = (years.from_, years.to) if years else (None, None)
        self.unfit.append(Unfit(why, organ, place, what, one.told.unit, first, last, one.figure.status, source))

    def _united(self, one: Keyed) -> bool:
        asked = fold(self.question.unit or "").strip()
        return not asked or asked in {fold(unit) for unit in (one.told.unit, one.figure.unit, one.figure.unit_printed)}

    def _dated(self, one: Keyed) -> bool:
        span, years = self.question.years, one.figure.period
        if span is None:
            return True
        return years is not None and (span.first is None or years.to >= span.first) and (span.last is None or years.from_ <= span.last)


def _source(article: Article, one: Keyed, names: Mapping[str, str]) -> Source:
    figure = one.figure
    at = article.text.rfind(figure.sentence, max(0, figure.start - len(figure.sentence)), figure.start + len(figure.sentence))
    return Source(
        id=article.id,
        paper=article.paper,
        date=article.date.isoformat() if article.date else None,
        title=article.title,
        kind=article.kind,
        citation=cite(article, names.get(article.paper, article.paper)),
        value=plain(one.told.value),
        unit=figure.unit,
        printed=article.text[figure.start : figure.end] + figure.unit_printed,
        qualifier=figure.qualifier,
        direction=figure.direction,
        sentence=figure.sentence,
        start=figure.start,
        end=figure.end,
        mark=figure.start - at if at >= 0 else None,
    )
