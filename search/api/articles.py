"""`/api/v1/articles/ID` and its raw record."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query, Request, Response
from fastapi.responses import RedirectResponse

from articles.decode import decode
from articles.errors import NotText, Undecodable, UnknownArticle
from articles.exchange import from_json, to_json
from articles.model import Article
from search.api.cached import tagged, unchanged, with_tag
from search.api.given import Given, given
from search.api.headers import RAW_POLICY
from storage import Response as Record

router = APIRouter(prefix="/api/v1", tags=["articles"])
_MOVED: dict[int | str, dict[str, Any]] = {
    308: {"description": "The id has moved.", "headers": {"Location": {"schema": {"type": "string"}}}}
}
Id = Annotated[str, Path(max_length=100, pattern=r"^[A-Za-z0-9_.-]+$", description="The article's id.")]


@router.get(
    "/articles/{id}",
    response_model=Article,
    summary="An article",
    responses=_MOVED,
)
def article(request: Request, id: Id, rooms: Annotated[Given, Depends(given)]) -> Any:  # noqa: A002, ANN401 - sent as it is stored
    """The article as `zongshu schema article` describes it, with the cluster it belongs to now, its sections and key terms."""
    stored = rooms.search.index.get(id)
    if stored is not None:
        return tagged(request, rooms, to_json(rooms.search.whole(from_json(stored))).encode(), "application/json")
    return RedirectResponse(request.url_for("article", id=successor(rooms, id)).path, status_code=308)


def successor(rooms: Given, id_: str) -> str:
    """The id that holds a lost id's article now. UnknownArticle."""
    standing = rooms.holdings.standing(id_)
    if standing is None or standing.id == id_:
        raise UnknownArticle("query_no_article", id=id_)
    return standing.id


@router.get(
    "/articles/{id}/raw",
    response_class=Response,
    summary="The raw record of an article",
    responses={200: {"content": {"text/plain": {}, "application/octet-stream": {}}, "description": "The bytes as they were sent."}},
)
def raw(
    request: Request,
    id: Id,  # noqa: A002
    rooms: Annotated[Given, Depends(given)],
    download: Annotated[bool, Query(description="As a file, not as text.")] = False,
) -> Response:
    """The payload byte for byte; text is served as plain text in its own encoding, never as a page of ours."""
    record = rooms.holdings.raw(id)
    encoding = None if download else _encoding(record)
    headers = {
        "Content-Security-Policy": RAW_POLICY,
        "Link": f'<{_ascii(record.final)}>; rel="original"',
        "X-Fetched-At": record.fetched_at.isoformat(),
    }
    if encoding is None:
        headers["Content-Disposition"] = f'attachment; filename="{id}.bin"'
    media = f"text/plain; charset={encoding}" if encoding else "application/octet-stream"
    return with_tag(request, rooms, f'"{record.digest}{"-file" if download else ""}"', record.payload, media, headers)


@router.get(
    "/articles/{id}/facsimile",
    response_class=Response,
    summary="The printed page of an article",
    responses={200: {"content": {"image/png": {}}, "description": "The page, the article's area marked."}, **_MOVED},
)
def facsimile(request: Request, id: Id, rooms: Annotated[Given, Depends(given)]) -> Response:  # noqa: A002
    """The archived page (PDF or picture) as PNG, at most 1,600 pixels wide, with the article's area marked; nothing is asked of its source.

    404 (`facsimile_none`) where its page's PDF and picture are not in the archive. `X-Area` says whether the area is `exact`, `judged`
    by the areas of the whole page, or `unknown`.
    """
    stored = rooms.search.index.get(id)
    if stored is None:
        return RedirectResponse(request.url_for("facsimile", id=successor(rooms, id)).path, status_code=308)
    article = from_json(stored)
    if rooms.facsimiles is None:
        raise UnknownArticle("facsimile_none", id=id)
    place = rooms.facsimiles.place(article)
    tag, area = f'"{place.tag}"', ("exact" if place.exact else "judged") if place.marked else "unknown"
    headers = {"X-Area": area, "Content-Security-Policy": RAW_POLICY}
    if held := unchanged(request, rooms, tag, headers):
        return held
    return with_tag(request, rooms, tag, rooms.facsimiles.png(article), "image/png", headers)


def _encoding(record: Record) -> str | None:
    """The encoding of a record's text, None where it is none."""
    try:
        return decode(record.payload, record.header("Content-Type")).encoding
    except (NotText, Undecodable):
        return None


def _ascii(address: str) -> str:
    return address.encode("ascii", "ignore").decode().translate({ord(char): None for char in '<>"\r\n'})
