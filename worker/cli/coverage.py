"""`coverage`: every day held, missing and why, or not published."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from articles.errors import told
from scrapers import Paper
from storage.ledger import Issue, Ledger
from worker.cli.face import Face
from worker.cli.framework import WrongUse, argument, command, flag, option
from worker.cli.kinds import DAY

#: Beside the outcomes of the ledger: a day the calendar promises nothing for, and one that nobody has asked for.
NOT_PUBLISHED, NOT_ASKED = "not_published", "not_asked"
#: What leaves nothing to be missed.
_NOTHING_TO_HOLD = (NOT_PUBLISHED, "no_issue", "not_yet")


@dataclass(frozen=True, slots=True)
class Day:
    """A day of a paper: its issue where the ledger has one, and its outcome."""

    paper: Paper
    date: dt.date
    outcome: str
    issue: Issue | None

    @property
    def missing(self) -> bool:
        """Whether something printed that day cannot be searched."""
        if self.issue and self.outcome == "indexed":
            return self.issue.held != "whole"
        return self.outcome not in _NOTHING_TO_HOLD

    def line(self, lang: str) -> dict[str, object]:
        """The day as JSON."""
        issue = self.issue
        return {
            "paper": self.paper.code,
            "date": self.date.isoformat(),
            "held": issue.held if issue else "none",
            "outcome": self.outcome,
            "missing": self.missing,
            "articles": issue.articles if issue else 0,
            "reason": told(issue.reason, lang) if issue and issue.reason else None,
        }


def days(ledger: Ledger, paper: Paper, first: dt.date | None, last: dt.date | None) -> Iterator[Day]:
    """Every day from `first` (or the first issue asked for) to `last` (or the newest one)."""
    issues = {issue.date: issue for issue in ledger.reports.coverage(paper.code, first, last) if issue.date}
    first, last = first or min(issues, default=None), last or max(issues, default=None)
    while first and last and first <= last:
        issue = issues.get(first)
        yield Day(paper, first, issue.outcome if issue else _unasked(paper, first), issue)
        first += dt.timedelta(days=1)


def _unasked(paper: Paper, date: dt.date) -> str:
    return NOT_ASKED if paper.appears(date) else NOT_PUBLISHED


@command(
    "coverage",
    argument("paper", "[PAPER]", required=False),
    option("--from", "from_", type=DAY),
    option("--to", "to", type=DAY),
    flag("--missing"),
)
def coverage(face: Face, paper: str | None, from_: dt.date | None, to: dt.date | None, missing: bool) -> None:
    """A line a day with --json; for people, days of the same kind are drawn together."""
    from worker.cli.rooms import known_papers, one_paper, opened_ledger

    if from_ and to and from_ > to:
        raise WrongUse("from_to", low=from_, high=to)
    with opened_ledger(face) as ledger:
        asked = (
            [one_paper(face, paper)] if paper else [known for code, known in known_papers(face).items() if ledger.reports.coverage(code)]
        )
        found = (day for each in asked for day in days(ledger, each, from_, to) if day.missing or not missing)
        if face.json:
            face.lines(day.line(face.lang) for day in found)
        else:
            face.table(("name", "from", "to", "days", "articles", "state", "reason"), _spans(face, found))


def _spans(face: Face, found: Iterator[Day]) -> Iterator[tuple[str, ...]]:
    """Runs of neighbouring days that fared the same."""
    for _, group in groupby(found, key=lambda day: (day.paper.code, day.outcome, day.missing, day.line(face.lang)["reason"])):
        run = list(group)
        state = "partial" if run[0].outcome == "indexed" and run[0].missing else run[0].outcome
        yield (
            run[0].paper.name,
            str(run[0].date),
            str(run[-1].date),
            str(len(run)),
            str(sum(day.issue.articles for day in run if day.issue)),
            face.say(f"state.{state}"),
            str(run[0].line(face.lang)["reason"] or ""),
        )
