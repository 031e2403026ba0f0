"""A text as likeness sees it: its letters, Han characters and digits, everything else left out.

Papers differ in white space, punctuation and breaks of lines where they print the same words. Texts come folded (half width, lower case,
simplified), character by character, so that a place in the folded text is one in the text itself.
"""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

#: Units of a text that are looked at; no newspaper prints more in one article.
LONGEST = 200_000
#: Units of a landmark: longer ones are lost to changed units, shorter ones stand twice.
_LANDMARK = 5
#: Units that are too few to be a text of their own.
_FEW = 15
_DROPPED = re.compile(r"[\W_]+")


@dataclass(frozen=True)
class Kept:
    """A folded text, the folded title above it, and the units kept of the text."""

    folded: str
    title: str = ""

    @cached_property
    def units(self) -> str:
        """The kept characters side by side."""
        return _DROPPED.sub("", self.folded)[:LONGEST]

    @cached_property
    def places(self) -> Sequence[int]:
        """Where each unit stands in the text."""
        return [at for at, character in enumerate(self.folded) if character.isalnum()]

    @cached_property
    def landmarks(self) -> Mapping[str, int]:
        """The runs of five units that occur once in the text, and where."""
        runs = [self.units[at : at + _LANDMARK] for at in range(len(self.units) - _LANDMARK + 1)]
        last = dict(zip(runs, range(len(runs)), strict=True))
        if len(last) == len(runs):
            return last
        first = dict(zip(reversed(runs), reversed(range(len(runs))), strict=True))
        return {run: at for run, at in last.items() if first[run] == at}

    @cached_property
    def content(self) -> str:
        """Sixteen hex digits that two texts share if they are the same but for white space and punctuation; empty without any unit.

        Of a text of a few units (who took a picture, who edited a page) the title must be the same too.
        """
        units = _DROPPED.sub("", self.folded)
        units = _DROPPED.sub("", f"{self.title}{units}") if 0 < len(units) < _FEW else units
        return hashlib.blake2b(units.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest() if units else ""

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Units `start..end` (at least one) as offsets into the text."""
        return self.places[start], self.places[end - 1] + 1
