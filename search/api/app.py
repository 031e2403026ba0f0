"""The app: the API under `/api/v1`, the page at `/`, and what watches it."""

import time
from importlib.resources import files
from typing import Annotated

from fastapi import APIRouter, Depends, FastAPI
from fastapi.responses import PlainTextResponse
from starlette.staticfiles import StaticFiles

from search.answer import Search
from search.api import (
    articles,
    changes,
    compare,
    export,
    feeds,
    figures,
    held,
    ingest,
    saved,
    search,
    similar,
    suggest,
    trends,
    watching,
)
from search.api.access import Access
from search.api.document import documented
from search.api.gate import Gate
from search.api.gauges import Gauges
from search.api.given import Given, given
from search.api.headers import SafeHeaders
from search.api.metrics import Measured, Metrics
from search.api.problems import add_handlers
from search.api.settings import Facsimiles, Idle, Operating, Queues, Submit, WebSettings
from search.compare import Past
from search.holdings import Holdings
from search.paging import Cursors
from search.saved import Shelf
from search.web import compare as compare_page
from search.web import figures as figures_page
from search.web import login, operating, pages, selection
from search.web import saved as saved_page
from search.web import trends as trends_page
from search.web.render import Pages


def create_app(  # noqa: PLR0913 - the rooms behind the app
    engine: Search,
    storage: Holdings,
    web_settings: WebSettings,
    submit: Submit | None = None,
    queues: Queues | None = None,
    access: Access | None = None,
    idle: Idle | None = None,
    *,
    watched: Operating | None = None,
    facsimiles: Facsimiles | None = None,
    past: Past | None = None,
) -> FastAPI:
    """The app on an engine and what is kept; it reads no settings and opens nothing itself.

    `submit` takes files that are sent in; without it `/api/v1/ingest` answers 405. `queues` tells how the workers are, where there are any.
    `access` says what needs a token; without it everything is open. `idle` tells of work that is due and not done: then `/health` is 503.
    `watched` tells how the home is, and makes issues due again; `facsimiles` shows printed pages, `past` reads
    revisions of articles.
    """
    app = FastAPI(title="Zongshu", version=web_settings.version or "0", docs_url=None, redoc_url=None)
    metrics, access, cursors = Metrics(), access or Access(), Cursors(web_settings.secret)
    shelf = Shelf(storage.ledger, engine, web_settings.alerts, storage.clock)
    app.state.given = Given(
        engine, storage, web_settings, submit, metrics, queues, access, cursors, watched or Operating(), facsimiles, shelf, idle, past
    )
    app.state.settings = web_settings
    app.state.pages = Pages()
    add_handlers(app)
    for part in (search, saved, export, figures, trends, compare, articles, similar, held, watching, changes, ingest, suggest):
        app.include_router(part.router)
    app.include_router(held.health)
    app.include_router(watch)
    app.include_router(pages.router, include_in_schema=False)
    app.include_router(selection.router, include_in_schema=False)
    app.include_router(feeds.router, include_in_schema=False)
    app.include_router(saved_page.router, include_in_schema=False)
    app.include_router(trends_page.router, include_in_schema=False)
    app.include_router(figures_page.router, include_in_schema=False)
    app.include_router(compare_page.router, include_in_schema=False)
    app.include_router(operating.router, include_in_schema=False)
    app.include_router(login.router, include_in_schema=False)
    app.mount("/static", StaticFiles(directory=str(files("search.web") / "static")), name="static")
    app.add_middleware(Gate, settings=web_settings, access=access)
    app.add_middleware(SafeHeaders)
    app.add_middleware(Measured, metrics=metrics, clock=time.perf_counter)
    documented(app, needs_token=access.reading)
    return app


watch = APIRouter(tags=["operating"])


@watch.get("/metrics", response_class=PlainTextResponse, summary="Figures for Prometheus")
def metrics(rooms: Annotated[Given, Depends(given)]) -> PlainTextResponse:
    """Requests by route; papers, hosts, index, disk, queues and steps (docs/api.md)."""
    return PlainTextResponse(rooms.metrics.text(Gauges(rooms)), media_type="text/plain; version=0.0.4; charset=utf-8")
