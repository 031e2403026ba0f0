"""The page of trends: phrases over the years as a chart, a table and where each stands first; every number leads to its articles."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response

from articles.errors import QueryError
from search.api.given import Given, given
from search.api.language import language
from search.api.trends import phrases, trend_question
from search.query import quoted
from search.trends import GROUPINGS, MOST_LINES, Line, TrendAnswer, TrendPoint, TrendQuestion, Trends
from search.web.address import Address
from search.web.charts import ChartLine, ChartPoint, Drawing, drawing
from search.web.render import WORDING, Pages

router = APIRouter()
Say = Callable[..., str]
#: Lines that are drawn: more nobody can tell apart. Groups of a phrase where nothing is said.
_DRAWN, _GROUPS = 10, 6


@dataclass(frozen=True, slots=True)
class Cell:
    """What the table says of a line in a year, and the search that gives these articles; None where nothing is held."""

    point: TrendPoint
    address: str


@dataclass(frozen=True, slots=True)
class Row:
    """A year of the table."""

    year: int
    cells: Sequence[Cell | None]


@router.get("/trends")
def trends_page(request: Request, rooms: Annotated[Given, Depends(given)]) -> Response:
    """The form; with phrases what they do over the years, or what is wrong with them."""
    pages: Pages = request.app.state.pages
    lang, here = language(request), Address.of(request.query_params.multi_items(), "/trends")
    facts: dict[str, Any] = {
        "here": here,
        "groupings": GROUPINGS,
        "asked": phrases(request.query_params.getlist("q")),
        "answer": None,
        "fault": "",
    }
    if not facts["asked"]:
        return pages.show(request, "trends.html", **facts)

    def say(key: str, **more: object) -> str:
        return WORDING.say(key, lang, **more)

    try:
        question = _question(request)
        answer = Trends(rooms.search).ask(question)
    except QueryError as error:
        return pages.show(request, "trends.html", 400, **(facts | {"fault": error.message(lang)}))
    return pages.show(request, "trends.html", **(facts | _shown(answer, question, here, say)), names=rooms.search.names)


def _question(request: Request) -> TrendQuestion:
    """The question of the address, as the API reads it. QueryError."""
    given_, many = request.query_params, request.query_params.getlist
    limit, by = given_.get("limit", ""), given_.get("by", "")
    return trend_question(
        q=many("q"),
        years=given_.get("years", ""),
        by=next((one for one in GROUPINGS if one == by), ""),
        organ=many("organ"),
        place=many("place"),
        paper=many("paper"),
        all=given_.get("all", "") in ("1", "true"),
        limit=int(limit) if limit.isdecimal() and len(limit) < 5 else _GROUPS,
    )


def _shown(answer: TrendAnswer, question: TrendQuestion, here: Address, say: Say) -> dict[str, Any]:
    """What the template is given."""
    summary, lines = answer.summary, answer.lines
    years = range(summary.first_year, summary.last_year + 1) if summary.first_year and summary.last_year else range(0)
    points = [{point.year: Cell(point, address(question, line, point.year, here)) for point in line.points} for line in lines]
    return {
        "answer": answer,
        "question": question,
        "labels": [called(line) for line in lines],
        "rows": [Row(year, [cells.get(year) for cells in points]) for year in reversed(years)],
        "chart": _chart(lines[:_DRAWN], years, points, say) if years else None,
        "csv": _csv(here),
    }


def _csv(here: Address) -> Address:
    """The same as a table, with every group."""
    kept = (pair for pair in here.pairs if pair[0] not in ("lang", "limit"))
    return Address.of([*kept, ("limit", str(MOST_LINES)), ("format", "csv")], "/api/v1/trends")


def _chart(lines: Sequence[Line], years: range, cells: Sequence[dict[int, Cell]], say: Say) -> Drawing:
    def point(line: Line, cell: Cell) -> ChartPoint:
        one = cell.point
        words = say("trends.point", name=called(line), year=one.year, count=one.count, held=one.held, share=f"{one.share:.1%}")
        return ChartPoint(one.year, one.share, words, cell.address if one.count else "")

    drawn = [ChartLine(called(line), [point(line, cell) for cell in found.values()]) for line, found in zip(lines, cells, strict=False)]
    return drawing(drawn, years, lambda value: f"{value:.1%}".replace(".0%", "%"), lines[0].gaps)


def called(line: Line) -> str:
    """What a line is called: the phrase, and the group it is of."""
    return line.phrase if line.group is None else f"{line.phrase} · {line.name}"


def address(question: TrendQuestion, line: Line, year: int, here: Address) -> str:
    """The search that gives the articles of a point: the same filters, the group's beside them, nothing widened."""
    chosen = {"organ": question.organ, "place": question.place, "paper": question.paper}
    query = line.phrase
    if line.group is not None and question.by:
        field, name = ("organ", "机构") if question.by == "organ" else ("place", "地区")
        if chosen[field]:  # of several values of a filter one must hold, so the group's must stand in the query
            query = f"({query}) {name}:{quoted(line.group)}"
        else:
            chosen[field] = (line.group,)
    pairs = [("q", query), ("years", str(year)), *((name, value) for name, values in chosen.items() for value in values)]
    pairs += [("all", "1")] if question.all_ else []
    lang = [pair for pair in here.pairs if pair[0] == "lang"]
    return str(Address.of([*pairs, ("synonyms", "0"), ("names", "0"), *lang]))
