"""What the client's and the server's errors mean, and what to do about them."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import elasticsearch
from elastic_transport import TlsError
from elasticsearch import ApiError, TransportError, UnsupportedProductError

from articles.errors import EngineError, EngineUnavailable, GenerationBroken, QueryError, StorageFull, ZongshuError

_BUSY = 429
#: How the server says that more tokens begin alike than it looks at.
_TOO_WIDE = "expanded to too many terms"
#: How the server says that a query has more parts than its memory allows.
_TOO_HEAVY = "maxClauseCount"
#: How servers say that the client is of another major version.
_OTHER_VERSION = ("media_type_header_exception", "Accept version must be", "compatible-with")


@contextmanager
def asking(place: str, index: str = "") -> Iterator[None]:
    """Tell what went wrong between here and `place` (without secrets), where `index` is the generation asked.

    EngineUnavailable where it may pass; StorageFull; GenerationBroken where the index is missing; EngineError where somebody must act.
    """
    try:
        yield
    except UnsupportedProductError as error:
        raise EngineError("engine_not_elasticsearch", place=place) from error
    except TlsError as error:
        raise EngineError("engine_certificate", place=place, why=_short(error.message)) from error
    except TransportError as error:
        raise EngineUnavailable("engine_unreachable", place=place, why=_short(error.message)) from error
    except ApiError as error:
        raise _meaning(error, place, index) from error


def _meaning(error: ApiError, place: str, index: str) -> ZongshuError:
    cause = _cause(error.body)
    if _TOO_WIDE in cause:
        return QueryError("query_prefix_wide")
    if _TOO_HEAVY in cause:
        return QueryError("query_heavy")
    if any(sign in cause for sign in _OTHER_VERSION):
        return EngineError("engine_version", place=place, client=".".join(map(str, elasticsearch.__version__)))
    return _fault(int(error.status_code), cause, place, index) or EngineError(
        "engine_refused", place=place, status=error.status_code, why=_short(cause)
    )


def item_fault(item: Mapping[str, Any], place: str, index: str) -> ZongshuError | None:
    """What the answer to one document means for all that follow: an error, or None where only this document is refused."""
    return _fault(int(item["status"]), _cause(item), place, index)


def search_fault(answer: Mapping[str, Any], place: str, index: str) -> ZongshuError:
    """What it means that one of several searches failed."""
    why_ = _short(_cause(answer))
    return _fault(int(answer["status"]), _cause(answer), place, index) or EngineError(
        "engine_refused", place=place, status=answer["status"], why=why_
    )


def lookup_fault(doc: Mapping[str, Any], place: str, index: str) -> ZongshuError:
    """What it means that one document could not be looked up: a missing index is told here, not by the whole answer's status."""
    if doc["error"]["type"] == "index_not_found_exception":
        return GenerationBroken("engine_missing", path=f"{place}/{index}")
    return EngineUnavailable("engine_overloaded", place=place, status=503, why=why(doc))


def _fault(status: int, cause: str, place: str, index: str) -> ZongshuError | None:
    if "cluster_block_exception" in cause:
        return _blocked(cause, place, index)
    match status:
        case 401:
            return EngineError("engine_login", place=place)
        case 403:
            return EngineError("engine_forbidden", place=place, why=_short(cause))
        case 404:
            return GenerationBroken("engine_missing", path=f"{place}/{index}")
    return (
        EngineUnavailable("engine_overloaded", place=place, status=status, why=_short(cause)) if status == _BUSY or status >= 500 else None
    )


def why(item: Mapping[str, Any]) -> str:
    """The reason the answer to one document gives."""
    return _short(_cause(item))


def _blocked(cause: str, place: str, index: str) -> ZongshuError:
    if "flood-stage" in cause or "read-only-allow-delete" in cause:
        return StorageFull("engine_flood_stage", place=place, index=index)
    if "read-only" in cause:
        return EngineError("engine_read_only", place=place, index=index)
    return EngineUnavailable("engine_overloaded", place=place, status=503, why=_short(cause))


def _cause(body: object) -> str:
    """Types and reasons of an error, innermost last, as one text."""
    found: list[str] = []
    error = body.get("error", body) if isinstance(body, Mapping) else body
    while isinstance(error, Mapping):
        found.append(f"{error.get('type', '')}: {error.get('reason', '')}")
        error = error.get("caused_by") or (error.get("root_cause") or [None])[0]
    return " ← ".join(found) or str(error)


def _short(text: str) -> str:
    return text.partition("\n")[0][:300]
