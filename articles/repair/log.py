"""The log of a repair: what was done to which span of the printed text, so that either text can be made from the other."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from articles.model import Repair, RepairAction


@dataclass(frozen=True, slots=True)
class Edit:
    """A step: `printed` is what stands in the printed text at `start:end`; `to` the offset before which a moved span goes."""

    rule: str
    start: int
    end: int
    action: RepairAction
    confidence: float
    printed: str
    to: int | None = None

    def repair(self) -> Repair:
        """The step as an article keeps it."""
        return Repair(self.rule, self.start, self.end, self.action, self.to, self.confidence)


@dataclass(frozen=True, slots=True)
class Repaired:
    """A text after a repair: the edits that made it of the printed text, in the order of their spans, and what is doubtful."""

    text: str
    edits: tuple[Edit, ...] = ()
    flags: tuple[str, ...] = ()


def edit(rule: str, printed: str, start: int, end: int, action: RepairAction, confidence: float, to: int | None = None) -> Edit:
    """A step on `start:end` of the printed text."""
    return Edit(rule, start, end, action, confidence, printed[start:end], to)


def replay(printed: str, repairs: Iterable[Repair | Edit]) -> str:
    """The repaired text, white space aside: removed and joined spans left out, moved ones before the offset `to`, in the log's order.

    A span inside a moved one moves with it. Linear but for sorting.
    """
    kept, moved = _Spans(len(printed)), list[tuple[int, int, int]]()
    for step in repairs:
        if step.action == "moved":
            moved.append((step.start, step.end, len(printed) if step.to is None else step.to))
        else:
            kept.remove(step.start, step.end)
    cuts = sorted({0, len(printed), *(offset for move in moved for offset in move)})
    away = {start: (start, end) for start, end, _ in moved}
    before: dict[int, list[tuple[int, int]]] = {}
    for start, end, to in moved:
        before.setdefault(to, []).append((start, end))
    parts: list[str] = []
    skip = 0
    for start, end in zip(cuts, [*cuts[1:], len(printed)], strict=True):
        parts += [kept.text(printed, *span) for span in before.get(start, ())]
        if start in away:
            skip = max(skip, away[start][1])
        if start >= skip:
            parts.append(kept.text(printed, start, end))
    return "".join(parts)


class _Spans:
    """Which characters of a text are kept."""

    def __init__(self, length: int) -> None:
        self._kept = bytearray(b"\x01") * length

    def remove(self, start: int, end: int) -> None:
        self._kept[start:end] = bytes(end - start)

    def text(self, printed: str, start: int, end: int) -> str:
        return "".join(c for c, kept in zip(printed[start:end], self._kept[start:end], strict=True) if kept)


def rebuild(text: str, edits: Sequence[Edit]) -> str:
    """The printed text of a text from which spans were only removed or joined, exactly: the log's spans put back where they were."""
    parts: list[str] = []
    at = taken = 0
    for step in sorted(edits, key=lambda step: step.start):
        length = step.start - at
        parts += [text[taken : taken + length], step.printed]
        taken += length
        at = step.end
    return "".join([*parts, text[taken:]])
