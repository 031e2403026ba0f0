"""`compare`: two accounts side by side: what is new, what went, what is said in other words, what changed in number."""

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from worker.cli.face import Face
from worker.cli.framework import argument, command, option
from worker.cli.kinds import OneOf

if TYPE_CHECKING:
    from search.compare import CompareQuestion, Comparison
    from worker.cli.rooms import Rooms

_WAYS = ("id", "year", "place", "revision")


@command(
    "compare",
    argument("first", "A"),
    argument("second", "B"),
    option("--by", type=OneOf("|".join(_WAYS), _WAYS)),
    option("--organ", multiple=True, metavar="NAME"),
    option("--place", multiple=True, metavar="NAME"),
    option("--paper", multiple=True, metavar="CODE"),
    option("--kind", multiple=True, metavar="KIND"),
    option("--years", metavar="YEAR"),
    option("--id", metavar="ID"),
)
def compare(face: Face, id: str | None, years: str | None, **asked: Any) -> None:  # noqa: A002, ANN401 - the options above
    """The comparison for people, or as one line of JSON."""
    from search.compare import CompareQuestion, comparison_data
    from worker.cli.rooms import opened
    from worker.cli.side_by_side import show_comparison

    question = CompareQuestion(**asked, years=years or "", id=id or "")
    with opened(face) as rooms:
        answer, names = _asked(rooms, question), rooms.names
    if face.json:
        face.line(comparison_data(answer))
    else:
        show_comparison(face, answer)
    if answer.missing.total:
        papers = face.say("told.and").join(f"{names.get(code, code)} {count}" for code, count in answer.missing.papers.items())
        face.tell("told.missing", total=answer.missing.total, papers=papers)


def _asked(rooms: "Rooms", question: "CompareQuestion") -> "Comparison":
    """The comparison; ids that lead to others now are followed. QueryError, UnknownArticle."""
    from search.compare import Comparisons
    from search.export import standing

    match question.meant():
        case "id":
            first, second = (standing(rooms.search, rooms.holdings, id_) for id_ in (question.first, question.second))
            question = replace(question, first=first, second=second)
        case "revision":
            question = replace(question, id=standing(rooms.search, rooms.holdings, question.id))
    return Comparisons(rooms.search, rooms.past).ask(question)
