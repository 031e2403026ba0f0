"""Which section of one account answers to which of another, and which paragraph to which."""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from search.compare.blocks import Block, Piece
from search.compare.chain import in_order, out_of_order
from search.compare.likeness import Alike, alike, units

#: How much headings count for the likeness of two sections, the rest being their text.
_HEADING = 0.3
#: Likeness of sections that answer to each other where the order is kept, and where it is not.
_SECTION, _SECTION_MOVED = 0.1, 0.2
#: Of a section that reviews to one that plans, and of one level to another.
_OTHER_PART, _OTHER_LEVEL = 0.5, 0.85
#: Likeness of paragraphs in sections that answer to each other, in their order, and of all others.
_PARAGRAPH, _PARAGRAPH_MOVED = 0.08, 0.25
_LEAST = 0.05
#: How much the opening of a paragraph counts, and its longest, in characters.
_OPENING, _OPENS = 0.4, 30
_ENDS = re.compile(r"[。；：！？]")


@dataclass(frozen=True, slots=True)
class Pair:
    """Piece `one` of the first text answers to `other` of the second."""

    one: int
    other: int
    likeness: float
    moved: bool


@dataclass(frozen=True, slots=True)
class At:
    """A paragraph and the number of the block it stands in."""

    block: int
    piece: Piece


def sections(before: Sequence[Block], after: Sequence[Block]) -> list[Pair]:
    """The sections that answer to each other; what stands above the first heading answers to what does there."""
    found = [one for one in _section_likeness(before, after) if one.likeness >= _SECTION]
    kept = in_order(found)
    return _told(kept, out_of_order([one for one in found if one.likeness >= _SECTION_MOVED], kept))


def _section_likeness(before: Sequence[Block], after: Sequence[Block]) -> list[Alike]:
    texts = {(one.one, one.other): one.likeness for one in alike([one.whole for one in before], [one.whole for one in after], 0.0)}
    heads = {(one.one, one.other): one.likeness for one in alike([_heading(one) for one in before], [_heading(one) for one in after], 0.0)}
    return [
        Alike(one, other, _judged(before[one], after[other], heads.get((one, other), 0.0), texts.get((one, other), 0.0)))
        for one, other in sorted(texts.keys() | heads.keys())
    ]


def _heading(one: Block) -> str:
    return one.heading.text if one.heading else ""


def _judged(one: Block, other: Block, heading: float, text: float) -> float:
    if not one.level or not other.level:
        return 1.0 if one.level == other.level else 0.0
    found = _HEADING * heading + (1 - _HEADING) * text
    found *= 1 if one.planned == other.planned else _OTHER_PART
    return found * (1 if one.level == other.level else _OTHER_LEVEL)


def paragraphs(before: Sequence[At], after: Sequence[At], answering: Sequence[Pair]) -> list[Pair]:
    """The paragraphs that answer to each other, those of sections that do first."""
    found = _exact(before, after) + _paragraph_likeness(before, after)
    other = {pair.one: pair.other for pair in answering}
    inside = [one for one in found if other.get(before[one.one].block) == after[one.other].block]
    inner = defaultdict[int, list[Alike]](list)
    for one in inside:
        inner[before[one.one].block].append(one)
    kept = [pair for some in inner.values() for pair in in_order(some)]
    return _told(kept, out_of_order([one for one in found if one.likeness >= _PARAGRAPH_MOVED], kept))


def _paragraph_likeness(before: Sequence[At], after: Sequence[At]) -> list[Alike]:
    """How alike paragraphs are as a whole, and how alike they begin: a paragraph opens with what it is about."""
    whole = alike([one.piece.text for one in before], [one.piece.text for one in after], _LEAST)
    heads = {
        (one.one, one.other): one.likeness for one in alike([_opening(one) for one in before], [_opening(one) for one in after], _LEAST)
    }
    told = (Alike(one.one, one.other, (1 - _OPENING) * one.likeness + _OPENING * heads.get((one.one, one.other), 0.0)) for one in whole)
    return [one for one in told if one.likeness >= _PARAGRAPH]


def _opening(one: At) -> str:
    return _ENDS.split(one.piece.text, maxsplit=1)[0][:_OPENS]


def _exact(before: Sequence[At], after: Sequence[At]) -> list[Alike]:
    """Paragraphs of the same words: the first such with the first, the second with the second."""
    held: dict[str, list[int]] = {}
    for number, one in enumerate(after):
        held.setdefault(units(one.piece.text), []).append(number)
    rows = {words: iter(numbers) for words, numbers in held.items()}
    found = ((number, next(rows.get(units(one.piece.text), iter(())), None)) for number, one in enumerate(before))
    return [Alike(number, other, 1.0) for number, other in found if other is not None]


def _told(kept: Sequence[Alike], moved: Sequence[Alike]) -> list[Pair]:
    pairs = [Pair(one.one, one.other, one.likeness, moved=False) for one in kept]
    return pairs + [Pair(one.one, one.other, one.likeness, moved=True) for one in moved]
