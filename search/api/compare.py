"""`/api/v1/compare`: two accounts side by side."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import RedirectResponse

from search.api.articles import successor
from search.api.cached import json_bytes, tagged
from search.api.given import Given, given
from search.api.parameters import Values
from search.compare import By, CompareQuestion, Comparison, Comparisons, comparison_data

router = APIRouter(prefix="/api/v1", tags=["search"])
_MOVED: dict[int | str, dict[str, Any]] = {308: {"description": "An id has moved."}}
#: Ids, years, names of places: nothing longer.
_LONGEST = 100
Side = Annotated[str, Query(min_length=1, max_length=_LONGEST, description="An id, a year, a place, or the number of a revision.")]


def compare_question(  # noqa: PLR0913, PLR0917 - the parameters of an address
    a: Side,
    b: Side,
    by: Annotated[By | Literal[""], Query(description="What a and b are; else what they look like.")] = "",
    organ: Values = [],  # noqa: B006 - FastAPI copies defaults
    place: Values = [],  # noqa: B006
    paper: Values = [],  # noqa: B006
    kind: Values = [],  # noqa: B006
    years: Annotated[str, Query(max_length=20, description="By place: the year, else the newest both places have.")] = "",
    id: Annotated[str, Query(max_length=_LONGEST, description="By revision: the article.")] = "",  # noqa: A002 - the parameter's name
) -> CompareQuestion:
    """The question of an address."""
    return CompareQuestion(
        a,
        b,
        by or None,
        organ=tuple(filter(None, organ)),
        place=tuple(filter(None, place)),
        paper=tuple(filter(None, paper)),
        kind=tuple(filter(None, kind)),
        years=years,
        id=id,
    )


def moved(rooms: Given, question: CompareQuestion) -> dict[str, str]:
    """The ids of a question that lead to others now, by parameter. UnknownArticle where one leads nowhere."""
    by = question.meant()
    asked = {"id": question.id} if by == "revision" else {"a": question.first, "b": question.second} if by == "id" else {}
    return {name: successor(rooms, id_) for name, id_ in asked.items() if rooms.search.index.get(id_) is None}


@router.get("/compare", response_model=Comparison, summary="Two accounts side by side", responses=_MOVED)
def compare(request: Request, asked: Annotated[CompareQuestion, Depends(compare_question)], rooms: Annotated[Given, Depends(given)]) -> Any:  # noqa: ANN401 - sent as it is
    """Sections and paragraphs that answer to each other, what is new and what went; figures of the same quantity; new and lost key terms.

    By year the accounts of one body of two years, by place those of two places in one year, by id any two articles, by revision an
    article as it was and as it is. Where several accounts fit, the two that stand best beside each other are taken (as many years, one
    kind, one paper), and the others are named.
    """
    if elsewhere := moved(rooms, asked):
        target = request.url.include_query_params(**elsewhere)
        return RedirectResponse(f"{target.path}?{target.query}", status_code=308)
    answer = Comparisons(rooms.search, rooms.past).ask(asked)
    return tagged(request, rooms, json_bytes(comparison_data(answer)), "application/json", weak=True)
