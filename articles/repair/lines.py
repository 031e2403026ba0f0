"""The lines of a printed text that are left after copies were removed."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import compress

from articles.repair.log import Edit

_LINE = re.compile(r"[^\n\r\f\v\x85\u2028\u2029]+")
_BREAK = re.compile(r"\r\n|[\n\r\f\v\x85\u2028\u2029]")
_INDENTS = ("\u3000\u3000", "    ", "  ")
_WHITE = " \t\xa0\u3000\u2002\u2003\u2005\u200b\ufeff"
#: Sentence ends, with the quotes and brackets that may close behind them.
_ENDED = re.compile(r"[。！？!?…：:][”’」』）)》\"]*$")
_NARROW = re.compile(r"[\x00-\xb6\xb8-\u200f]+")


@dataclass(frozen=True, slots=True)
class Line:
    """What is left of a printed line, white space at its ends aside; `places` are where its characters are printed.

    `blank`: a blank line stands before it; `indent`: it began with white space.
    """

    text: str
    places: Sequence[int]
    blank: bool
    indent: bool
    #: In characters of full width; spaces beside numbers are the setting's, not the text's.
    width: float = field(init=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "width", measure(self.text))

    @property
    def start(self) -> int:
        """Where it begins in the printed text."""
        return self.places[0]

    @property
    def end(self) -> int:
        """Where it ends in the printed text."""
        return self.places[-1] + 1

    @property
    def ended(self) -> bool:
        """Whether a sentence ends with it."""
        return bool(_ENDED.search(self.text))


def measure(text: str) -> float:
    """How wide a text is, in characters of full width."""
    spaces = text.count(" ")
    full = len(_NARROW.sub("", text))
    return full + 0.5 * (len(text) - full - spaces) + 0.25 * spaces


def kept_lines(printed: str, edits: Sequence[Edit] = ()) -> list[Line]:
    """The lines of a printed text without what the edits removed; a line of which nothing is left is gone, a blank one is remembered."""
    text, places = kept(printed, edits)
    made: list[Line] = []
    blank, behind = False, 0
    for found in _LINE.finditer(text):
        start, end = found.span()
        blank = blank or (start - behind > 1 and len(_BREAK.findall(text, behind, start)) > 1)
        behind = end
        left = found[0].lstrip(_WHITE)
        bare = left.rstrip(_WHITE)
        if bare:
            first = end - len(left)
            made.append(Line(bare, places[first : first + len(bare)], blank and bool(made), found[0].startswith(_INDENTS)))
        blank = not bare
    return made


def kept(printed: str, edits: Sequence[Edit]) -> tuple[str, Sequence[int]]:
    """What the edits left, and where each character of it is printed."""
    removed = [step for step in edits if step.action == "removed"]
    if not removed:
        return printed, range(len(printed))
    stays = bytearray(b"\x01") * len(printed)
    for step in removed:
        stays[step.start : step.end] = bytes(step.end - step.start)
    return "".join(compress(printed, stays)), list(compress(range(len(printed)), stays))
