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
        printed = "" if self.action == "moved" else self.printed
        return Repair(self.rule, self.start, self.end, self.action, self.to, self.confidence, printed)


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
    kept, moves = bytearray(b"\x01") * len(printed), list[Repair | Edit]()
    for step in repairs:
        if step.action == "moved":
            moves.append(step)
        else:
            kept[step.start : step.end] = bytes(step.end - step.start)
    return "".join(printed[at] for span in _reading(moves, len(printed)) for at in range(*span) if kept[at])


def _reading(moves: Sequence[Repair | Edit], length: int) -> list[tuple[int, int]]:
    """The spans of a printed text in the order they are read."""
    moved = [(step.start, step.end, length if step.to is None else step.to) for step in moves]
    cuts = sorted({0, length, *(offset for move in moved for offset in move)})
    away = {start: end for start, end, _ in moved}
    before: dict[int, list[tuple[int, int]]] = {}
    for start, end, to in moved:
        before.setdefault(to, []).append((start, end))
    found: list[tuple[int, int]] = []
    skip = 0
    for start, end in zip(cuts, [*cuts[1:], length], strict=True):
        found += before.get(start, ())
        skip = max(skip, away.get(start, 0))
        if start >= skip:
            found.append((start, end))
    return found


def rebuild(text: str, repairs: Iterable[Repair | Edit]) -> str:
    """The printed text, to the character: what was removed put back, what moved put where it was.

    `text` is the result: title, subtitle and paragraphs, a line each. Without steps it is the printed text but for white space. Linear.
    """
    steps = list(repairs)
    moves = [step for step in steps if step.action == "moved"]
    left = _Left(text.replace("\n", "") if moves else text)
    length = len(left.text) + sum(step.end - step.start for step in steps if step.action != "moved")
    out, gone, joined = [""] * length, bytearray(length), bytearray(length)
    for step in steps:
        if step.action != "moved":
            out[step.start : step.end] = step.printed
            gone[step.start : step.end] = b"\x01" * (step.end - step.start)
            if step.action == "joined":
                joined[step.start] = 1
    for start, end in _reading(moves, length):
        at = start
        while at < end and not (left.done and not gone[at]):
            after = gone.find(1 - gone[at], at, end)
            after = end if after < 0 else after
            if not gone[at]:
                out[at:after] = left.take(after - at)
            elif joined.find(1, at, after) >= 0:
                left.skip()
            at = after
    return "".join(out)


class _Left:
    """What is left of a text that is taken from its begin on."""

    def __init__(self, text: str) -> None:
        self.text, self._at = text, 0

    @property
    def done(self) -> bool:
        return self._at >= len(self.text)

    def take(self, count: int) -> list[str]:
        """The next characters; nothing for those behind the end."""
        taken = self.text[self._at : self._at + count]
        self._at += count
        return [*taken, *[""] * (count - len(taken))]

    def skip(self) -> None:
        """Pass white space that was put in where lines were joined."""
        self._at += self.text[self._at : self._at + 1] in (" ", "\n")
