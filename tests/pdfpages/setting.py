"""Text set in lines: breaking by width, no stop at a line's head, lines spread to the column's edges."""

from collections.abc import Iterator
from dataclasses import dataclass

from tests.pdfpages.fonts import width

_NO_HEAD = "，。、；：！？”’）》〉】…—%％,.:;!?)"
_NO_TAIL = "“‘（《〈【(—"


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a column: its text, how far it stands from the left edge and what is added between its glyphs, in points."""

    text: str
    indent: float
    spacing: float


def _tokens(text: str, *, whole: bool) -> Iterator[str]:
    """Characters, and Latin words and numbers in one piece; pieces that may not be parted from their neighbour stick to it."""
    at = 0
    while at < len(text):
        end = at + 1
        if whole and text[at].isascii() and text[at].isalnum():
            while end < len(text) and text[end].isascii() and (text[end].isalnum() or text[end] in ".%"):
                end += 1
        while end < len(text) and (text[end] in _NO_HEAD or text[end - 1] in _NO_TAIL):
            end += 1
        yield text[at:end]
        at = end


def lines(text: str, font: str, size: float, column: float, *, indent: float = 2.0, whole: bool = True) -> list[Line]:
    """A paragraph in lines; its first stands `indent` em from the edge. `whole` words are not broken (else without a hyphen)."""
    found: list[Line] = []
    current, room = "", column - indent * size
    for token in _tokens(text, whole=whole):
        if current and width(current + token, font, size) > room + 0.01:
            found.append(_spread(current, font, size, room, indent * size if not found else 0.0))
            current, room = "", column
        current += token.lstrip() if not current else token
    if current:
        found.append(Line(current, indent * size if not found else 0.0, 0.0))
    return found


def _spread(text: str, font: str, size: float, room: float, indent: float) -> Line:
    text = text.rstrip()
    left = room - width(text, font, size)
    return Line(text, indent, max(0.0, left / max(1, len(text) - 1)))
