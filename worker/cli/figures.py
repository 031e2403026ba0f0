"""`figures`: what bodies said of a quantity, year by year, each value with its sentence and citation."""

import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from worker.cli.face import Face
from worker.cli.framework import WrongUse, command, flag, option
from worker.cli.kinds import YEARS, Whole

if TYPE_CHECKING:
    from search.series import FigureAnswer, FigureQuestion

#: Series shown whole to people, and how many more are listed.
_SHOWN, _LISTED = 5, 40


@command(
    "figures",
    option("--what", metavar="TEXT"),
    option("--organ", multiple=True, metavar="NAME"),
    option("--place", multiple=True, metavar="NAME"),
    option("--paper", multiple=True, metavar="CODE"),
    option("--years", type=YEARS),
    option("--unit", metavar="UNIT"),
    flag("--planned"),
    flag("--below"),
    option("--limit", type=Whole("N", 1, 1000)),
    flag("--csv"),
)
def figures(face: Face, what: str | None, csv: bool, limit: int | None, **asked: Any) -> None:  # noqa: ANN401 - the options above
    """Series as tables, one a line with --json, or as rows of a spreadsheet with --csv."""
    from search.series import MOST_SERIES, FigureQuestion, csv_text, figures_summary, series_data
    from worker.cli.series import show_answer

    if csv and face.json:
        raise WrongUse("csv_or_json")
    machine = csv or face.json
    most = limit or (MOST_SERIES if machine else _SHOWN)
    question = FigureQuestion(what=what or "", limit=min(MOST_SERIES, most if machine else most + _LISTED), **asked)
    answer, names = _asked(face, question)
    if face.json:
        face.lines(series_data(one) for one in answer.series)
        face.line({"summary": figures_summary(answer.summary)})
    elif csv:
        sys.stdout.write(csv_text(answer.series))
        sys.stdout.flush()
    else:
        show_answer(face, answer, most)
    if not face.json:
        _tell(face, question, answer, names)


def _asked(face: Face, question: "FigureQuestion") -> "tuple[FigureAnswer, Mapping[str, str]]":
    """The answer and the names of papers, from all articles there are; a home in which nothing was indexed yet says so."""
    from search import Lack
    from search.series import FigureAnswer, Figures, FiguresSummary, Scanned
    from worker.cli.progress import Progress
    from worker.cli.rooms import opened

    with opened(face) as rooms, Progress(face, "figures") as progress:
        if rooms.index.generations.live() is None:
            face.tell("told.nothing_indexed", home=rooms.home.path)
            return FigureAnswer((), FiguresSummary(0, (), 0, Scanned(), Lack())), rooms.names
        return Figures(rooms.search).ask(question, None, progress.to), rooms.names


def _tell(face: Face, question: "FigureQuestion", answer: "FigureAnswer", names: Mapping[str, str]) -> None:
    """What was looked at, what lies outside, and where there is nothing, because of what."""
    summary, scanned = answer.summary, answer.summary.scanned
    face.tell("told.series", series=len(answer.series) + summary.more, articles=scanned.articles, figures=scanned.figures)
    if scanned.read < scanned.articles:
        face.tell("told.figures_bounded", read=scanned.read, articles=scanned.articles)
    if not answer.series and scanned.articles:
        face.tell(
            "told.figures_left", **{name: getattr(scanned, name) for name in ("articles", "figures", "named", "unit", "years", "status")}
        )
    if scanned.years and not scanned.status and not question.planned:
        face.tell("told.only_planned")
    for one in summary.blamed:
        face.tell("told.blamed_dead" if not one.alone else "told.blamed", term=one.term, alone=one.alone, without=one.without)
    if summary.below:
        face.tell("told.below", articles=summary.below)
    if summary.missing.total:
        papers = face.say("told.and").join(f"{names.get(code, code)} {count}" for code, count in summary.missing.papers.items())
        face.tell("told.missing", total=summary.missing.total, papers=papers)
