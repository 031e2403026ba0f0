"""What searching needs of an index."""

from collections.abc import Sequence
from typing import Protocol

from indexing.engines.protocol import Request, Response


class Index(Protocol):
    """The live generation of an index, for reading. Raises EngineUnavailable, GenerationBroken."""

    def ask(self, request: Request) -> Response:
        """Answer a request."""
        ...

    def ask_all(self, requests: Sequence[Request]) -> list[Response]:
        """Answer many requests at once."""
        ...

    def get(self, id_: str) -> bytes | None:
        """The stored article of an id."""
        ...

    def count(self) -> int:
        """How many articles there are."""
        ...
