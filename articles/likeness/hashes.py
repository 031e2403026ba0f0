"""Hashes of runs of units, and the smallest of each window of them."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

_MULTIPLIER = np.uint64(0x100000001B3)
_MIXERS = (np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB))
_SHIFTS = (np.uint64(30), np.uint64(27), np.uint64(31))


def smallest(units: str, run: int, window: int) -> bytes:
    """The smallest hash of each `window` neighbouring runs of `run` units: eight bytes each, ascending, each once."""
    hashes = _hashes(units, run)
    if not hashes.size:
        return b""
    least = sliding_window_view(hashes, min(window, hashes.size)).min(axis=1)
    return np.unique(least).astype(">u8").tobytes()


def _hashes(units: str, run: int) -> NDArray[np.uint64]:
    """A hash of each run of units, well mixed, so that which is smallest says nothing about the words."""
    codes = np.frombuffer(units.encode("utf-32-le", "surrogatepass"), dtype="<u4").astype(np.uint64)
    count = max(0, codes.size - run + 1)
    hashes = np.zeros(count, dtype=np.uint64)
    for at in range(run):
        hashes = hashes * _MULTIPLIER + codes[at : at + count]
    for shift, mixer in zip(_SHIFTS, _MIXERS, strict=False):
        hashes = (hashes ^ (hashes >> shift)) * mixer
    return hashes ^ (hashes >> _SHIFTS[2])
