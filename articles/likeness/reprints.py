"""Whether two texts are one: the same text printed again, cut, retitled, or with a few characters changed.

Two accounts of the same pattern share most of their words too, but tell of other names, days and figures. What tells them apart is *how*
they differ. Misprints and corrections change single characters here and there; another fact changes a word or a figure. So what differs
between the two is counted by its form, and words that differ are allowed only as far as a text of that length, with so many single
characters changed, has them by chance or by an editor's hand.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from articles.likeness.alignment import Run, align, changes, outline
from articles.likeness.text import LONGEST, Kept

#: Units the shorter text must have; below, only texts of the same content are one: a caption's half is a phrase.
SHORTEST = 40
#: Part of the longer text the shorter must have: a text cut further is a passage.
_LEAST_PART = 0.35
#: Part of the shorter text that may be missing from the longer.
_MOST_MISSING = 0.12
#: Part of the shorter text that long runs cover at least where no more is missing (a tenth of all characters changed leaves 0.83).
_OUTLINED = 0.75
#: Units of shared text for each word an editor may have replaced.
_UNITS_A_WORD = 150
#: Words that differ by chance for each single character that differs (two changed side by side), and one more from some on.
_WORDS_A_CHARACTER, _SOME = 0.34, 2
#: Longer stretches that differ by chance for each of them.
_LONGER_A_CHARACTER = 0.1
_NUMERALS = frozenset("0123456789〇零一二三四五六七八九十百千万亿两")


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike two texts are.

    `likeness` is the part of the shorter text found in the longer, in the same order (of texts far from alike, what long runs cover);
    `part` the shorter's length as part of the longer's; `same` whether they are one text.
    """

    likeness: float
    part: float
    same: bool


def compare(first: Kept, second: Kept) -> Likeness:
    """How alike two texts are; the order of the two does not matter."""
    short, long = sorted((first, second), key=lambda kept: (len(kept.units), kept.units))
    if not short.units:
        return Likeness(0.0, 0.0, same=False)
    part = len(short.units) / len(long.units)
    if short.content == long.content:
        return Likeness(1.0, 1.0, same=True)
    runs = tuple(outline(short, long))
    if _shared(runs) >= _OUTLINED * len(short.units):
        runs = align(short.units, long.units, runs)
    shared = _shared(runs)
    likeness = shared / len(short.units)
    judged = SHORTEST <= len(short.units) <= len(long.units) < LONGEST and part >= _LEAST_PART and likeness >= 1 - _MOST_MISSING
    return Likeness(round(likeness, 4), round(part, 4), same=judged and _one(short.units, long.units, runs, shared))


def _shared(runs: tuple[Run, ...]) -> int:
    return sum(run.length for run in runs)


def _one(short: str, long: str, runs: tuple[Run, ...], shared: int) -> bool:
    """Whether what differs are single characters, or words as rare as an editor's hand leaves them; no editor changes a figure."""
    forms = list(_forms(short, long, runs))
    singles, words, longer, figures, accounts = (forms.count(form) for form in ("single", "word", "longer", "figure", "account"))
    edited = shared // _UNITS_A_WORD
    chance = _WORDS_A_CHARACTER * singles + (singles >= _SOME)
    rarely = _LONGER_A_CHARACTER * singles
    by_chance = figures <= chance and accounts <= rarely and longer + accounts <= max(edited, rarely)
    return by_chance and words + longer + figures + accounts <= max(edited, chance)


def _forms(short: str, long: str, runs: tuple[Run, ...]) -> Iterator[str]:
    """The form of each difference: `single` character, `word` of two, `longer`; what one of them lacks has none.

    Where both sides hold numerals it is a `figure`, or a longer `account`.

    What the shorter text has before the first shared run, or after the last, counts too.
    """
    for change in changes(runs):
        here, there = short[change.start : change.end], long[change.other : change.other_end]
        if here and there:
            yield _form(here, there)
    first, last = runs[0], runs[-1]
    if head := short[: first.start]:
        yield _form(head, long[max(0, first.other - len(head)) : first.other] or head)
    if tail := short[last.start + last.length :]:
        end = last.other + last.length
        yield _form(tail, long[end : end + len(tail)] or tail)


def _form(here: str, there: str) -> str:
    counted = here != there and not _NUMERALS.isdisjoint(here) and not _NUMERALS.isdisjoint(there)
    if len(here) != len(there) or len(here) > 2:
        return "account" if counted else "longer"
    return "figure" if counted else ("single" if len(here) == 1 else "word")
