"""Passages two texts share: sentences one took from the other, wherever they stand in either."""

from collections.abc import Iterator
from dataclasses import dataclass

from articles.likeness.fingerprints import GUARANTEED
from articles.likeness.text import Kept

#: Characters of a passage, as printed.
SHORTEST_PASSAGE = 20
#: Places of the same run in the first text that are followed.
_MOST_PLACES = 8


@dataclass(frozen=True, slots=True)
class Passage:
    """The same words in two texts: `start..end` of the first and `other_start..other_end` of the second, offsets as printed."""

    start: int
    end: int
    other_start: int
    other_end: int


def passages(first: Kept, second: Kept) -> tuple[Passage, ...]:
    """The passages of SHORTEST_PASSAGE characters and more that two texts share, the longest first.

    White space and punctuation inside may differ. Each stretch of the second text belongs to one passage only.
    """
    found = (_printed(first, second, *match) for match in _matches(first.units, second.units))
    long = [one for one in found if max(one.end - one.start, one.other_end - one.other_start) >= SHORTEST_PASSAGE]
    return tuple(sorted(long, key=lambda one: (one.start - one.end, one.start, one.other_start)))


def _matches(first: str, second: str) -> Iterator[tuple[int, int, int]]:
    """Where in the first, where in the second, and how many units: the longest match at each place of the second, none inside another."""
    places: dict[str, list[int]] = {}
    for at in range(len(first) - GUARANTEED + 1):
        held = places.setdefault(first[at : at + GUARANTEED], [])
        if len(held) < _MOST_PLACES:
            held.append(at)
    at = 0
    while at <= len(second) - GUARANTEED:
        starts = places.get(second[at : at + GUARANTEED])
        if not starts:
            at += 1
            continue
        length, start = max((_length(first, start, second, at), -start) for start in starts)
        yield -start, at, length
        at += length


def _length(first: str, start: int, second: str, at: int) -> int:
    """How far two texts go on alike."""
    length, step = GUARANTEED, 64
    while first[start + length : start + length + step] == second[at + length : at + length + step] != "":
        length += len(first[start + length : start + length + step])
    most = min(len(first) - start, len(second) - at)
    while length < most and first[start + length] == second[at + length]:
        length += 1
    return length


def _printed(first: Kept, second: Kept, start: int, other: int, length: int) -> Passage:
    """A match as printed, with the punctuation behind it that both have."""
    begin, end = first.span(start, start + length)
    other_begin, other_end = second.span(other, other + length)
    while _is_sign(sign := first.folded[end : end + 1]) and sign == second.folded[other_end : other_end + 1]:
        end, other_end = end + 1, other_end + 1
    return Passage(begin, end, other_begin, other_end)


def _is_sign(character: str) -> bool:
    """Whether it is punctuation."""
    return bool(character) and not (character.isalnum() or character.isspace())
