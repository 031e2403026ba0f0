"""What the routes are handed by the app."""

from dataclasses import dataclass

from fastapi import Request

from search.answer import Search
from search.api.access import Access
from search.api.metrics import Metrics
from search.api.settings import Facsimiles, Idle, Operating, Queues, Submit, WebSettings
from search.compare import Past
from search.holdings import Holdings
from search.paging import Cursors
from search.saved import Shelf


@dataclass(frozen=True, slots=True)
class Given:
    """The rooms behind the app; `submit` None where files are not taken, `queues` None where no workers are woken."""

    search: Search
    holdings: Holdings
    settings: WebSettings
    submit: Submit | None
    metrics: Metrics
    queues: Queues | None
    access: Access
    cursors: Cursors
    watched: Operating
    facsimiles: Facsimiles | None
    shelf: Shelf
    idle: Idle | None = None
    past: Past | None = None


def given(request: Request) -> Given:
    """What the app was made with."""
    found: Given = request.app.state.given
    return found
