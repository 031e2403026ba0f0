"""`/api/v1/coverage` and `/api/v1/status`."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import field
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import JSONResponse
from pydantic import TypeAdapter
from pydantic.dataclasses import dataclass

from articles.errors import GenerationBroken, UnknownPaper
from articles.errors import told as message
from articles.wording import LANGUAGES
from search.api.cached import tagged
from search.api.given import Given, given
from search.api.settings import Waiting

router = APIRouter(prefix="/api/v1", tags=["holdings"])


@dataclass
class Day:
    """An issue: what is held of it and what became of it; `reason` is an error's key and facts."""

    key: str
    date: dt.date | None
    held: str
    outcome: str
    pages_due: int
    pages_held: int
    articles_due: int
    articles_held: int
    articles: int
    reason: dict[str, Any] | None


@dataclass
class CoverageAnswer:
    """The issues of a paper by date; a day that is not listed was never planned."""

    paper: str
    name: str
    issues: list[Day]


@dataclass
class PaperState:
    """A paper: its issues by outcome and by what is held, the oldest and newest held."""

    paper: str
    name: str
    oldest: dt.date | None
    newest: dt.date | None
    articles: int
    outcomes: dict[str, int]
    held: dict[str, int]


@dataclass
class AlarmState:
    """A problem that is open: its key (kind, colon, what it is with), since when, and what is told of it in each language."""

    key: str
    since: dt.datetime
    message: dict[str, str]


@dataclass
class StatusAnswer:
    """How many articles are searchable (null where there is no index yet), how far the work is, each paper, and what is wrong."""

    articles: int | None
    open: int
    papers: list[PaperState]
    alarms: list[AlarmState] = field(default_factory=list)


_COVERAGE: TypeAdapter[CoverageAnswer] = TypeAdapter(CoverageAnswer)


@router.get("/coverage", response_model=CoverageAnswer, summary="The days of a paper")
def coverage(
    request: Request,
    paper: Annotated[str, Query(min_length=1, max_length=50, description="The paper's code.")],
    rooms: Annotated[Given, Depends(given)],
    first: Annotated[dt.date | None, Query(alias="from")] = None,
    last: Annotated[dt.date | None, Query(alias="to")] = None,
) -> Any:  # noqa: ANN401 - sent as it is
    """Every planned issue, held or not, and why."""
    issues = rooms.holdings.coverage(paper, first, last)
    if not issues and paper not in rooms.search.names:
        raise UnknownPaper("query_paper", value=paper, expected="、".join(rooms.search.names))
    answer = CoverageAnswer(
        paper=paper,
        name=rooms.search.names.get(paper, paper),
        issues=[
            Day(
                key=issue.key,
                date=issue.date,
                held=issue.held,
                outcome=issue.outcome,
                pages_due=issue.pages_due,
                pages_held=issue.pages_held,
                articles_due=issue.articles_due,
                articles_held=issue.articles_held,
                articles=issue.articles,
                reason=dict(issue.reason) if issue.reason else None,
            )
            for issue in issues
        ],
    )
    return tagged(request, rooms, _COVERAGE.dump_json(answer), "application/json")


@router.get("/status", response_model=StatusAnswer, summary="What is held")
def status(rooms: Annotated[Given, Depends(given)]) -> StatusAnswer:
    """Papers, issues and articles."""
    return state(rooms)


def state(rooms: Given) -> StatusAnswer:
    """The state of the holdings, for the API and the page."""
    names: Mapping[str, str] = rooms.search.names
    papers = [
        PaperState(
            paper=one.paper,
            name=names.get(one.paper, one.paper),
            oldest=one.oldest,
            newest=one.newest,
            articles=one.articles,
            outcomes=dict(one.outcomes),
            held=dict(one.held),
        )
        for one in rooms.holdings.papers()
    ]
    alarms = [AlarmState(one.key, one.since, {lang: message(one.reason, lang) for lang in LANGUAGES}) for one in rooms.holdings.alarms()]
    return StatusAnswer(articles=_searchable(rooms), open=rooms.holdings.progress().open, papers=papers, alarms=alarms)


def _searchable(rooms: Given) -> int | None:
    try:
        return rooms.search.index.count()
    except GenerationBroken:
        return None


health = APIRouter(tags=["operating"])


@health.get("/health", summary="Whether the index and the ledger answer")
def healthy(rooms: Annotated[Given, Depends(given)]) -> JSONResponse:
    """200 with the number of articles; 503 as a problem where the index or the ledger does not answer, or nobody does what is due.

    Where workers are woken, `queues` tells what waits for them and when a task ran last (null where the broker does not answer).
    """
    articles = rooms.search.index.count()
    rooms.holdings.missing(("",))
    if rooms.idle and (alarm := rooms.idle()):
        raise alarm
    told: dict[str, Any] = {"status": "ok", "articles": articles, "version": rooms.settings.version}
    if rooms.queues:
        queues = rooms.queues()
        told["queues"] = None if queues is None else {name: _queue(queue) for name, queue in queues.items()}
    return JSONResponse(told)


def _queue(queue: Waiting) -> dict[str, Any]:
    return {"waiting": queue.waiting, "ran": queue.ran.isoformat() if queue.ran else None}
