"""`/api/v1/changes`: what happened at the sources after printing."""

import datetime as dt
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import TypeAdapter
from pydantic.dataclasses import dataclass

from articles.errors import QueryError, UnknownPaper
from articles.model import Page
from search.api.cached import tagged
from search.api.given import Given, given
from search.changes import Noticed
from search.question import FARTHEST
from storage.ledger import SHANGHAI

router = APIRouter(prefix="/api/v1", tags=["holdings"])


@dataclass
class ChangeItem:
    """An article that was edited (`changed`: units added and removed), gone or back, or an issue gone; `noticed` is when we saw it."""

    kind: str
    id: str
    paper: str
    date: dt.date | None
    page: Page | None
    title: str | None
    noticed: dt.datetime
    revision: int | None
    changed: dict[str, int] | None
    why: str | None


@dataclass
class ChangesAnswer:
    """Changes, oldest first, and how many there are in all."""

    changes: list[ChangeItem]
    total: int


_CHANGES: TypeAdapter[ChangesAnswer] = TypeAdapter(ChangesAnswer)


@router.get("/changes", response_model=ChangesAnswer, summary="What changed at the sources")
def changes(
    request: Request,
    rooms: Annotated[Given, Depends(given)],
    paper: Annotated[str | None, Query(max_length=50, description="The paper's code.")] = None,
    first: Annotated[dt.date | None, Query(alias="from", description="Noticed on this day or later.")] = None,
    last: Annotated[dt.date | None, Query(alias="to", description="Noticed on this day or before.")] = None,
    silent: Annotated[bool, Query(alias="bytes", description="Edits of the bytes round the text too.")] = False,
    limit: Annotated[int, Query(ge=0, le=1_000)] = 100,
    offset: Annotated[int, Query(ge=0, le=FARTHEST)] = 0,
) -> Response:
    """Edits, withdrawals and returns, by when they were noticed: new ones come last, and `Link: rel="next"` skips nothing."""
    if paper and paper != "files" and paper not in rooms.search.names:
        raise UnknownPaper("query_paper", value=paper, expected="、".join(rooms.search.names))
    found = rooms.holdings.changes(paper or None, _midnight(first), _midnight(last, 1), silent=silent)
    answer = ChangesAnswer(changes=[_item(one) for one in found[offset : offset + limit]], total=len(found))
    links = {"Link": f'<{_next(request, offset + limit)}>; rel="next"'} if 0 < limit < len(found) - offset else {}
    return tagged(request, rooms, _CHANGES.dump_json(answer), "application/json", links)


def _item(one: Noticed) -> ChangeItem:
    change, article = one.change, one.article
    return ChangeItem(
        kind=change.kind,
        id=change.id,
        paper=change.paper,
        date=change.date,
        page=article.page if article else None,
        title=article.title if article else None,
        noticed=change.at,
        revision=change.revision,
        changed=dict(change.changed or {}) if change.kind == "edited" else None,
        why=change.why,
    )


def _midnight(day: dt.date | None, later: int = 0) -> dt.datetime | None:
    """The beginning of a day where the newspapers are printed. QueryError at the ends of the calendar."""
    if day is None:
        return None
    try:
        return dt.datetime.combine(day + dt.timedelta(days=later), dt.time(), SHANGHAI).astimezone(dt.UTC)
    except OverflowError as error:
        raise QueryError("query_day", value=day.isoformat()) from error


def _next(request: Request, offset: int) -> str:
    pairs = [pair for pair in request.query_params.multi_items() if pair[0] != "offset"]
    return f"{request.url.path}?{urlencode([*pairs, ('offset', offset)])}"
