"""Cursors: places in an answer, as text that nobody can make but us.

By date a cursor is a place in the order itself, and holds for ever: articles may arrive, generations may be swapped. By relevance it is
a place in a view of the index, because scores move with every article that arrives (docs/decisions/0072).
"""

import base64
import hashlib
import hmac
import json
from dataclasses import fields
from typing import Any

from articles.errors import QueryError
from search.question import Bookmark, Question

#: Longest cursor read: a point in time of a cluster with many shards takes some thousand characters.
LONGEST_CURSOR = 8_000
_MAC = 16
#: What a cursor is free of: pages of a walk may differ in length and in what is counted beside them.
_FREE = frozenset({"limit", "offset", "facets"})


class Cursors:
    """Writes places as texts and reads them again; who has the same secret reads each other's."""

    def __init__(self, secret: bytes) -> None:
        self._secret = secret

    def written(self, question: Question, mark: Bookmark) -> str:
        """A place in the answer to a question."""
        value = [_digest(question), mark.rank, mark.key, mark.id, mark.view]
        body = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
        return base64.urlsafe_b64encode(self._mac(body) + body).decode().rstrip("=")

    def read(self, question: Question, cursor: str) -> Bookmark:
        """The place of a cursor. QueryError where it is none of ours, belongs to another question, or stands beside an offset."""
        if question.offset:
            raise QueryError("query_cursor_offset")
        asked, *mark = self._value(cursor)
        if asked != _digest(question):
            raise QueryError("query_cursor_other")
        return Bookmark(*mark)

    def _value(self, cursor: str) -> list[Any]:
        try:
            raw = base64.b64decode(cursor.encode("ascii") + b"=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
        except ValueError as error:
            raise QueryError("query_cursor_wrong") from error
        mac, body = raw[:_MAC], raw[_MAC:]
        if len(cursor) > LONGEST_CURSOR or not hmac.compare_digest(mac, self._mac(body)):
            raise QueryError("query_cursor_wrong")
        value: list[Any] = json.loads(body)
        return value

    def _mac(self, body: bytes) -> bytes:
        return hmac.new(self._secret, b"cursor\0" + body, hashlib.sha256).digest()[:_MAC]


def _digest(question: Question) -> str:
    """Everything of a question that decides which hits there are, and their order."""
    asked = [(field.name, getattr(question, field.name)) for field in fields(question) if field.name not in _FREE]
    return hashlib.sha256(repr(asked).encode()).hexdigest()[:24]
