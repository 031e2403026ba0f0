"""`/api/v1/search`."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends
from fastapi.responses import JSONResponse
from pydantic.dataclasses import dataclass

from search.api.given import Given, given
from search.api.parameters import question
from search.exchange import hit_data, summary_data
from search.query import Added
from search.question import Blamed, Counted, Found, Lack, Question

router = APIRouter(prefix="/api/v1", tags=["search"])


@dataclass
class Summary:
    """What stands beside the hits: counts, facets, missing issues, hits outside of the scope, synonyms, why nothing was found."""

    total: int
    facets: dict[str, list[Counted]]
    missing: Lack
    further: int
    added: list[Added]
    blamed: list[Blamed]


@dataclass
class SearchAnswer:
    """An answer as it is sent."""

    hits: list[Found]
    summary: Summary


@router.get("/search", response_model=SearchAnswer, summary="Search articles")
def search(asked: Annotated[Question, Depends(question)], rooms: Annotated[Given, Depends(given)]) -> Any:  # noqa: ANN401 - sent as it is
    """Hits with their citation and where the query stands in them; exact total; missing issues and further hits are always said."""
    answer = rooms.search.ask(asked)
    return JSONResponse({"hits": [hit_data(hit) for hit in answer.hits], "summary": summary_data(answer)})
