"""Leaves that are patterns: what begins a number or a word (`99.*`), and what stands near (`"协商 提案"~10`).

A star behind a Han character adds nothing to the units before it, for whatever follows is another unit: such a text is a phrase, except
where whole words are asked for. Behind letters and figures it is the beginning of a run.
"""

import re
from collections.abc import Sequence
from itertools import pairwise

from indexing import bigrams, fold
from indexing.engines.protocol import All, Beginning, Clause, Near, Phrase, Token
from search.query.tokens import Tokens

# The beginning of a run, at the end of a text; see indexing.tokens.units.
_RUN_BEGUN = re.compile(r"[0-9a-z]+(?:[.%+-][0-9a-z]+)*[.%+-]?$")
_HAN_ONLY = re.compile("[^\x00-\x7f]+")


def run_of(text: str, head: bool = False) -> str | None:
    """The run that a text ends with, folded, or (`head`) what stands before it; None where it ends with a Han character."""
    folded = fold(text).rstrip()
    found = _RUN_BEGUN.search(folded)
    if found is None:
        return None
    return folded[: found.start()] if head else found[0]


def beginning(field: str, text: str, tokens: Tokens, words: bool) -> Clause:
    """Where a text stands in a field whose last run, or (`words`) last word, may go on."""
    run = run_of(text)
    if run is None:
        units = tokens.units(text)
        whole = "".join(units)
        if words and _HAN_ONLY.fullmatch(whole):
            return Beginning(f"{field}_words", (), whole)
        return side_by_side(field, units, tokens.bigrams(text))
    head = tokens.units(run_of(text, head=True) or "")
    if not head:
        return Beginning(f"{field}_units", (), run)
    *before, last = bigrams([*head, "0"])
    return Beginning(f"{field}_bigrams", tuple(before), last[:-1] + run)


def near(field: str, parts: Sequence[str], distance: int, tokens: Tokens) -> Clause:
    """Where each two parts that are written side by side stand at most `distance` units from each other, in either order.

    Parts of one unit have no bigram: where there is one, all are looked for by units. Bigrams overlap by one unit, so that the last
    bigram of a part ends one position before its last unit.
    """
    cut = [tokens.units(part) for part in parts]
    if any(len(units) == 1 for units in cut):
        runs, kind, allowed = [tuple(units) for units in cut], "units", distance
    else:
        runs, kind, allowed = [tuple(tokens.bigrams(part)) for part in parts], "bigrams", distance + 1
    pairs = tuple(Near(f"{field}_{kind}", *pair, allowed) for pair in pairwise(runs))
    return pairs[0] if len(pairs) == 1 else All(pairs)


def side_by_side(field: str, units: Sequence[str], bigrams: Sequence[str]) -> Clause:
    """Units side by side, without weight."""
    if len(units) == 1:
        return Token(f"{field}_units", units[0])
    return Phrase(f"{field}_bigrams", tuple(bigrams)) if len(bigrams) > 1 else Token(f"{field}_bigrams", bigrams[0])
