"""Fingerprints of a text: hashes of runs of units, chosen so that any passage two texts share shares one (winnowing).

Schleimer, Wilkerson, Aiken: Winnowing: local algorithms for document fingerprinting (SIGMOD 2003). Of every `_WINDOW` neighbouring hashes
of `_RUN` units the smallest is kept: two texts with GUARANTEED units in a row in common have a fingerprint in common, whatever stands
around them. The smallest of all fingerprints of a text are its sample (MinHash's bottom sketch): it stands for the whole text, and half of
a text still holds half of them.
"""

from collections.abc import Sequence

_RUN, _WINDOW = 7, 9
#: Units in a row that are sure to share a fingerprint.
GUARANTEED = _RUN + _WINDOW - 1
#: Changes whenever the fingerprints of a text may change.
RECIPE = 1

#: Fingerprints that stand for a whole text.
SAMPLE = 64
#: Hex digits of a fingerprint: at a thousand million different ones, one in three hundred thousand is another's.
_DIGITS = 12


def fingerprints(units: str) -> tuple[str, ...]:
    """The fingerprints of a text's units, the smallest first; a text shorter than a run has none."""
    from articles.likeness.hashes import smallest  # numpy: most commands read no text

    row = smallest(units, _RUN, _WINDOW).hex()
    return tuple(row[at : at + _DIGITS] for at in range(0, len(row), 16))


def sample(prints: Sequence[str]) -> tuple[str, ...]:
    """Those that stand for the whole text; `prints` in the order of `fingerprints`."""
    return tuple(dict.fromkeys(prints))[:SAMPLE]
