"""`/api/v1/figures`: what bodies said of a quantity, year by year."""

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic.dataclasses import dataclass

from search.api.cached import json_bytes, tagged
from search.api.given import Given, given
from search.api.parameters import Values, spanned
from search.series import MOST_SERIES, FigureQuestion, Figures, FiguresSummary, Series, csv_text, figures_summary, series_data
from search.series.model import LONGEST_WHAT

router = APIRouter(prefix="/api/v1", tags=["search"])


@dataclass
class FiguresAnswer:
    """Series, those that are what was asked first, then those with the most years; and what stands beside them."""

    series: list[Series]
    summary: FiguresSummary


def figure_question(  # noqa: PLR0913, PLR0917 - the parameters of an address
    q: Annotated[str, Query(max_length=LONGEST_WHAT, description="What is counted; each word must be named.", examples=["立案提案"])] = "",
    organ: Values = [],  # noqa: B006 - FastAPI copies defaults
    place: Values = [],  # noqa: B006
    paper: Values = [],  # noqa: B006
    years: Annotated[str, Query(max_length=20, description="Years of the values: 2018..2023, 2018.., ..2023.")] = "",
    unit: Annotated[str, Query(max_length=20, description="The unit, of the series or as printed: 件, 吨, 亿斤.")] = "",
    planned: Annotated[bool, Query(description="What was planned beside what was achieved.")] = False,
    below: Annotated[bool, Query(description="The divisions in a place too.")] = False,
    limit: Annotated[int, Query(ge=0, le=MOST_SERIES, description="Most series.")] = 20,
) -> FigureQuestion:
    """The question of an address. QueryError for years that cannot be understood."""
    return FigureQuestion(
        what=q,
        organ=tuple(filter(None, organ)),
        place=tuple(filter(None, place)),
        paper=tuple(filter(None, paper)),
        years=spanned(years),
        unit=unit or None,
        planned=planned,
        below=below,
        limit=limit,
    )


@router.get(
    "/figures",
    response_model=FiguresAnswer,
    summary="Figures over years",
    responses={200: {"content": {"text/csv": {"schema": {"type": "string"}}}}},
)
def figures(
    request: Request,
    asked: Annotated[FigureQuestion, Depends(figure_question)],
    rooms: Annotated[Given, Depends(given)],
    format: Annotated[Literal["json", "csv"], Query(description="JSON, or a table for spreadsheets.")] = "json",  # noqa: A002
) -> Response:
    """Each value with its sentence and citation; years without one are said, contradictions are shown, the same value told twice is one.

    At most a thousand articles are read for an answer: `scanned` tells how many may tell it and how many were read.
    """
    answer = Figures(rooms.search).ask(asked)
    if format == "csv":
        sent = {"Content-Disposition": 'attachment; filename="figures.csv"'}
        return tagged(request, rooms, csv_text(answer.series).encode(), "text/csv; charset=utf-8", sent, weak=True)
    content = json_bytes({"series": [series_data(one) for one in answer.series], "summary": figures_summary(answer.summary)})
    return tagged(request, rooms, content, "application/json", weak=True)
