"""Answers that need not be sent again: entity tags, and what may be kept by whom."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from fastapi import Request, Response

from search.api.given import Given


def kept(rooms: Given) -> str:
    """`Cache-Control`: kept, but asked about each time; by nobody but the asker where a token lets him read."""
    return "private, no-cache" if rooms.access.reading else "no-cache"


def tagged(
    request: Request, rooms: Given, content: bytes, media: str, headers: Mapping[str, str] | None = None, *, weak: bool = False
) -> Response:
    """The answer with the tag of its content, or 304 for who has it (RFC 9110, 13.1.2)."""
    tag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    return with_tag(request, rooms, f"W/{tag}" if weak else tag, content, media, headers)


def with_tag(request: Request, rooms: Given, tag: str, content: bytes, media: str, headers: Mapping[str, str] | None = None) -> Response:
    """The same with a tag that is known."""
    sent = {"ETag": tag, "Cache-Control": kept(rooms), **(headers or {})}
    return unchanged(request, rooms, tag, headers) or Response(content, headers=sent, media_type=media)


def unchanged(request: Request, rooms: Given, tag: str, headers: Mapping[str, str] | None = None) -> Response | None:
    """304 for who has what a tag is of; None for who has not."""
    sent = {"ETag": tag, "Cache-Control": kept(rooms), **(headers or {})}
    return Response(status_code=304, headers=sent) if _has(request.headers.get("if-none-match", ""), tag) else None


def json_bytes(value: Any) -> bytes:  # noqa: ANN401 - JSON
    """JSON as it is sent."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8")


def _has(asked: str, tag: str) -> bool:
    """Whether one of the tags asked about is this one, weak or not."""
    tags = [one.strip().removeprefix("W/") for one in asked.split(",")]
    return "*" in tags or tag.removeprefix("W/") in tags
