"""What the server's problems mean, as errors of our tree.

Blocked: a token is needed, or may not do this. Unreachable: no server is there, or it asks for patience (`wait` seconds).
"""

import json
from collections.abc import Mapping
from typing import Any

import requests

from articles.errors import (
    Blocked,
    EngineUnavailable,
    FetchError,
    QueryError,
    Timeout,
    TooLarge,
    UnknownArticle,
    UnknownPaper,
    Unreachable,
    ZongshuError,
)

#: Facts of a problem that are not facts of the error.
_OURS = frozenset({"type", "title", "status", "detail", "code"})
_KINDS: Mapping[str, type[ZongshuError]] = {
    "query_no_article": UnknownArticle,
    "query_no_record": UnknownArticle,
    "revision_unknown": UnknownArticle,
    "query_no_file": UnknownArticle,
    "saved_unknown": UnknownArticle,
    "paper_unknown": UnknownPaper,
    "query_upload_large": TooLarge,
}


def unreachable(error: requests.RequestException, place: str) -> FetchError:
    """What it means that no answer came."""
    kind = Timeout if isinstance(error, requests.Timeout) else Unreachable
    return kind("client_timeout" if kind is Timeout else "client_unreachable", place=place, why=str(error)[:200])


def failure(status: int, headers: Mapping[str, str], content: bytes, place: str) -> ZongshuError:
    """The error a problem tells of: its key and its facts are those the server had."""
    try:
        problem: dict[str, Any] = json.loads(content)
        code = str(problem["code"])
    except (ValueError, KeyError, TypeError):
        return Unreachable("client_no_problem", place=place, status=status)
    facts = {name: value for name, value in problem.items() if name not in _OURS and isinstance(value, str | int | float)}
    if status == 429 and "Retry-After" in headers:
        facts.setdefault("wait", int(headers["Retry-After"]))
    kind = _kind(status, code)
    return kind(code, **facts)


def _kind(status: int, code: str) -> type[ZongshuError]:
    if code == "query_paper" and status == 404:
        return UnknownPaper
    if code in _KINDS:
        return _KINDS[code]
    if status in (401, 403):
        return Blocked
    if status in (429, 503):
        return Unreachable if code.startswith("query_") else EngineUnavailable
    return QueryError if status in (400, 404, 405, 413, 414, 422) else ZongshuError
