"""`/api/v1/coverage`, and `/health`."""

import datetime as dt
from collections.abc import Iterable
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import JSONResponse
from pydantic import TypeAdapter
from pydantic.dataclasses import dataclass

from articles.errors import UnknownPaper
from search.api.cached import tagged
from search.api.given import Given, given
from search.api.settings import Waiting
from search.watch import Tally

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
class YearCounts:
    """The days of a paper's year, from its first issue in the ledger (or `from`) to its newest (or `to`), by what they count as.

    `whole`, `partial`: held; `missing`: printed and not had; `open`: being worked on; `not_yet`: not out yet; `none`: no issue that day;
    `not_asked`: promised by the calendar and never asked for.
    """

    paper: str
    year: int
    counts: dict[str, int]
    articles: int


@dataclass
class CoverageAnswer:
    """The issues of a paper by date, and its days counted by year; a day that is not listed was never planned."""

    paper: str
    name: str
    issues: list[Day]
    years: list[YearCounts]


@dataclass
class YearsAnswer:
    """The days of every paper with issues in the ledger, counted by year."""

    years: list[YearCounts]


_COVERAGE: TypeAdapter[CoverageAnswer] = TypeAdapter(CoverageAnswer)
_YEARS: TypeAdapter[YearsAnswer] = TypeAdapter(YearsAnswer)


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
        years=counted(rooms.holdings.tallies(paper, first, last)),
    )
    return tagged(request, rooms, _COVERAGE.dump_json(answer), "application/json")


@router.get("/coverage/years", response_model=YearsAnswer, summary="The days of all papers by year")
def by_year(request: Request, rooms: Annotated[Given, Depends(given)]) -> Any:  # noqa: ANN401 - sent as it is
    """How many days of each year are held, missing, not published."""
    found = [one for paper in rooms.holdings.held() for one in counted(rooms.holdings.tallies(paper.paper))]
    return tagged(request, rooms, _YEARS.dump_json(YearsAnswer(found)), "application/json")


def counted(found: Iterable[Tally]) -> list[YearCounts]:
    """The years of papers, as they are sent."""
    return [YearCounts(one.paper, one.year, dict(one.counts), one.articles) for one in found]


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
