"""`trends`: phrases over the years, of the accounts that are held."""

import sys
from typing import TYPE_CHECKING, Any

from worker.cli.face import Face
from worker.cli.framework import WrongUse, argument, command, flag, option
from worker.cli.kinds import YEARS, OneOf, Whole

if TYPE_CHECKING:
    from search.trends import TrendAnswer, TrendQuestion

#: Lines of each phrase that are shown to people.
_SHOWN = 10


@command(
    "trends",
    argument("phrases", "PHRASE…", nargs=-1, required=True),
    option("--years", type=YEARS),
    option("--by", type=OneOf("GROUP", ("place", "province", "prefecture", "county", "organ"))),
    option("--organ", multiple=True, metavar="NAME"),
    option("--place", multiple=True, metavar="NAME"),
    option("--paper", multiple=True, metavar="CODE"),
    option("--all", "all_", is_flag=True),
    option("--limit", type=Whole("N", 1, 1000)),
    flag("--csv"),
)
def trends(face: Face, csv: bool, limit: int | None, **asked: Any) -> None:  # noqa: ANN401 - the options above
    """Lines as tables, one a line with --json, or as rows of a spreadsheet with --csv."""
    from search.trends import MOST_LINES, TrendQuestion, csv_text, trend_data, trends_summary
    from worker.cli.plots import show_trends

    if csv and face.json:
        raise WrongUse("csv_or_json")
    answer = _asked(face, TrendQuestion(limit=limit or (MOST_LINES if csv or face.json else _SHOWN), **asked))
    if answer is None:
        return
    if face.json:
        face.lines(trend_data(one) for one in answer.lines)
        face.line({"summary": trends_summary(answer.summary)})
    elif csv:
        sys.stdout.write(csv_text(answer))
        sys.stdout.flush()
    else:
        show_trends(face, answer)


def _asked(face: Face, question: "TrendQuestion") -> "TrendAnswer | None":
    """The answer, what it does not see told beside it; a home in which nothing was indexed yet says so."""
    from search.trends import Trends
    from worker.cli.rooms import opened

    with opened(face) as rooms:
        if rooms.index.generations.live() is None:
            face.tell("told.nothing_indexed", home=rooms.home.path)
            return None
        answer = Trends(rooms.search).ask(question)
        summary = answer.summary
        face.tell("told.trends", held=summary.held)
        if summary.more:
            face.tell("told.trends_more", count=summary.more)
        if summary.missing.total:
            papers = face.say("told.and").join(f"{rooms.names.get(code, code)} {count}" for code, count in summary.missing.papers.items())
            face.tell("told.missing", total=summary.missing.total, papers=papers)
        return answer
