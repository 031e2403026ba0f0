"""The address of a page of results: every state of the page is one, and every link is made from the one shown."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

#: The filters an address may carry, those that may stand several times first.
MANY = ("organ", "place", "paper", "kind")
FILTERS = (*MANY, "years", "printed")

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Address:
    """The parameters of an address, in order; empty ones are left out, but for `q`, which makes it a search."""

    pairs: tuple[Pair, ...]
    path: str = "/"

    @classmethod
    def of(cls, pairs: Iterable[Pair], path: str = "/") -> "Address":
        """The address of a request's parameters."""
        return cls(tuple((name, value) for name, value in pairs if value or name == "q"), path)

    def __str__(self) -> str:
        return f"{self.path}?{urlencode(self.pairs)}" if self.pairs else self.path

    def with_(self, name: str, value: object) -> "Address":
        """The same with one value for a parameter (or, for an empty one, without it). Results begin anew at the first page."""
        kept = [pair for pair in self.pairs if pair[0] not in (name, "page")]
        return Address.of([*kept, (name, str(value))], self.path)

    def adding(self, name: str, value: str) -> "Address":
        """The same with one more value for a filter."""
        if name not in MANY:
            return self.with_(name, value)
        kept = [pair for pair in self.pairs if pair[0] != "page" and pair != (name, value)]
        return Address.of([*kept, (name, value)], self.path)

    def removing(self, name: str, value: str | None = None) -> "Address":
        """The same without a filter, or without one value of it."""
        return Address.of(
            [pair for pair in self.pairs if pair[0] != "page" and (pair[0] != name or (value is not None and pair[1] != value))], self.path
        )

    def without_filters(self) -> "Address":
        """The query alone, in all articles or not as before."""
        return Address.of([pair for pair in self.pairs if pair[0] not in (*FILTERS, "page")], self.path)

    def at(self, path: str) -> "Address":
        """The page of an article found by this search: it keeps the query, to be marked, and the language."""
        return Address(tuple(pair for pair in self.pairs if pair[0] in ("lang", "words", "synonyms") or (pair[0] == "q" and pair[1])), path)

    def filters(self) -> Iterator[Pair]:
        """The filters that are set."""
        return (pair for pair in self.pairs if pair[0] in FILTERS and pair[1])
