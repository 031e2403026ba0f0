"""Fingerprints of a text: hashes of runs of units, chosen so that any passage two texts share shares one (winnowing).

Schleimer, Wilkerson, Aiken: Winnowing: local algorithms for document fingerprinting (SIGMOD 2003). Of every `_WINDOW` neighbouring hashes
of `_RUN` units the smallest is kept: two texts with GUARANTEED units in a row in common have a fingerprint in common, whatever stands
around them. The smallest of all fingerprints of a text are its sample (MinHash's bottom sketch): it stands for the whole text, and half of
a text still holds half of them.
"""

from collections.abc import Sequence

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

_RUN, _WINDOW = 7, 9
#: Units in a row that are sure to share a fingerprint.
GUARANTEED = _RUN + _WINDOW - 1
#: Changes whenever the fingerprints of a text may change.
RECIPE = 1

#: Fingerprints that stand for a whole text.
SAMPLE = 64
#: Hex digits of a fingerprint: at a thousand million different ones, one in three hundred thousand is another's.
_DIGITS = 12

_MULTIPLIER = np.uint64(0x100000001B3)
_MIXERS = (np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB))
_SHIFTS = (np.uint64(30), np.uint64(27), np.uint64(31))


def fingerprints(units: str) -> tuple[str, ...]:
    """The fingerprints of a text's units, the smallest first; a text shorter than a run has none."""
    hashes = _hashes(units)
    if not hashes.size:
        return ()
    window = min(_WINDOW, hashes.size)
    smallest = sliding_window_view(hashes, window).min(axis=1)
    row = np.unique(smallest).astype(">u8").tobytes().hex()
    return tuple(row[at : at + _DIGITS] for at in range(0, len(row), 16))


def sample(prints: Sequence[str]) -> tuple[str, ...]:
    """Those that stand for the whole text; `prints` in the order of `fingerprints`."""
    return tuple(dict.fromkeys(prints))[:SAMPLE]


def _hashes(units: str) -> NDArray[np.uint64]:
    """A hash of each run of units, well mixed, so that which is smallest says nothing about the words."""
    codes = np.frombuffer(units.encode("utf-32-le", "surrogatepass"), dtype="<u4").astype(np.uint64)
    count = max(0, codes.size - _RUN + 1)
    hashes = np.zeros(count, dtype=np.uint64)
    for at in range(_RUN):
        hashes = hashes * _MULTIPLIER + codes[at : at + count]
    for shift, mixer in zip(_SHIFTS, _MIXERS, strict=False):
        hashes = (hashes ^ (hashes >> shift)) * mixer
    return hashes ^ (hashes >> _SHIFTS[2])
