"""What changed between two readings of an article: field by field, and within a field by units, not by bytes. Pure.

A unit is what a reader of Chinese sees as one: a character, or a run of letters and digits with `. % + -` inside (`99.3%` is one).
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from articles.model import Article

_UNIT = re.compile(r"[0-9A-Za-z]+(?:[.%+\-][0-9A-Za-z]+)*[%％]?|\s+|.", re.DOTALL)
#: Equal stretches of at most so many units between two changes are told as part of them: single characters that happen to recur.
_SMALL = 1
#: Longer stretches are compared without their most frequent units, or the search takes minutes.
_LONG = 4_000
#: Fields that are printed, in the order they are told.
FIELDS = ("kicker", "title", "subtitle", "bylines", "dateline", "page", "text")

Action = Literal["same", "removed", "added"]


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a field: `start` to `end` in the old value (`same`, `removed`) or in the new one (`added`)."""

    action: Action
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field that differs: its stretches in order; `places` counts the stretches that changed."""

    field: str
    spans: tuple[Span, ...]

    @property
    def places(self) -> int:
        """How many places differ: a removal and the addition in its place are one."""
        pairs = zip((None, *self.spans), self.spans, strict=False)
        return sum(span.action != "same" and (before is None or before.action == "same") for before, span in pairs)


def changes(old: Article, new: Article) -> tuple[FieldChange, ...]:
    """The printed fields in which two readings differ."""
    pairs = ((name, printed(old, name), printed(new, name)) for name in FIELDS)
    return tuple(FieldChange(name, tuple(spans(before, after))) for name, before, after in pairs if before != after)


def counted(changed: Sequence[FieldChange]) -> Mapping[str, int]:
    """How many places differ, by field."""
    return {one.field: one.places for one in changed}


def printed(article: Article, field: str) -> str:
    """A printed field as text."""
    if field == "bylines":
        return "，".join(f"{one.role} {one.name}" for one in article.bylines)
    if field == "page":
        page = article.page
        return " ".join(part for part in (page.number, page.name) if part) if page else ""
    return str(getattr(article, field) or "")


def spans(old: str, new: str) -> Iterator[Span]:
    """The stretches that lead from one text to the other: `same` and `removed` ones together are the old, `same` and `added` the new."""
    before, after = _UNIT.findall(old), _UNIT.findall(new)
    at = to = 0
    for action, left, right in _steps(before, after):
        if action == "same":
            yield Span("same", at, at + len(left), left)
        if action != "same" and left:
            yield Span("removed", at, at + len(left), left)
        if action != "same" and right:
            yield Span("added", to, to + len(right), right)
        at, to = at + len(left), to + len(right)


def _steps(before: Sequence[str], after: Sequence[str]) -> Iterator[tuple[Literal["same", "other"], str, str]]:
    """Equal and other stretches in turn, small equal ones between others taken in."""
    held: tuple[int, int, int, int] | None = None
    for tag, low, high, start, end in _opcodes(before, after):
        small = tag == "equal" and held is not None and high - low <= _SMALL and low > 0 and high < len(before)
        if tag == "equal" and not small:
            if held:
                yield _other(before, after, held)
            held = None
            text = "".join(before[low:high])
            yield "same", text, text
        else:
            held = (held[0], high, held[2], end) if held else (low, high, start, end)
    if held:
        yield _other(before, after, held)


def _other(before: Sequence[str], after: Sequence[str], held: tuple[int, int, int, int]) -> tuple[Literal["other"], str, str]:
    return "other", "".join(before[held[0] : held[1]]), "".join(after[held[2] : held[3]])


def _opcodes(before: Sequence[str], after: Sequence[str]) -> Iterator[tuple[str, int, int, int, int]]:
    """Difflib's opcodes, the common head and tail found first (most edits are small, most texts long)."""
    head = next((at for at, (one, other) in enumerate(zip(before, after, strict=False)) if one != other), min(len(before), len(after)))
    most = min(len(before), len(after)) - head
    tail = next((at for at in range(most) if before[-1 - at] != after[-1 - at]), most)
    if head:
        yield "equal", 0, head, 0, head
    middle, other = before[head : len(before) - tail], after[head : len(after) - tail]
    matcher = SequenceMatcher(None, middle, other, autojunk=max(len(middle), len(other)) > _LONG)
    for tag, low, high, start, end in matcher.get_opcodes():
        yield tag, low + head, high + head, start + head, end + head
    if tail:
        yield "equal", len(before) - tail, len(before), len(after) - tail, len(after)
