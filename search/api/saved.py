"""`/api/v1/saved`: searches kept under a name."""

import datetime as dt
from typing import Annotated, Any, Literal
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.concurrency import run_in_threadpool
from pydantic.dataclasses import dataclass

from search.api.given import Given, given
from search.api.ingest import own_origin
from search.api.parameters import question
from search.question import Question
from search.saved import SavedSearch, asked_data, pairs_of

router = APIRouter(prefix="/api/v1", tags=["saved"])


@dataclass
class SavedItem:
    """A saved search: its key, name and question (`asked`), how new hits are told, since when, and the addresses it is found at."""

    key: str
    name: str
    asked: dict[str, Any]
    alert: Literal["none", "webhook", "mail"]
    created: dt.datetime
    page: str
    search: str
    atom: str
    json_feed: str


@dataclass
class SavedAnswer:
    """The searches in the order they were saved, and how new hits can be told here."""

    saved: list[SavedItem]
    alerts: list[str]


@router.get("/saved", summary="Saved searches")
def saved(rooms: Annotated[Given, Depends(given)]) -> SavedAnswer:
    """Every one; nobody's alone: who may read sees them all."""
    return SavedAnswer([item(one) for one in rooms.shelf.all()], list(rooms.shelf.ways))


@router.get("/saved/{name}", summary="A saved search")
def one_saved(rooms: Annotated[Given, Depends(given)], name: str) -> SavedItem:
    """By its key or its name. UnknownArticle."""
    return item(rooms.shelf.one(name))


@router.post("/saved", status_code=201, summary="Save a search", openapi_extra={"requestBody": {"required": False, "content": {}}})
async def save(
    request: Request,
    asked: Annotated[Question, Depends(question)],
    rooms: Annotated[Given, Depends(given)],
    name: Annotated[str, Query(min_length=1, max_length=300, description="What it is called; each name once.")],
    alert: Annotated[Literal["none", "webhook", "mail"], Query(description="How new hits are told.")] = "none",
) -> SavedItem:
    """The parameters are those of `/search`; what is of a page (`limit`, `offset` …) is not kept. A token that may write is needed."""
    own_origin(request)
    return item(await run_in_threadpool(rooms.shelf.add, name, asked, alert))


@router.delete("/saved/{name}", status_code=204, response_class=Response, summary="Forget a saved search")
async def forget(request: Request, rooms: Annotated[Given, Depends(given)], name: str) -> Response:
    """By its key or its name, with all that was told of it. UnknownArticle."""
    own_origin(request)
    await run_in_threadpool(rooms.shelf.remove, name)
    return Response(status_code=204)


def item(one: SavedSearch) -> SavedItem:
    """A saved search as it is sent."""
    address = urlencode(pairs_of(one.question))
    feeds = (f"/feed.atom?saved={one.key}", f"/feed.json?saved={one.key}")
    return SavedItem(
        one.key, one.name, asked_data(one.question), one.alert, one.created, f"/?{address}", f"/api/v1/search?{address}", *feeds
    )
