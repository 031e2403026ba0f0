"""The OpenAPI document made whole: what every route may answer beside its own answer, and how one shows a token."""

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

_TEXT: dict[str, Any] = {"type": "string"}
_WHOLE: dict[str, Any] = {"type": "integer"}

#: An error as it is sent (RFC 9457): `code` is the key of its message, facts about it stand beside it.
PROBLEM = {
    "title": "Problem",
    "type": "object",
    "required": ["type", "title", "status", "detail", "code"],
    "properties": {
        "type": {"type": "string", "description": "urn:zongshu:CODE"},
        "title": _TEXT,
        "status": _WHOLE,
        "detail": {"type": "string", "description": "What is wrong, and what to do; in the language asked for."},
        "code": _TEXT,
        "at": {"type": "integer", "description": "Where in the query."},
        "field": _TEXT,
        "wait": {"type": "integer", "description": "Seconds to wait."},
    },
    "additionalProperties": True,
    "example": {
        "type": "urn:zongshu:query_group_open",
        "title": "Bad Request",
        "status": 400,
        "detail": "第 7 个字符处的括号没有闭合，缺少 )。",
        "code": "query_group_open",
        "at": 6,
        "expected": ")",
    },
}
#: What an answer to a search looks like.
_FOUND = {
    "hits": [],
    "summary": {
        "total": 0,
        "facets": {},
        "missing": {"total": 3, "papers": {"ljrb": 3}, "outcomes": {"blocked": 3}},
        "further": 12,
    },
}
_RETRY = {"Retry-After": {"description": "Seconds to wait.", "schema": _WHOLE}}
_ASKS = {"WWW-Authenticate": {"description": "Bearer", "schema": _TEXT}}
_TAG = {
    "ETag": {"description": "Send it as If-None-Match: 304 where nothing changed.", "schema": _TEXT},
    "Cache-Control": {"description": "May be kept, but must be asked about each time.", "schema": _TEXT},
}
_TABLE = {"Content-Disposition": {"description": "Of a table: its file's name.", "schema": _TEXT}}
_LINK = {"Link": {"description": "rel=next: the page behind this one; absent on the last page.", "schema": _TEXT}}
_RATE = {
    name: {"description": about, "schema": _WHOLE}
    for name, about in (
        ("RateLimit-Limit", "Requests allowed at once, where a rate is set."),
        ("RateLimit-Remaining", "Requests left now."),
        ("RateLimit-Reset", "Seconds until there is room for one more."),
    )
}
_WHYS = {
    400: "The query cannot be understood: `code` says how, `at` where.",
    401: "A token is needed, or the one sent is unknown or revoked.",
    403: "The token may only read, or the request comes from another site.",
    404: "There is no such article, record, file, paper or saved search.",
    405: "Files are not taken here.",
    413: "The file is too large.",
    414: "The address is too long.",
    422: "A parameter is wrong: `field` and `why`.",
    429: "Too many requests.",
    500: "A fault of the server.",
    503: "Index or ledger do not answer, or the server is busy.",
}
_ALL = (401, 403, 414, 422, 429, 500, 503)
#: What a route may answer beside what all may: statuses, and headers of its own answer.
_OWN: dict[str, tuple[tuple[int, ...], dict[str, Any]]] = {
    "/api/v1/search": ((304, 400), _TAG | _LINK),
    "/api/v1/articles/{id}": ((304, 404), _TAG),
    "/api/v1/articles/{id}/raw": (
        (304, 404),
        _TAG
        | {
            "Link": {"description": "rel=original: where the record came from.", "schema": _TEXT},
            "X-Fetched-At": {"description": "When it was fetched.", "schema": _TEXT},
        },
    ),
    "/api/v1/articles/{id}/facsimile": (
        (304, 404),
        _TAG | {"X-Area": {"description": "How well the article's area is known: exact, judged or unknown.", "schema": _TEXT}},
    ),
    "/api/v1/coverage": ((304, 404), _TAG),
    "/api/v1/coverage/years": ((304,), _TAG),
    "/api/v1/retry": ((400, 405), {}),
    "/api/v1/changes": ((304, 400, 404), _TAG | _LINK),
    "/api/v1/figures": ((304, 400), _TAG | _TABLE),
    "/api/v1/saved": ((400,), {}),
    "/api/v1/saved/{name}": ((404,), {}),
    "/api/v1/export": ((400, 404), {"Content-Disposition": {"description": "The file's name.", "schema": _TEXT}}),
    "/api/v1/compare": ((304, 400, 404), _TAG),
    "/api/v1/trends": ((304, 400), _TAG | _TABLE),
    "/api/v1/similar": ((404,), {}),
    "/api/v1/ingest": ((400, 404, 405, 413), {}),
    "/api/v1/ingest/{key}": ((404,), {}),
}
_LANG = {
    "name": "lang",
    "in": "query",
    "required": False,
    "description": "The language of messages: zh or en; else the server's setting.",
    "schema": {"type": "string"},
}


def documented(app: FastAPI, *, needs_token: bool) -> None:
    """See that the app's document says all of it."""

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = _whole(app, needs_token=needs_token)
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign] # FastAPI's documented way


def _whole(app: FastAPI, *, needs_token: bool) -> dict[str, Any]:
    document = get_openapi(title=app.title, version=app.version, routes=app.routes, description=_ABOUT, tags=_TAGS)
    parts = document.setdefault("components", {})
    parts["schemas"]["Problem"] = PROBLEM
    for name in ("HTTPValidationError", "ValidationError"):
        parts["schemas"].pop(name, None)
    parts["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer", "description": "zongshu tokens add NAME [--write]"}}
    document["paths"]["/api/v1/search"]["get"]["responses"]["200"]["content"]["application/json"]["example"] = _FOUND
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            writes = method not in ("get", "head")
            _complete(path, operation)
            operation["security"] = [{"token": []}] if needs_token and not path.startswith("/health") else [{}, {"token": []}]
            if writes:
                operation["security"] = [{}, {"token": []}] if not needs_token else [{"token": []}]
    return document


def _complete(path: str, operation: dict[str, Any]) -> None:
    statuses, headers = _OWN.get(path, ((), {}))
    answers = operation["responses"]
    for status in sorted({*_ALL, *statuses}):
        if status == 304:
            answers["304"] = {"description": "What you have is still right.", "headers": headers}
        else:
            answers[str(status)] = _problem(status)
    for good in ("200", "202"):
        if good in answers:
            answers[good]["headers"] = {**answers[good].get("headers", {}), **headers}
    for answer in answers.values():
        answer["headers"] = {**answer.get("headers", {}), **_RATE}
    operation.setdefault("parameters", []).append(_LANG)


def _problem(status: int) -> dict[str, Any]:
    headers = _ASKS if status == 401 else _RETRY if status in (429, 503) else {}
    content = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {"description": _WHYS[status], "content": content, "headers": dict(headers)}


_ABOUT = """Search the yearly accounts of Chinese public bodies, read the articles and the records they were read from, and see what is
missing. 检索各地公共机构的年度工作综述；每条命中都能引用并追溯到原始网页；缺了什么都会说明。

Errors are `application/problem+json`. Lists go on through `Link: rel="next"`."""
_TAGS = [
    {"name": "search", "description": "检索 · search"},
    {"name": "saved", "description": "保存的检索 · saved searches"},
    {"name": "articles", "description": "文章和原始记录 · articles and raw records"},
    {"name": "holdings", "description": "收录情况 · what is held and what is missing"},
    {"name": "files", "description": "送入文件 · files taken in"},
    {"name": "operating", "description": "运行 · operating"},
]
