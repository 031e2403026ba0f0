"""Heads of files: what was asked, when, how much there is and what is missing, for people and for machines."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from search.answer import Search
from search.export.model import Head
from search.export.words import WORDS
from search.query import Span
from search.question import Lack, Question
from search.series import FigureAnswer, FigureQuestion

#: The filters of a question that are said, in their order.
_SAID = ("years", "printed", "organ", "place", "paper", "kind")
#: Those of a question about figures.
_SERIES_SAID = ("years", "organ", "place", "paper", "unit")
Lines = list[tuple[str, str]]


class Heads:
    """Makes heads in one language, as of one day."""

    def __init__(self, search: Search, day: dt.date, lang: str) -> None:
        self._search, self._day, self._lang = search, day, lang

    def say(self, key: str, **facts: object) -> str:
        """A phrase of an export's table."""
        return WORDS.say(key, self._lang, **facts)

    def of_question(self, question: Question, most: int | None = None) -> Head:
        """The head of a search's hits, `most` of them or all; the question is asked for it. QueryError, EngineError."""
        answer = self._search.ask(replace(question, limit=0, offset=0, facets=(), nearby=False, clusters=False, fold=False, explain=False))
        scope = self.say("head.scope_all" if question.all_ else "head.scope_summary")
        lines = self._asked(question.query, self._filters(question))
        lines += [] if question.kind else [(self.say("head.scope"), scope)]
        lines += [(self.say("head.sort"), self.say(f"sort.{question.sort}"))] if question.sort else []
        count = {"count": answer.total, "most": most}
        lines += self._dated((self.say("head.total"), self.say("head.articles" if most is None else "head.at_most", **count)))
        if answer.further:
            lines.append((self.say("head.further"), self.say("head.further_count", count=answer.further)))
        lines += self._held(answer.missing)
        data = {
            "query": question.query,
            "filters": {name: value for name, value, _ in self._filters(question)},
            "all": question.all_,
            "sort": question.sort,
            "total": answer.total,
            "most": most,
            "further": answer.further,
        }
        title = self.say("head.title", query=question.query) if question.query.strip() else self.say("head.title_all")
        return self._head(title, lines, data, answer.missing)

    def of_series(self, question: FigureQuestion, answer: FigureAnswer) -> Head:
        """The head of series over years."""
        filters = self._narrowed(question, _SERIES_SAID, {"planned": question.planned, "below": question.below})
        count = len(answer.series)
        lines = self._asked(question.what, filters)
        lines += self._dated((self.say("head.total"), self.say("head.series", count=count)))
        if answer.summary.more:
            lines.append((self.say("head.further"), self.say("head.further_series", count=answer.summary.more)))
        scanned = {"articles": answer.summary.scanned.articles, "read": answer.summary.scanned.read}
        lines.append((self.say("head.scanned"), self.say("head.scanned_count", **scanned)))
        lines += self._held(answer.summary.missing)
        data = {
            "figures": question.what,
            "filters": {name: value for name, value, _ in filters},
            "total": count,
            "more": answer.summary.more,
            **scanned,
        }
        title = self.say("head.title_series", query=question.what) if question.what.strip() else self.say("head.title_series_all")
        return self._head(title, lines, data, answer.summary.missing)

    def of_ids(self, count: int) -> Head:
        """The head of a list of articles."""
        lines = self._dated((self.say("head.total"), self.say("head.articles", count=count)))
        lines.append(self._holdings())
        return self._head(self.say("head.title_ids"), lines, {"total": count}, None)

    def _head(self, title: str, lines: Lines, data: Mapping[str, Any], missing: Lack | None) -> Head:
        more: dict[str, Any] = {"date": self._day.isoformat(), "indexed": self._search.index.count()}
        if missing:
            more["missing"] = {"total": missing.total, "papers": dict(missing.papers), "outcomes": dict(missing.outcomes)}
        return Head(title, self._day, lines, {**data, **more}, self._lang)

    def _asked(self, query: str, filters: list[tuple[str, Any, str]]) -> Lines:
        lines = [(self.say("head.query"), query or self.say("head.everything"))]
        return lines + ([(self.say("head.filters"), self.say("head.and").join(told for _, _, told in filters))] if filters else [])

    def _dated(self, total: tuple[str, str]) -> Lines:
        return [(self.say("head.day"), self._day.isoformat()), total]

    def _held(self, missing: Lack) -> Lines:
        """How much there is, and which issues are not."""
        if not missing.total:
            return [self._holdings(), (self.say("head.missing"), self.say("head.missing_none"))]
        names = self._search.names
        told = (self.say("head.missing_paper", name=names.get(code, code), count=count) for code, count in missing.papers.items())
        about = self.say("head.missing_count", count=missing.total, papers=self.say("head.and").join(told))
        return [self._holdings(), (self.say("head.missing"), about)]

    def _holdings(self) -> tuple[str, str]:
        return self.say("head.indexed"), self.say("head.indexed_count", count=self._search.index.count())

    def _filters(self, question: Question) -> list[tuple[str, Any, str]]:
        """Name, value and wording of each filter that is set."""
        on = {"words": question.words, "no_synonyms": not question.synonyms, "no_names": not question.names}
        return self._narrowed(question, _SAID, on)

    def _narrowed(self, question: Question | FigureQuestion, names: tuple[str, ...], on: Mapping[str, bool]) -> list[tuple[str, Any, str]]:
        found = [(name, *_value(value)) for name in names if (value := getattr(question, name))]
        told = [(name, value, f"{self.say(f'filter.{name}')}{self.say('head.colon')}{text}") for name, value, text in found]
        return told + [(name, True, self.say(f"filter.{name}")) for name, is_on in on.items() if is_on]


def _value(value: Span | str | tuple[str, ...]) -> tuple[Any, str]:
    """A filter's value for machines and for people."""
    if isinstance(value, str):
        return value, value
    if isinstance(value, Span):
        text = f"{value.first or ''}..{value.last or ''}" if value.first != value.last else str(value.first)
        return text, text
    return list(value), " / ".join(value)
