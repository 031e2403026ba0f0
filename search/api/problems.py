"""Errors as problem+json (RFC 9457), or as a page where a person asked for one."""

import logging
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from articles.errors import (
    Alarm,
    EngineError,
    Fact,
    NotText,
    PageError,
    QueryError,
    ReadError,
    RemovedArticle,
    StorageError,
    TooLarge,
    UnknownArticle,
    UnknownPaper,
    ZongshuError,
)
from articles.errors import (
    told as message,
)
from search.api.headers import HEADERS
from search.api.language import language
from search.web.render import Pages

_LOG = logging.getLogger(__name__)

#: The first class an error belongs to gives its status.
_STATUSES: tuple[tuple[type[ZongshuError], int], ...] = (
    (QueryError, 400),
    (RemovedArticle, 410),
    (UnknownArticle, 404),
    (UnknownPaper, 404),
    (TooLarge, 413),
    (NotText, 415),
    (PageError, 422),
    (EngineError, 503),
    (StorageError, 503),
    (Alarm, 503),
    (ReadError, 500),
)
_RETRY_AFTER = {"Retry-After": "10"}


def add_handlers(app: FastAPI) -> None:
    """See that every error is told by us."""
    app.add_exception_handler(ZongshuError, _named)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _refused)
    app.add_exception_handler(Exception, _failed)


def _named(request: Request, error: Exception) -> Response:
    assert isinstance(error, ZongshuError)  # noqa: S101 - what the handler is registered for
    status = next((status for kind, status in _STATUSES if isinstance(error, kind)), 500)
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        _LOG.warning("%s %s", request.url.path, error.reason())
    facts = {name: value for name, value in error.facts.items() if value is not None}
    return told(request, status, error.key, error.message(language(request)), facts)


def _invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101 - what the handler is registered for
    first = error.errors()[0]
    field = str(first["loc"][-1])
    facts = {"field": field, "why": first["msg"]}
    return told(request, 422, "query_invalid", say(request, "query_invalid", **facts), facts)


def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 - what the handler is registered for
    key = f"query_status_{error.status_code}"
    text = say(request, key) if error.status_code in (403, 404, 405) else str(error.detail)
    return told(request, error.status_code, key, text, {}, error.headers)


def _failed(request: Request, error: Exception) -> Response:
    _LOG.error("%s failed", request.url.path, exc_info=error)
    return told(request, 500, "query_status_500", say(request, "query_status_500"), {})


def say(request: Request, key: str, **facts: Fact) -> str:
    """A phrase of the table of errors in the language of a request."""
    return message({"error": "", "key": key, **facts}, language(request))


def told(request: Request, status: int, key: str, text: str, facts: dict[str, Any], more: Mapping[str, str] | None = None) -> Response:
    """An error as the asker can read it. `code` is our key, the facts stand beside it (`at`, `expected` …)."""
    # An answer to an error of ours leaves from outside of the middleware that adds the headers.
    later = _RETRY_AFTER if status == HTTPStatus.SERVICE_UNAVAILABLE else {}
    headers = {**HEADERS, "Cache-Control": "no-store", **later, **(more or {})}
    if not request.url.path.startswith("/api/") and "text/html" in request.headers.get("accept", ""):
        pages: Pages = request.app.state.pages
        return pages.error(request, status, text, facts, headers)
    title = HTTPStatus(status).phrase
    problem = {**facts, "type": f"urn:zongshu:{key}", "title": title, "status": status, "detail": text, "code": key}
    return JSONResponse(problem, status, headers, media_type="application/problem+json")
