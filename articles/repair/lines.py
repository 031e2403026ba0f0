"""The lines of a printed text that are left after copies were removed."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from articles.repair.log import Edit

_LINE = re.compile(r"[^\n\r\f\v\x85\u2028\u2029]*")
_WHITE = " \t\xa0\u3000\u2002\u2003\u2005\u200b\ufeff"
#: Sentence ends, with the quotes and brackets that may close behind them.
_ENDED = re.compile(r"[。！？!?…：:][”’」』）)》\"]*$")
_NARROW = re.compile(r"[\x00-\xb6\xb8-\u200f]+")


@dataclass(frozen=True, slots=True)
class Line:
    """What is left of a printed line, white space at its ends aside; `start:end` is its span in the printed text."""

    text: str
    start: int
    end: int
    blank: bool
    indent: bool

    @property
    def ended(self) -> bool:
        """Whether a sentence ends with it."""
        return bool(_ENDED.search(self.text))

    @property
    def width(self) -> float:
        """In characters of full width; spaces beside numbers are the setting's, not the text's."""
        return measure(self.text)


def measure(text: str) -> float:
    """How wide a text is, in characters of full width."""
    spaces = text.count(" ")
    full = len(_NARROW.sub("", text))
    return full + 0.5 * (len(text) - full - spaces) + 0.25 * spaces


def kept_lines(printed: str, edits: Sequence[Edit] = ()) -> list[Line]:
    """The lines of a printed text without what the edits removed; a line of which nothing is left is gone, a blank one is remembered."""
    kept = bytearray(b"\x01") * len(printed)
    for step in edits:
        if step.action == "removed":
            kept[step.start : step.end] = bytes(step.end - step.start)
    made: list[Line] = []
    blank, behind = False, 0
    for found in _LINE.finditer(printed):
        start, end = found.span()
        raw = found[0]
        text = raw if kept.find(b"\x00", start, end) < 0 else "".join(printed[at] for at in range(start, end) if kept[at])
        bare = text.strip(_WHITE)
        if bare:
            first = next(at for at in range(start, end) if kept[at] and printed[at] not in _WHITE)
            last = next(at for at in range(end - 1, start - 1, -1) if kept[at] and printed[at] not in _WHITE)
            made.append(Line(bare, first, last + 1, blank, text.startswith(("\u3000\u3000", "    ", "  "))))
            blank = False
        elif not raw.strip(_WHITE) and made and start > behind:
            blank = True
        behind = end if raw else behind
    return made
