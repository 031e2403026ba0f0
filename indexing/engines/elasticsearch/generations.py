"""Generations on a cluster: an index each, and two aliases, `<prefix>-live` and `<prefix>-previous`, moved in one step.

Names are those of generations in a folder, `<fingerprint>-<n>`; the index is `<prefix>-<name>`.
"""

import re
from collections.abc import Callable
from typing import Any

from articles.errors import GenerationBroken
from indexing.engines.elasticsearch.connection import Connection
from indexing.engines.elasticsearch.engine import ElasticsearchEngine
from indexing.engines.elasticsearch.room import free, size
from indexing.engines.elasticsearch.view import ElasticsearchView
from indexing.engines.protocol import Engine, View
from indexing.room import check_room

_NAME = re.compile(r"[0-9a-f]{12}-([1-9][0-9]*)")


class ElasticsearchGenerations:
    """The generations on a cluster, for an index of one fingerprint. EngineUnavailable, EngineError where the cluster is not there."""

    def __init__(self, connection: Connection, fingerprint: str) -> None:
        self.connection = connection
        self.fingerprint = fingerprint
        self._prefix = connection.options.prefix
        self._searched = ElasticsearchEngine(connection, f"{self._prefix}-live")

    @property
    def place(self) -> str:
        """Where they are, for messages."""
        return self.connection.options.place

    def names(self) -> list[str]:
        """All generations on the cluster, oldest first."""
        with self.connection.asking():
            found = self.connection.client.indices.get_alias(index=f"{self._prefix}-*", ignore_unavailable=True).body
        names = (index.removeprefix(f"{self._prefix}-") for index in found)
        return sorted((name for name in names if _NAME.fullmatch(name)), key=lambda name: int(name.rpartition("-")[2]))

    def next_name(self) -> str:
        """The name of a generation that is not there yet."""
        last = self.names()[-1:]
        return f"{self.fingerprint}-{int(last[0].rpartition('-')[2]) + 1 if last else 1}"

    def live(self) -> str | None:
        """The generation that is searched; None where there is none yet."""
        return self._behind("live")

    def previous(self) -> str | None:
        """The generation that was live before."""
        return self._behind("previous")

    def matches(self, name: str) -> bool:
        """Whether a generation is of our fingerprint: where not, it serves on, and a rebuild is needed."""
        return name.startswith(f"{self.fingerprint}-")

    def create(self, name: str) -> Engine:
        """A new, empty generation."""
        return ElasticsearchEngine.create(self.connection, self._index(name))

    def open(self, name: str) -> Engine:
        """A generation that is there. GenerationBroken where it is missing."""
        return ElasticsearchEngine.open(self.connection, self._index(name))

    def searched(self, opened: Callable[[str], Engine]) -> Engine:
        """Whatever is live when it is asked, to be read only."""
        return self._searched

    def held(self, name: str) -> View | None:
        """A point in time on the cluster; whether it is there still shows when it is asked."""
        return ElasticsearchView(self.connection, name)

    def swap(self, name: str) -> None:
        """Make a generation live; the one that was stays for a roll-back. GenerationBroken where there is none of that name."""
        known = self.names()
        if name not in known:
            raise GenerationBroken("engine_generation_unknown", name=name, known=", ".join(known))
        live = self.live()
        if live != name:
            self._point(name, live)

    def roll_back(self) -> str:
        """Make the previous generation live again, and the live one previous. GenerationBroken where there is none."""
        live, previous = self.live(), self.previous()
        if previous is None:
            raise GenerationBroken("engine_no_previous")
        self._point(previous, live)
        return previous

    def drop(self, name: str) -> None:
        """Delete a generation that is not live; nothing happens where it is not there."""
        if name == self.live():
            raise ValueError(f"{name} is live")
        with self.connection.asking(self._index(name)):
            self.connection.client.indices.delete(index=self._index(name), ignore_unavailable=True)

    def check_room(self, begun: str | None = None) -> None:
        """StorageFull where the nodes have less room than a generation like the live one takes, or the rest of one that is `begun`."""
        live, there = self.live(), free(self.connection)
        if live is not None and there is not None:
            begun_size = size(self.connection, self._index(begun)) if begun else 0
            check_room(self.place, size(self.connection, self._index(live)), begun_size, there)

    def close(self) -> None:
        """Give up the connections; idempotent."""
        self.connection.close()

    def _index(self, name: str) -> str:
        return f"{self._prefix}-{name}"

    def _behind(self, alias: str) -> str | None:
        with self.connection.asking():
            found = self.connection.client.indices.get_alias(index=f"{self._prefix}-*", ignore_unavailable=True).body
        full = f"{self._prefix}-{alias}"
        return next((index.removeprefix(f"{self._prefix}-") for index, held in found.items() if full in held["aliases"]), None)

    def _point(self, live: str, previous: str | None) -> None:
        """Move both aliases in one step of the cluster: a search meets the old generation or the new one."""
        moves: list[dict[str, Any]] = []
        for alias, name in (("live", live), ("previous", previous)):
            full = f"{self._prefix}-{alias}"
            moves.append({"remove": {"index": f"{self._prefix}-*", "alias": full, "must_exist": False}})
            if name is not None:
                moves.append({"add": {"index": self._index(name), "alias": full}})
        with self.connection.asking():
            self.connection.client.indices.update_aliases(actions=moves)
