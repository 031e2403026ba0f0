"""Units: what a text is searched in.

After folding, a unit is one Han character, or one run of ASCII letters and digits, with single `. % + -` inside or one `%` behind
(`5.1%`, `pm2.5`, `1+3+6+n`, `2012-2013`). Everything else is dropped and joins what stands beside it: units are neighbours across
white space, punctuation, sentences and paragraphs; only a run ends there.

Rule 1 of the design holds for every window of a text that holds at least two units and whose ends do not lie inside a run: its units are
then neighbouring units of the whole text.
"""

import hashlib
import re
from functools import partial
from itertools import pairwise
from typing import NamedTuple

from indexing.tokens.characters import FOLD_TABLE, FOLDED, HAN

#: A run, in folded text.
RUN = r"[0-9a-z]+(?:[.%+-][0-9a-z]+)*%?"
#: Engines keep terms only up to a length (Elasticsearch's whitespace analyser splits after 255 characters); a longer run is kept by its
#: beginning and a digest, so that it is still found whole and only whole.
LONGEST_RUN = 64
_KEPT = 40

_ASTRAL = re.compile("[\U00010000-\U0010ffff]")
_PIECE = re.compile(f"[{HAN}]+|{RUN}")


class Unit(NamedTuple):
    """A unit: `text[start:end]` as printed, and the token it is found by."""

    start: int
    end: int
    token: str


#: `Unit._make` without its Python frame: highlighting makes a unit of every character it looks at.
_unit = partial(tuple.__new__, Unit)


def fold(text: str) -> str:
    """Half width, lower case, simplified, no compatibility forms: character by character, so that every offset stays."""
    return _ASTRAL.sub(lambda found: FOLDED.get(found[0], found[0]), text.translate(FOLD_TABLE))


def run_token(run: str) -> str:
    """The token of a folded run."""
    if len(run) <= LONGEST_RUN:
        return run
    return f"{run[:_KEPT]}#{hashlib.sha256(run.encode()).hexdigest()[:16]}"


def units(text: str) -> list[Unit]:
    """The units of a text, in order."""
    found_units: list[Unit] = []
    for found in _PIECE.finditer(fold(text)):
        start, end = found.span()
        piece = found[0]
        if _is_han(piece):
            found_units.extend(map(_unit, zip(range(start, end), range(start + 1, end + 1), piece, strict=True)))
        else:
            found_units.append(Unit(start, end, run_token(piece)))
    return found_units


def bigrams(tokens: list[str]) -> list[str]:
    """Each two neighbouring units as one token; two runs keep a sign between them, so that `ab c` is not `a bc`."""
    return [left + right if _is_han(left) or _is_han(right) else f"{left}_{right}" for left, right in pairwise(tokens)]


def _is_han(token: str) -> bool:
    return token[0] > "\x7f"
