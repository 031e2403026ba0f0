"""A printed text as the stream of what is printed: without line breaks, runs of other white space as one space, offsets kept."""

import re
from dataclasses import dataclass

_CHUNK = re.compile(r"\S+")
_BREAK = re.compile(r"[\n\r\f\v\x85\u2028\u2029]")
_INSIDE = "mM"  # signs that belong to a number or word they stand in or behind


class _Classes(dict[int, str]):
    """The class of each character: `c` Han and other letters, `d` digits and Latin, `m` signs inside numbers, `p` marks, space."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        if character in ".%+-‰％．":
            found = "m"
        elif character.isspace():
            found = " "
        elif code < 0x250 or 0xFF00 <= code < 0xFF66:
            found = "d" if character.isalnum() else "p"
        else:
            found = "c" if character.isalnum() else "p"
        self[code] = found
        return found


_CLASSES = _Classes()
_SPAN = re.Match.span
_RUN = re.compile(r"d[dm]*|c+|[pm]+")


@dataclass(frozen=True, slots=True)
class Run:
    """A longest run of one class: `kind` is `c`, `d` or `p`; offsets into the stream."""

    kind: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Stream:
    """`text`, the printed offset of each of its characters, and the places before which a line of the printed text begins."""

    text: str
    offsets: list[int]
    breaks: frozenset[int]
    lines: tuple[tuple[int, int], ...]

    def runs(self) -> list[Run]:
        """Its runs; white space ends one, a line break does not."""
        classes = self.text.translate(_CLASSES)
        return [Run("p" if (kind := classes[start]) == "m" else kind, start, end) for start, end in map(_SPAN, _RUN.finditer(classes))]

    def behind(self, start: int, end: int) -> tuple[int, int]:
        """The span of the printed text that holds these characters, with the line break before them where they begin a line."""
        first = self.offsets[start - 1] + 1 if start in self.breaks and start else self.offsets[start]
        return first, self.offsets[end - 1] + 1


def stream(printed: str) -> Stream:
    """The stream of a printed text, blank lines left out."""
    parts: list[str] = []
    offsets: list[int] = []
    begins: list[int] = []
    last = 0
    for found in _CHUNK.finditer(printed):
        start, end = found.span()
        if not offsets or _BREAK.search(printed, last, start):
            begins.append(len(offsets))
        else:
            parts.append(" ")
            offsets.append(last)
        parts.append(found[0])
        offsets.extend(range(start, end))
        last = end
    lines = tuple(zip(begins, [*begins[1:], len(offsets)], strict=True)) if begins else ()
    return Stream("".join(parts), offsets, frozenset(begins), lines)
