"""`coverage`: a calendar of every paper and year: held, partial, missing and why, or not published."""

import datetime as dt
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from search.watch import CLASSES, Day, Tally, Year, days, spans, tallies, years
from worker.cli.face import Face
from worker.cli.framework import WrongUse, argument, command, flag, option
from worker.cli.kinds import DAY, Whole

if TYPE_CHECKING:
    from rich.text import Text

#: What a day looks like in the calendar, by class, or by outcome where it is missing; ASCII, because the width of other signs differs
#: between terminals.
_SIGNS = {
    "whole": "#",
    "partial": "+",
    "open": "~",
    "not_yet": "y",
    "none": ".",
    "not_asked": "-",
    "archive_limit": "L",
    "blocked": "B",
    "denied": "D",
    "layout_unknown": "X",
    "failed": "F",
}
_STYLES = {"whole": "green", "partial": "yellow", "open": "cyan", "not_yet": "cyan", "none": "dim", "not_asked": "dim"}
#: Spans of days named below a calendar.
_NAMED = 8


@command(
    "coverage",
    argument("paper", "[PAPER]", required=False),
    option("--year", type=Whole("Y", 1, 9999)),
    option("--from", "from_", type=DAY),
    option("--to", "to", type=DAY),
    flag("--missing"),
    flag("--by-year"),
)
def coverage(
    face: Face, paper: str | None, year: int | None, from_: dt.date | None, to: dt.date | None, missing: bool, by_year: bool
) -> None:
    """A line a day with --json (a year with --by-year); for people a calendar, or one row a paper and year where no paper is named."""
    from worker.cli.rooms import known_papers, one_paper, opened_ledger

    _check(year, from_, to)
    with opened_ledger(face) as ledger:
        held = {one.paper for one in ledger.reports.status()}
        asked = [one_paper(face, paper)] if paper else [known for code, known in known_papers(face).items() if code in held]
        names = {one.code: one.name for one in asked}
        found = (day for each in asked for day in days(ledger, each, from_, to) if day.missing or not missing)
        found = (day for day in found if year in (None, day.date.year))
        if by_year or not (paper or missing or from_ or to or face.json):
            counted = [one for each in asked for one in tallies(ledger, each, from_, to) if year in (None, one.year)]
            face.lines(year_line(one) for one in counted) if face.json else years_table(face, counted, names)
        elif face.json:
            face.lines(day_line(day, face.lang) for day in found)
        elif missing or from_ or to:
            columns = ("name", "from", "to", "days", "articles", "state", "reason")
            face.table(columns, (span_row(face, span, names) for span in spans(found)))
        else:
            calendars(face, years(found), names)


def _check(year: int | None, first: dt.date | None, last: dt.date | None) -> None:
    """WrongUse where the days asked for contradict each other."""
    if first and last and first > last:
        raise WrongUse("from_to", low=first, high=last)
    if year and (first or last):
        raise WrongUse("year_or_days")


def day_line(day: Day, lang: str) -> dict[str, object]:
    """A day as JSON."""
    return {
        "paper": day.paper,
        "date": day.date.isoformat(),
        "held": day.issue.held if day.issue else "none",
        "outcome": day.outcome,
        "missing": day.missing,
        "articles": day.articles,
        "reason": day.reason(lang),
    }


def year_line(year: Tally) -> dict[str, object]:
    """A year as JSON."""
    return {"paper": year.paper, "year": year.year, "articles": year.articles, **year.counts}


def years_table(face: Face, found: Iterable[Tally], names: dict[str, str]) -> None:
    """A row a paper and year."""
    columns = ("name", "year_of", *CLASSES, "articles")
    rows = ((names[one.paper], str(one.year), *map(str, one.counts.values()), str(one.articles)) for one in found)
    face.table(columns, rows, narrow=True, right=columns[2:])


def span_row(face: Face, span: Sequence[Day], names: dict[str, str]) -> tuple[str, ...]:
    """A run of days that fared the same."""
    articles = sum(day.articles for day in span)
    state = face.say(f"state.{span[0].state}")
    why = span[0].reason(face.lang) or _lacks(face, span[0])
    return names[span[0].paper], str(span[0].date), str(span[-1].date), str(len(span)), str(articles), state, why


def _lacks(face: Face, day: Day) -> str:
    """How much of a day held in part is missing."""
    pages, articles = day.lacks
    return face.say("coverage.lacks", pages=pages, articles=articles) if pages or articles else ""


def calendars(face: Face, found: Sequence[Year], names: dict[str, str]) -> None:
    """A calendar a year: a line a month, a sign a day; then what the signs mean, and the days that are missing."""
    for year in found:
        _calendar(face, year, names)
    if not found:
        face.tell("told.no_days", paper=names[next(iter(names))])


def _calendar(face: Face, year: Year, names: dict[str, str]) -> None:
    from rich.text import Text

    face.console.print(Text(face.say("coverage.title", name=names[year.paper], year=year.year, articles=year.tally.articles), style="bold"))
    face.console.print(Text("   " + "".join(f"{day:<5}" for day in (1, 6, 11, 16, 21, 26, 31)).rstrip(), style="dim"))
    for month, run in groupby(year.days, key=lambda day: day.date.month):
        face.console.print(_month(month, list(run)))
    face.console.print(_legend(face, year))
    _name_missing(face, year, names)
    face.result("")


def _month(month: int, run: Sequence[Day]) -> "Text":
    """A month; days before the first one asked for stay blank."""
    from rich.text import Text

    line = Text(f"{month:>2} " + " " * (run[0].date.day - 1))
    for day in run:
        line.append(_SIGNS[_kind(day)], style=_STYLES.get(day.counts_as, "bold red"))
    return line


def _kind(day: Day) -> str:
    """The class of a day, or its outcome where it is missing."""
    return day.outcome if day.counts_as == "missing" else day.counts_as


def _legend(face: Face, year: Year) -> "Text":
    """What the signs that occur mean, each with its number of days."""
    from rich.text import Text

    kinds = [_kind(day) for day in year.days]
    parts = [f"{sign} {face.say(f'coverage.{kind}')} {kinds.count(kind)}" for kind, sign in _SIGNS.items() if kind in kinds]
    return Text("   " + "  ".join(parts), style="dim")


def _name_missing(face: Face, year: Year, names: dict[str, str]) -> None:
    """The first runs of missing days, with the reason."""
    lacking = list(spans(day for day in year.days if day.missing and day.counts_as != "not_asked"))
    for span in lacking[:_NAMED]:
        _, first, last, number, _, state, reason = span_row(face, span, names)
        face.result(
            face.say("coverage.span", days=first if first == last else f"{first}..{last}", number=number, state=state, reason=reason)
        )
    if len(lacking) > _NAMED:
        face.result(face.say("coverage.more", more=len(lacking) - _NAMED, paper=year.paper, year=year.year))
