"""Every day of a paper: held, partial, missing and why, or not published; and the days of each year counted."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal, Protocol

from articles.errors import told
from storage.ledger import OPEN_OUTCOMES, Issue, Ledger

#: Beside the outcomes of the ledger: a day the calendar promises nothing for, and one that nobody has asked for.
NOT_PUBLISHED, NOT_ASKED = "not_published", "not_asked"

Class = Literal["whole", "partial", "missing", "open", "not_yet", "none", "not_asked"]
#: What a day may count as: held whole or in part, not had though it was printed, being worked on, not out yet, no issue, not asked for.
CLASSES: tuple[Class, ...] = ("whole", "partial", "missing", "open", "not_yet", "none", "not_asked")


class Expected(Protocol):
    """What a paper's file says its issues should be like."""

    @property
    def max_age_days(self) -> int:
        """How old its newest issue may be."""
        ...


class Followed(Protocol):
    """A paper as far as its days are concerned; `scrapers.Paper` is one."""

    @property
    def code(self) -> str:
        """Its code."""
        ...

    @property
    def name(self) -> str:
        """Its name."""
        ...

    @property
    def hosts(self) -> frozenset[str]:
        """The hosts its addresses lie on."""
        ...

    @property
    def expect(self) -> Expected:
        """What is expected of it."""
        ...

    @property
    def time_of_day(self) -> dt.time:
        """When an issue is out, where it is printed."""
        ...

    def appears(self, date: dt.date) -> bool:
        """Whether the calendar promises an issue on a day."""
        ...


def class_of(outcome: str, held: str) -> Class:
    """What a day with that outcome counts as."""
    if outcome == "indexed":
        return "whole" if held == "whole" else "partial"
    if outcome in OPEN_OUTCOMES:
        return "open"
    if outcome in (NOT_PUBLISHED, "no_issue"):
        return "none"
    return "not_yet" if outcome == "not_yet" else "not_asked" if outcome == NOT_ASKED else "missing"


@dataclass(frozen=True, slots=True)
class Day:
    """A day of a paper: its issue where the ledger has one, and its outcome."""

    paper: str
    date: dt.date
    outcome: str
    issue: Issue | None

    @property
    def missing(self) -> bool:
        """Whether something printed that day cannot be searched."""
        return self.counts_as not in ("whole", "none", "not_yet")

    @property
    def counts_as(self) -> Class:
        """The day's class."""
        return class_of(self.outcome, self.issue.held if self.issue else "none")

    @property
    def state(self) -> str:
        """The outcome; `partial` where an indexed issue has gaps."""
        return "partial" if self.counts_as == "partial" else self.outcome

    @property
    def articles(self) -> int:
        """How many articles were read of it."""
        return self.issue.articles if self.issue else 0

    @property
    def error(self) -> str | None:
        """The key of the error that says why it is as it is."""
        return str(self.issue.reason["key"]) if self.issue and self.issue.reason else None

    @property
    def lacks(self) -> tuple[int, int]:
        """Pages and articles that are listed and not held, where it is held in part."""
        if self.issue is None or self.issue.held != "partial":
            return 0, 0
        return max(0, self.issue.pages_due - self.issue.pages_held), max(0, self.issue.articles_due - self.issue.articles_held)

    def reason(self, lang: str) -> str | None:
        """Why it is as it is, where that is known."""
        return told(self.issue.reason, lang) if self.issue and self.issue.reason else None


@dataclass(frozen=True, slots=True)
class Tally:
    """The days of a paper's year (from the first to the last one in question) counted by class, and the articles read of them."""

    paper: str
    year: int
    counts: Mapping[str, int]
    articles: int


@dataclass(frozen=True, slots=True)
class Year:
    """The days of a paper's year, from the first to the last one asked for."""

    paper: str
    year: int
    days: tuple[Day, ...]

    @property
    def tally(self) -> Tally:
        """The days counted."""
        return _tally(self.paper, self.year, Counter(day.counts_as for day in self.days), sum(day.articles for day in self.days))


def _tally(paper: str, year: int, kinds: Mapping[Class, int], articles: int) -> Tally:
    return Tally(paper, year, {kind: kinds.get(kind, 0) for kind in CLASSES}, articles)


def days(ledger: Ledger, paper: Followed, first: dt.date | None = None, last: dt.date | None = None) -> Iterator[Day]:
    """Every day from `first` (or the first issue asked for) to `last` (or the newest one)."""
    issues = {issue.date: issue for issue in ledger.reports.coverage(paper.code, first, last) if issue.date}
    first, last = first or min(issues, default=None), last or max(issues, default=None)
    while first and last and first <= last:
        issue = issues.get(first)
        yield Day(paper.code, first, issue.outcome if issue else _unasked(paper, first), issue)
        first += dt.timedelta(days=1)


def _unasked(paper: Followed, date: dt.date) -> str:
    return NOT_ASKED if paper.appears(date) else NOT_PUBLISHED


def years(found: Iterable[Day]) -> list[Year]:
    """Days in their order, by paper and year."""
    return [Year(*key, tuple(group)) for key, group in groupby(found, key=lambda day: (day.paper, day.date.year))]


def tallies(ledger: Ledger, paper: Followed, first: dt.date | None = None, last: dt.date | None = None) -> list[Tally]:
    """What the tallies of `years(days(…))` are, without a row's every column: for looks at many papers and years."""
    fates = ledger.watching.fates(paper.code, first, last)
    first, last = first or min(fates, default=None), last or max(fates, default=None)
    kinds: dict[int, Counter[Class]] = defaultdict(Counter)
    articles: Counter[int] = Counter()
    while first and last and first <= last:
        outcome, held, number = fates.get(first) or (_unasked(paper, first), "none", 0)
        kinds[first.year][class_of(outcome, held)] += 1
        articles[first.year] += number
        first += dt.timedelta(days=1)
    return [_tally(paper.code, year, counted, articles[year]) for year, counted in kinds.items()]


def spans(found: Iterable[Day]) -> Iterator[Sequence[Day]]:
    """Runs of neighbouring days that fared the same by the same kind of error; the first one's reason stands for all."""
    for _, group in groupby(found, key=lambda day: (day.paper, day.state, day.error)):
        run: list[Day] = []
        for day in group:
            if run and day.date - run[-1].date != dt.timedelta(days=1):
                yield run
                run = []
            run.append(day)
        yield run
