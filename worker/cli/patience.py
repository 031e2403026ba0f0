"""How long a client may take to say what it wants, and how much it may say: uvicorn waits for the head of a first request for ever."""

import asyncio
import json
from http import HTTPStatus

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from articles.errors import told


class Patient(H11Protocol):
    """uvicorn's protocol over h11 that closes a connection whose request does not begin in time.

    It counts from the connection, and from the first byte of a later request, until its head is there. A head that is no request, or too
    long (64 KiB), is answered as every other error is, and what still comes of it is passed over so that the answer arrives.
    """

    #: Seconds for the head of a request.
    head = 15.0
    #: Seconds, and bytes, of a refused request that are still taken.
    linger, most = 2.0, 2**20
    _late: asyncio.TimerHandle | None = None
    _refused: int | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override] # as uvicorn declares it
        """A client is there."""
        super().connection_made(transport)
        self._await_head()

    def connection_lost(self, exc: Exception | None) -> None:
        """A client is gone."""
        self._head_is_there()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Something came: a head, a part of one, or of a body."""
        if self._refused is not None:
            self._refused += len(data)
            if self._refused > self.most:
                self.transport.close()
            return
        super().data_received(data)
        if self.cycle is not None and not self.cycle.response_complete:
            self._head_is_there()
        elif self._late is None:
            self._await_head()

    def send_400_response(self, msg: str) -> None:
        """Answer what is no request (400) or has too long a head (431); the connection ends when the asker has read it."""
        long = len(self.conn.trailing_data[0]) > self.conn._max_incomplete_event_size  # told nowhere else
        status = HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE if long else HTTPStatus.BAD_REQUEST
        content = _problem(status)
        headers = [*_headers(), ("content-length", str(len(content))), ("connection", "close")]
        for event in (h11.Response(status_code=status, headers=headers, reason=status.phrase), h11.Data(data=content), h11.EndOfMessage()):
            self.transport.write(self.conn.send(event))
        self._refused = 0
        if self.transport.can_write_eof():
            self.transport.write_eof()
        self._head_is_there()
        self._late = self.loop.call_later(self.linger, self._give_up)

    def _await_head(self) -> None:
        self._late = self.loop.call_later(self.head, self._give_up)

    def _head_is_there(self) -> None:
        if self._late:
            self._late.cancel()
        self._late = None

    def _give_up(self) -> None:
        self._late = None
        if not self.transport.is_closing():
            self.transport.close()


def _headers() -> list[tuple[str, str]]:
    """Those of every error."""
    from search.api.headers import HEADERS

    return [*HEADERS.items(), ("content-type", "application/problem+json"), ("cache-control", "no-store")]


def _problem(status: HTTPStatus) -> bytes:
    """The answer in both languages: nobody knows yet which is asked for."""
    key = f"query_status_{status.value}"
    facts = {"error": "", "key": key}
    detail = f"{told(facts, 'zh')} · {told(facts, 'en')}"
    problem = {"type": f"urn:zongshu:{key}", "title": status.phrase, "status": status.value, "detail": detail, "code": key}
    return json.dumps(problem, ensure_ascii=False).encode()
