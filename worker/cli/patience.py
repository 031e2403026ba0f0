"""How long a client may take to say what it wants: uvicorn waits for the head of a first request for ever."""

import asyncio

from uvicorn.protocols.http.h11_impl import H11Protocol


class Patient(H11Protocol):
    """uvicorn's protocol over h11 that closes a connection whose request does not begin in time.

    It counts from the connection, and from the first byte of a later request, until its head is there.
    """

    #: Seconds for the head of a request.
    head = 15.0
    _late: asyncio.TimerHandle | None = None

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
        super().data_received(data)
        if self.cycle is not None and not self.cycle.response_complete:
            self._head_is_there()
        elif self._late is None:
            self._await_head()

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
