"""`/api/v1/similar`: other printings of an article's text, and passages it shares with other articles."""

import datetime as dt
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import JSONResponse, RedirectResponse
from pydantic.dataclasses import dataclass

from articles.exchange import from_json
from search.api.articles import successor
from search.api.given import Given, given
from search.exchange import similar_data

router = APIRouter(prefix="/api/v1", tags=["articles"])


@dataclass
class Match:
    """An article that is like the one asked about."""

    match: str
    id: str
    paper: str
    paper_name: str
    date: dt.date | None
    title: str | None
    citation: str


@dataclass
class ReprintMatch(Match):
    """Another printing: `likeness` is the part of the shorter text found in the longer, `part` how long the shorter is of the longer."""

    likeness: float
    part: float
    cluster: str


@dataclass
class PassageMatch:
    """The same words in both articles; offsets into the text of the one asked about, and (`other_`) of the other."""

    text: str
    start: int
    end: int
    other_text: str
    other_start: int
    other_end: int


@dataclass
class BorrowingMatch(Match):
    """An article with passages in common, the longest first."""

    passages: list[PassageMatch]


@dataclass
class SimilarAnswer:
    """`cluster` is the id of the first printing of the text, null where it was printed once."""

    id: str
    cluster: str | None
    reprints: list[ReprintMatch]
    borrowings: list[BorrowingMatch]


_MOVED: dict[int | str, dict[str, Any]] = {308: {"description": "The id has moved."}}


@router.get("/similar", response_model=SimilarAnswer, summary="What is like an article", responses=_MOVED)
def similar(
    request: Request,
    id: Annotated[str, Query(max_length=100, pattern=r"^[A-Za-z0-9_.-]+$", description="The article's id.")],  # noqa: A002
    rooms: Annotated[Given, Depends(given)],
    limit: Annotated[int, Query(ge=1, le=100, description="Most reprints, and most articles with passages.")] = 20,
) -> Any:  # noqa: ANN401 - sent as it is
    """Other printings of the same text by date, then articles that share passages of twenty characters and more."""
    stored = rooms.search.index.get(id)
    if stored is None:
        moved = request.url.include_query_params(id=successor(rooms, id))
        return RedirectResponse(f"{moved.path}?{moved.query}", status_code=308)
    found = rooms.search.similar.alike(from_json(stored), limit)
    return JSONResponse(similar_data(found, rooms.search.names))
