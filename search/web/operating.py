"""Pages for operators: how papers and home stand, the calendar of what is held, what went wrong and a button to try it again."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import RedirectResponse

from articles.errors import UnknownPaper, told
from search.api.given import Given, given
from search.api.language import language
from search.api.watching import cause_answer, state, tried_again
from search.watch import CLASSES, Day, PastRun, Year, causes, spans, years
from search.web.forms import fields_of
from search.web.render import WORDING, Pages

router = APIRouter()
#: Failures shown on one page.
_MOST_CAUSES = 500
Code = Annotated[str, Query(max_length=50)]


@dataclass(frozen=True, slots=True)
class Month:
    """A month of the calendar: each day of the month, None for those that are not in question."""

    number: int
    days: Sequence[Day | None]


@router.get("/status")
def status_page(request: Request, rooms: Annotated[Given, Depends(given)]) -> Response:
    """How each paper and the home stand; it comes anew by itself while runs are under way."""
    found = state(rooms)
    lang = language(request)
    troubles = [(paper, one.issues, told(one.reason, lang)) for paper in found.papers for one in paper.troubles]
    busy = bool(found.home and found.home.runs)
    past = [(run, list(_came(run))) for run in found.home.past] if found.home else []
    return _pages(request).show(request, "status.html", state=found, troubles=troubles, busy=busy, past=past)


def _came(run: PastRun) -> Iterator[tuple[str, int]]:
    """What a run counted, each under the key of its word: outcomes of issues, or things of its own."""
    known = WORDING.keys("zh")
    for name, count in run.counts.items():
        key = next((key for key in (f"counted.{name}", f"state.{name}") if key in known), None)
        if key and count:
            yield key, count


@router.get("/coverage")
def coverage_page(
    request: Request, rooms: Annotated[Given, Depends(given)], paper: Code = "", year: Annotated[int | None, Query(ge=1, le=9999)] = None
) -> Response:
    """A row a paper and year; with a paper its calendar, the newest year's where none is named."""
    if paper:
        return _calendar(request, rooms, paper, year)
    found = [one for held in rooms.holdings.held() for one in rooms.holdings.tallies(held.paper)]
    return _pages(request).show(request, "coverage.html", years=found, names=rooms.search.names, classes=CLASSES)


def _calendar(request: Request, rooms: Given, paper: str, year: int | None) -> Response:
    if paper not in rooms.search.names:
        raise UnknownPaper("query_paper", value=paper, expected="、".join(rooms.search.names))
    found = rooms.holdings.tallies(paper)
    year = year or max((one.year for one in found), default=None)
    held = rooms.holdings.days(paper) if year else iter(())
    shown = next(iter(years(day for day in held if day.date.year == year)), None)
    lang = language(request)
    lacking = [(span, span[0].reason(lang)) for span in spans(day for day in shown.days if day.missing)] if shown else []
    return _pages(request).show(
        request,
        "calendar.html",
        paper=paper,
        paper_name=rooms.search.names[paper],
        years=found,
        shown=shown,
        months=list(_months(shown)) if shown else [],
        lacking=lacking,
        classes=CLASSES,
        reason=lambda day: day.reason(lang),
    )


def _months(year: Year) -> Iterator[Month]:
    """The months of a year, each with 31 places."""
    for number, run in groupby(year.days, key=lambda day: day.date.month):
        held = {day.date.day: day for day in run}
        yield Month(number, [held.get(day) for day in range(1, 32)])


@router.get("/failures")
def failures_page(request: Request, rooms: Annotated[Given, Depends(given)], paper: Code = "", done: Code = "") -> Response:
    """What went wrong by cause; `done` is how many issues a button just made due."""
    lang, names = language(request), rooms.search.names
    found = [cause_answer(one, names, lang) for one in causes(rooms.holdings.failures(paper or None))]
    return _pages(request).show(
        request,
        "failures.html",
        causes=found[:_MOST_CAUSES],
        further=max(0, len(found) - _MOST_CAUSES),
        retry=rooms.watched.retry is not None,
        token=rooms.access.writing,
        done=int(done) if done.isdecimal() else None,
    )


@router.post("/failures/retry")
async def retry(request: Request, rooms: Annotated[Given, Depends(given)]) -> Response:
    """Make the issues of a cause due again: from our own page only, with a token that may write where one is asked for."""
    fields = await fields_of(request, rooms)
    cause = fields.get("cause", [""])[0]
    keys = await run_in_threadpool(tried_again, rooms, cause)
    return RedirectResponse(f"/failures?done={len(keys)}", status_code=303)


def _pages(request: Request) -> Pages:
    pages: Pages = request.app.state.pages
    return pages
