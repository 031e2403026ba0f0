"""`/api/v1/trends`: phrases over the years."""

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic.dataclasses import dataclass

from search.api.cached import json_bytes, tagged
from search.api.given import Given, given
from search.api.parameters import Values, spanned
from search.trends import (
    MOST_LINES,
    MOST_PHRASES,
    Grouping,
    Line,
    TrendQuestion,
    Trends,
    TrendsSummary,
    csv_text,
    trend_data,
    trends_summary,
)

router = APIRouter(prefix="/api/v1", tags=["search"])


@dataclass
class TrendsAnswer:
    """Lines in the order of the phrases, the groups of each by count; and what stands beside them."""

    lines: list[Line]
    summary: TrendsSummary


def phrases(given: list[str]) -> tuple[str, ...]:
    """The phrases of parameters, each of which may hold several, a line each."""
    return tuple(line.strip() for text in given for line in text.splitlines() if line.strip())


def trend_question(
    q: Annotated[
        list[str],
        Query(
            max_length=MOST_PHRASES,
            description="A phrase in the query language; several by repeating it, or a line each.",
            examples=["共同富裕"],
        ),
    ] = [],  # noqa: B006 - FastAPI copies defaults
    years: Annotated[str, Query(max_length=20, description="Years covered: 2018..2023, 2018.., ..2023.")] = "",
    by: Annotated[Grouping | Literal[""], Query(description="A line of each place (of a level) or organ too.")] = "",
    organ: Values = [],  # noqa: B006
    place: Values = [],  # noqa: B006
    paper: Values = [],  # noqa: B006
    all: Annotated[bool, Query(description="All articles, not only summaries.")] = False,  # noqa: A002 - the parameter's name
    limit: Annotated[int, Query(ge=0, le=MOST_LINES, description="Most places or organs of each phrase.")] = 10,
) -> TrendQuestion:
    """The question of an address. QueryError for years that cannot be understood, and without a phrase."""
    return TrendQuestion(
        phrases(q),
        years=spanned(years),
        by=by or None,
        organ=tuple(filter(None, organ)),
        place=tuple(filter(None, place)),
        paper=tuple(filter(None, paper)),
        all_=all,
        limit=limit,
    )


@router.get(
    "/trends",
    response_model=TrendsAnswer,
    summary="Phrases over years",
    responses={200: {"content": {"text/csv": {"schema": {"type": "string"}}}}},
)
def trends(
    request: Request,
    asked: Annotated[TrendQuestion, Depends(trend_question)],
    rooms: Annotated[Given, Depends(given)],
    format: Annotated[Literal["json", "csv"], Query(description="JSON, or a table for spreadsheets.")] = "json",  # noqa: A002
) -> Response:
    """How many accounts of each year hold a phrase, of how many that are held; years of which none is held are gaps, not zeros.

    What counts is what stands there: names and synonyms are not looked for (`/api/v1/search` finds the same with `names=false` and
    `synonyms=false`). The first article that holds it, and in how many places and organs it stands, are told of each phrase.
    """
    answer = Trends(rooms.search).ask(asked)
    if format == "csv":
        sent = {"Content-Disposition": 'attachment; filename="trends.csv"'}
        return tagged(request, rooms, csv_text(answer).encode(), "text/csv; charset=utf-8", sent, weak=True)
    content = json_bytes({"lines": [trend_data(one) for one in answer.lines], "summary": trends_summary(answer.summary)})
    return tagged(request, rooms, content, "application/json", weak=True)
