"""`/api/v1/ingest`: a file comes in as the body of a request; `/api/v1/ingest/{key}` says what became of it."""

import datetime as dt
from collections.abc import Mapping
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from fastapi import APIRouter, Depends, Query, Request
from fastapi.concurrency import run_in_threadpool
from pydantic.dataclasses import dataclass
from starlette.exceptions import HTTPException

from articles.errors import QueryError, TooLarge, told
from search.api.given import Given, given
from search.api.language import language
from search.api.settings import Upload

router = APIRouter(prefix="/api/v1", tags=["files"])

_STATES: Mapping[str, Literal["read", "indexed", "failed"]] = {"read": "read", "indexed": "indexed", "failed": "failed"}
_BODY = {"required": True, "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}}


@dataclass
class Receipt:
    """The file is taken: the key of its issue, under which the ledger follows it; `known`: the same bytes were held already."""

    key: str
    known: bool


@dataclass
class FileAnswer:
    """What became of a file: `waiting` to be read, `read` (searchable soon), `indexed`, or `failed`.

    `articles` are the ids of what was read; `reason` is why it failed, or what part of it could not be read: an error's key and facts,
    told in `detail`.
    """

    key: str
    name: str
    state: Literal["waiting", "read", "indexed", "failed"]
    taken: dt.datetime | None
    articles: list[str]
    reason: dict[str, Any] | None
    detail: str | None


@router.post(
    "/ingest",
    status_code=202,
    summary="Take in a file",
    openapi_extra={"requestBody": _BODY},
)
async def ingest(
    request: Request,
    rooms: Annotated[Given, Depends(given)],
    name: Annotated[str, Query(min_length=1, max_length=200, description="The file's name.")],
    paper: Annotated[str | None, Query(max_length=50)] = None,
    date: dt.date | None = None,
) -> Receipt:
    """The bytes of the body, bounded in size; a browser may send them from our own pages only."""
    if rooms.submit is None:
        raise HTTPException(405)
    own_origin(request)
    payload = await body(request, rooms.settings.upload)
    upload = Upload(name.replace("\\", "/").rsplit("/", 1)[-1], payload, paper, date)
    taken = await run_in_threadpool(rooms.submit, upload)
    return Receipt(taken.key, taken.known)


@router.get("/ingest/{key}", summary="What became of a file")
def became(request: Request, rooms: Annotated[Given, Depends(given)], key: str) -> FileAnswer:
    """By the key that its receipt named. UnknownArticle."""
    found = rooms.holdings.dropped(key)
    reason = dict(found.issue.reason) if found.issue.reason else None
    return FileAnswer(
        key,
        found.name,
        _STATES.get(found.issue.outcome, "waiting"),
        found.taken,
        list(found.articles),
        reason,
        told(reason, language(request)) if reason else None,
    )


def own_origin(request: Request) -> None:
    """Another site's page cannot write through its visitor's browser."""
    origin = request.headers.get("origin")
    if origin is not None and urlsplit(origin).netloc != request.headers.get("host"):
        raise HTTPException(403)


async def body(request: Request, limit: int) -> bytes:
    """The body. TooLarge as soon as it is known to be, QueryError where there is none."""
    declared = request.headers.get("content-length", "")
    if declared.isdecimal() and int(declared) > limit:
        raise TooLarge("query_upload_large", limit=limit)
    payload = bytearray()
    async for chunk in request.stream():
        payload += chunk
        if len(payload) > limit:
            raise TooLarge("query_upload_large", limit=limit)
    if not payload:
        raise QueryError("query_upload_empty")
    return bytes(payload)
