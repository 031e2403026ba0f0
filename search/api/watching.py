"""`/api/v1/status`, `/api/v1/failures` and `/api/v1/retry`: what an operator watches, and what went wrong tried again."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import field
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from fastapi.concurrency import run_in_threadpool
from pydantic.dataclasses import dataclass
from starlette.exceptions import HTTPException

from articles.errors import EngineError, Fact, QueryError, told
from articles.wording import LANGUAGES
from search.api.given import Given, given
from search.api.ingest import own_origin
from search.api.language import language
from search.watch import BackfillState, Cause, HomeState, PaperState, RestState, causes

router = APIRouter(prefix="/api/v1", tags=["operating"])


@dataclass
class AlarmState:
    """A problem that is open: its key (kind, colon, what it is with), since when, and what is told of it in each language."""

    key: str
    since: dt.datetime
    message: dict[str, str]


@dataclass
class StatusAnswer:
    """How many articles are searchable (null where there is no index yet), how far the work is, each paper, what is wrong, and the home.

    `resting` are papers somebody paused or stopped, `backfills` those that are not done.
    `home` is null where nobody tells it; `queues` where no workers are woken, or they cannot be asked.
    """

    articles: int | None
    open: int
    papers: list[PaperState]
    home: HomeState | None
    queues: dict[str, dict[str, Any]] | None
    alarms: list[AlarmState] = field(default_factory=list)
    resting: list[RestState] = field(default_factory=list)
    backfills: list[BackfillState] = field(default_factory=list)


@dataclass
class CauseAnswer:
    """A cause of failures: `<class of error>:<paper>:<host>`, its issues, and the newest of them as an example.

    `first` and `last` are days of printing; `first_bad` when it was first noticed; `addresses` are missing in all; `message` says what
    to do.
    """

    id: str
    paper: str
    name: str
    host: str
    error: str
    states: list[str]
    issues: int
    first: dt.date | None
    last: dt.date | None
    first_bad: dt.datetime | None
    addresses: int
    example: str
    address: str | None
    reason: dict[str, Fact] | None
    message: str | None


@dataclass
class FailuresAnswer:
    """What went wrong, by cause, the commonest first."""

    causes: list[CauseAnswer]


@dataclass
class Retried:
    """The keys of the issues that are due again."""

    issues: list[str]


@router.get("/status", summary="How papers and home stand")
def status(rooms: Annotated[Given, Depends(given)]) -> StatusAnswer:
    """Papers, issues, articles; hosts and their budgets; the index, the disk, runs under way."""
    return state(rooms)


def state(rooms: Given) -> StatusAnswer:
    """The state of the holdings, for the API and the page."""
    queues = rooms.queues() if rooms.queues else None
    return StatusAnswer(
        articles=searchable(rooms),
        open=rooms.holdings.progress().open,
        papers=rooms.holdings.states(rooms.search.names),
        resting=rooms.holdings.resting(rooms.search.names),
        backfills=rooms.holdings.backfills(rooms.search.names),
        home=rooms.watched.home() if rooms.watched.home else None,
        alarms=[AlarmState(one.key, one.since, {lang: told(one.reason, lang) for lang in LANGUAGES}) for one in rooms.holdings.alarms()],
        queues=None if queues is None else {name: {"waiting": one.waiting, "ran": one.ran} for name, one in queues.items()},
    )


def searchable(rooms: Given) -> int | None:
    """How many articles can be searched; None where there is no index, or it does not answer."""
    try:
        return rooms.search.index.count()
    except EngineError:
        return None


@router.get("/failures", summary="What went wrong, by cause")
def failed(
    request: Request,
    rooms: Annotated[Given, Depends(given)],
    paper: Annotated[str | None, Query(max_length=50, description="The paper's code.")] = None,
) -> FailuresAnswer:
    """Each cause with an example and what to do."""
    lang, names = language(request), rooms.search.names
    return FailuresAnswer([cause_answer(one, names, lang) for one in causes(rooms.holdings.failures(paper))])


def cause_answer(cause: Cause, names: Mapping[str, str], lang: str) -> CauseAnswer:
    """A cause as it is sent, told in a language."""
    return CauseAnswer(
        id=cause.id,
        paper=cause.paper,
        name=names.get(cause.paper, cause.paper),
        host=cause.host,
        error=cause.error,
        states=list(cause.states),
        issues=len(cause.issues),
        first=cause.first,
        last=cause.last,
        first_bad=cause.first_bad,
        addresses=cause.addresses,
        example=cause.issues[0],
        address=cause.address,
        reason=dict(cause.reason) if cause.reason else None,
        message=told(cause.reason, lang) if cause.reason else None,
    )


@router.post(
    "/retry", status_code=202, summary="Try again what went wrong", openapi_extra={"requestBody": {"required": False, "content": {}}}
)
async def retry(
    request: Request,
    rooms: Annotated[Given, Depends(given)],
    cause: Annotated[str, Query(min_length=1, max_length=300, description="A cause's id, or its beginning up to a colon.")],
) -> Retried:
    """The issues of a cause are due again; whoever works (the home's owner, workers) sees to them."""
    own_origin(request)
    return Retried(await run_in_threadpool(tried_again, rooms, cause))


def tried_again(rooms: Given, name: str) -> list[str]:
    """The keys that are due again. QueryError for a cause nothing fails by; 405 where nothing can be made due."""
    if rooms.watched.retry is None:
        raise HTTPException(405)
    keys = [key for cause in causes(rooms.holdings.failures()) if cause.named(name) for key in cause.issues]
    if not keys:
        raise QueryError("query_no_cause", cause=name)
    return rooms.watched.retry(keys)
