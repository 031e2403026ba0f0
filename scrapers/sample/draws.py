"""Choices that look random and never change: every stream is derived from the strings that name it, by hashing."""

from collections.abc import Iterable, Sequence
from hashlib import blake2b
from typing import TypeVar

T = TypeVar("T")
_MASK = (1 << 64) - 1


class Draw:
    """A stream of choices named by `keys`; two streams of the same name are the same, on every machine and version."""

    __slots__ = ("_state",)

    def __init__(self, *keys: object) -> None:
        name = "\x1f".join(map(str, keys)).encode()
        self._state = int.from_bytes(blake2b(name, digest_size=8).digest(), "big")

    def below(self, bound: int) -> int:
        """A whole number from 0 to `bound` - 1 (splitmix64)."""
        self._state = (self._state + 0x9E3779B97F4A7C15) & _MASK
        mixed = self._state
        mixed = ((mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
        mixed = ((mixed ^ (mixed >> 27)) * 0x94D049BB133111EB) & _MASK
        return ((mixed ^ (mixed >> 31)) * bound) >> 64

    def between(self, low: int, high: int) -> int:
        """A whole number from `low` to `high`, both included."""
        return low + self.below(high - low + 1)

    def chance(self, percent: int) -> bool:
        """True in `percent` of a hundred draws."""
        return self.below(100) < percent

    def choice(self, among: Sequence[T]) -> T:
        """One of `among`."""
        return among[self.below(len(among))]

    def shuffled(self, among: Iterable[T]) -> list[T]:
        """All of `among` in another order."""
        items = list(among)
        for last in range(len(items) - 1, 0, -1):
            other = self.below(last + 1)
            items[last], items[other] = items[other], items[last]
        return items
