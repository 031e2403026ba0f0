"""`/api/v1/search`."""

from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic.dataclasses import dataclass

from search.api.cached import json_bytes, tagged
from search.api.given import Given, given
from search.api.parameters import question
from search.exchange import hit_data, summary_data, timeline_data
from search.paging import LONGEST_CURSOR
from search.query import Added
from search.question import FACETS, Blamed, Counted, Found, Lack, Nearby, Question
from search.timeline import Timeline

router = APIRouter(prefix="/api/v1", tags=["search"])


@dataclass
class Summary:
    """What stands beside the hits: counts, facets, missing issues, hits outside of the scope; what else stands there where it applies.

    `added` are the synonyms and names looked for, `blamed` the terms because of which nothing was found, `nearby` what lacks one term of
    the query, where the first page has room left; `timeline` where it was asked for.
    """

    total: int
    facets: dict[str, list[Counted]]
    missing: Lack
    further: int
    added: list[Added]
    blamed: list[Blamed]
    nearby: list[Nearby]
    timeline: Timeline | None = None


@dataclass
class SearchAnswer:
    """An answer as it is sent."""

    hits: list[Found]
    summary: Summary


@router.get("/search", response_model=SearchAnswer, summary="Search articles")
def search(
    request: Request,
    asked: Annotated[Question, Depends(question)],
    rooms: Annotated[Given, Depends(given)],
    cursor: Annotated[
        str | None,
        Query(max_length=LONGEST_CURSOR, description="The page behind the last one, as its Link header says; nothing comes twice."),
    ] = None,
    timeline: Annotated[bool, Query(description="Count hits by year covered and year of printing, in the order of years.")] = False,
) -> Response:
    """Hits with their citation and where the query stands in them; exact total; missing issues and further hits are always said.

    `Link: <…>; rel="next"` leads to the next page, as long as there is one.
    """
    if timeline:
        asked = asked.counting(FACETS)
    answer = rooms.search.ask(asked, rooms.cursors.read(asked, cursor) if cursor else None, walk=True)
    summary = summary_data(answer) | ({"timeline": timeline_data(answer)} if timeline else {})
    content = json_bytes({"hits": [hit_data(hit) for hit in answer.hits], "summary": summary})
    links = {"Link": f'<{_next(request, rooms.cursors.written(asked, answer.next))}>; rel="next"'} if answer.next else {}
    return tagged(request, rooms, content, "application/json", links, weak=True)


def _next(request: Request, cursor: str) -> str:
    """The address of the next page: the same question, behind the cursor."""
    pairs = [pair for pair in request.query_params.multi_items() if pair[0] not in ("cursor", "offset")]
    return f"{request.url.path}?{urlencode([*pairs, ('cursor', cursor)])}"
