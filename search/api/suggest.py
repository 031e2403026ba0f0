"""`/api/v1/suggest`: proposals as one types."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query
from pydantic.dataclasses import dataclass

from articles.errors import GenerationBroken
from search.api.given import Given, given
from search.suggest import Suggestion

router = APIRouter(prefix="/api/v1", tags=["search"])


@dataclass
class Suggestions:
    """Proposals, the best first."""

    suggestions: list[Suggestion]


@router.get("/suggest", response_model=Suggestions, summary="Propose queries as one types")
def suggest(
    rooms: Annotated[Given, Depends(given)],
    q: Annotated[str, Query(max_length=4_000, description="What was typed so far; its last word is completed.")] = "",
    limit: Annotated[int, Query(ge=1, le=50, description="Most proposals.")] = 10,
) -> Suggestions:
    """Titles, organs, places, papers and terms, each with the whole query it makes. Where nothing is indexed yet there is none."""
    try:
        return Suggestions(suggestions=list(rooms.search.suggest(q, limit)))
    except GenerationBroken:
        return Suggestions(suggestions=[])
