"""A whole text as the three token strings of the index, at the speed of C: this glue is most of the cost of indexing.

The text becomes a string of one character a unit, each run standing as a spare code point; units and bigrams are then slices of an array
of code points, and the runs are put back at the end.
"""

import re
from array import array
from itertools import count
from typing import NamedTuple

from articles.errors import DocumentRejected
from indexing.tokens.characters import FOLD_TABLE, FOLDED, HAN
from indexing.tokens.segmenter import Segmenter
from indexing.tokens.units import RUN, run_token

#: Code points above every Han character: nothing that is kept can be one of them.
_FIRST_SPARE, _LAST_SPARE = 0x40000, 0x10FFFF
_HAN = re.compile(f"[{HAN}]")
_KEPT = re.compile(f"[{HAN}0-9a-z.%+-]")
_ASTRAL = re.compile("[\U00010000-\U0010ffff]")
#: The first characters are said once more because the matcher skips faster over what can begin no match.
_RUN = re.compile(f"(?=[0-9a-z.%+-])(?:{RUN}|[.%+-])")
_SPARES = re.compile(f"[{chr(_FIRST_SPARE)}-{chr(_LAST_SPARE)}]{{1,2}}")
_CODE = "I" if array("I").itemsize == 4 else "L"

#: The Han characters jieba's dictionary knows; it cuts any other off by itself, which rjieba leaves to us.
KNOWN = "[\u4e00-\u9fd5]"
_KNOWN = re.compile(KNOWN)


def _kept(character: str) -> str:
    if _HAN.match(character) and not _KNOWN.match(character):
        return f" {character} "
    return character if _KEPT.match(character) else " "


#: Folding, and a space for whatever is dropped, in one pass.
_TABLE = [_kept(character) for character in FOLD_TABLE]


class Streams(NamedTuple):
    """Tokens joined by white space, as a whitespace analyser takes them."""

    words: str
    bigrams: str
    units: str


def streams(text: str, segmenter: Segmenter) -> Streams:
    """The words, bigrams and units of a text. DocumentRejected where it holds more different runs than there are spare code points."""
    runs = _Runs()
    spaced = _RUN.sub(runs.spare, _ASTRAL.sub(_astral, text.translate(_TABLE)))
    codes = array(_CODE, "".join(spaced.split()).encode("utf-32-le"))
    return Streams(runs.back(segmenter.cut(spaced)).strip(), runs.back(_woven(codes[:-1], codes[1:])), runs.back(_woven(codes)))


def _astral(found: re.Match[str]) -> str:
    return _kept(FOLDED.get(found[0], found[0]))


def _woven(*columns: "array[int]") -> str:
    """The columns' characters row by row, a space behind each row."""
    width = len(columns) + 1
    rows = array(_CODE, [0x20]) * (width * len(columns[-1]))
    for place, column in enumerate(columns):
        rows[place::width] = column
    return rows.tobytes().decode("utf-32-le").rstrip()


class _Runs:
    """The runs of one text and the code points that stand for them."""

    def __init__(self) -> None:
        self._spares: dict[str, str] = {}
        self._runs: dict[str, str] = {}
        self._free = count(_FIRST_SPARE)

    def spare(self, found: re.Match[str]) -> str:
        """The code point of a run, spaced; a space for a sign outside of runs."""
        run = found[0]
        if run in ".%+-":
            return " "
        return self._spares.get(run) or self._new(run)

    def _new(self, run: str) -> str:
        code = next(self._free)
        if code > _LAST_SPARE:
            raise DocumentRejected("engine_too_many_runs", most=_LAST_SPARE - _FIRST_SPARE + 1)
        self._runs[chr(code)] = run_token(run)
        self._spares[run] = f" {chr(code)} "
        return self._spares[run]

    def back(self, tokens: str) -> str:
        """The tokens with their runs."""
        return _SPARES.sub(self._run, tokens) if self._runs else tokens

    def _run(self, found: re.Match[str]) -> str:
        spares = found[0]
        return self._runs.get(spares) or "_".join(map(self._runs.__getitem__, spares))
