"""Comparisons answered: the two accounts found, their key terms told, laid side by side."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace

from articles.errors import QueryError, UnknownArticle
from articles.exchange import from_json
from articles.model import Article
from search.answer import Search
from search.compare.choosing import Chosen, CompareQuestion, of_places, of_years
from search.compare.model import Comparison
from search.compare.side_by_side import compared, side
from search.query import Span
from search.question import Lack, Question
from search.series.wanted import Wanted
from search.terms import explained

#: A revision of an article by its number. UnknownArticle, DamagedArchive.
Past = Callable[[str, int], Article]
#: Other accounts that are named beside the two; digits of a revision's number.
_MOST_OTHERS, _DIGITS = 20, 9


class Comparisons:
    """Lays accounts side by side; any number of threads may ask. `past` reads revisions that the index does not hold any more."""

    def __init__(self, search: Search, past: Past | None = None) -> None:
        self._search = search
        self._past = past

    def ask(self, question: CompareQuestion) -> Comparison:
        """The comparison. QueryError, UnknownArticle, EngineError."""
        by = question.meant()
        chosen = self._chosen(question)
        names, tokens = self._search.names, self._search.tokens
        before, after = (explained(one, tokens, self._search.index) for one in (chosen.before, chosen.after))
        told = compared(before, after, by, Wanted("", tokens), names)
        others = [tuple(side(one, names) for one in some[:_MOST_OTHERS]) for some in (chosen.others_before, chosen.others_after)]
        missing = self._missing(question, before, after) if by in ("year", "place") else Lack()
        return replace(told, others_before=others[0], others_after=others[1], missing=missing)

    def _missing(self, question: CompareQuestion, before: Article, after: Article) -> Lack:
        """Issues that may print accounts of those years and are not held: each once."""
        years = sorted({one.period.to for one in (before, after) if one.period})
        joined = [Span(years[0], years[-1])] if years and years[-1] - years[0] <= 1 else [Span(year, year) for year in years]
        asked = (Question(years=span, paper=question.paper, limit=0) for span in joined)
        found = [self._search.ask(one).missing for one in asked]
        papers, outcomes = (Counter[str](), Counter[str]())
        for one in found:
            papers.update(one.papers)
            outcomes.update(one.outcomes)
        return Lack(papers.total(), dict(papers), dict(outcomes))

    def _chosen(self, question: CompareQuestion) -> Chosen:
        match question.meant():
            case "year":
                return of_years(self._search, question)
            case "place":
                return of_places(self._search, question)
            case "revision":
                return Chosen(self._revision(question.id, question.first), self._revision(question.id, question.second))
            case _:
                return Chosen(self._held(question.first), self._held(question.second))

    def _held(self, id_: str) -> Article:
        stored = self._search.index.get(id_.strip())
        if stored is None:
            raise UnknownArticle("query_no_article", id=id_)
        return from_json(stored)

    def _revision(self, id_: str, word: str) -> Article:
        if not word.strip().isdecimal() or len(word) > _DIGITS:
            raise QueryError("compare_revision", value=word)
        if self._past is None:
            raise UnknownArticle("revision_unknown", id=id_, revision=int(word), known="")
        return self._past(id_, int(word))
