"""Marking what a query found on the printed text: the same for every engine, because no engine is asked.

A text of the query becomes a regular expression over the folded text: its units with whatever the index drops between them, or (unquoted)
one of its words. Folding keeps offsets, so that a match is a span of the printed text.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, islice, repeat

from indexing import fold, units
from indexing.tokens.characters import FOLD_TABLE, FOLDED, HAN
from indexing.tokens.units import RUN
from search.query import Text, Tokens
from search.query.patterns import run_of

Mark = tuple[int, int]

#: Characters shown around the densest group of marks.
WIDTH = 140
#: Marks looked at: enough to choose a window, and a text of nothing but marks costs no more.
_MOST = 400
_KEPT = re.compile(f"[{HAN}0-9a-z.%+-]")
_ASTRAL = re.compile("[\U00010000-\U0010ffff]")
#: Folding, and a space for whatever the index drops, in one pass that keeps offsets.
_TABLE = [character if _KEPT.match(character) else " " for character in FOLD_TABLE]
_DROPPED = "[ .%+-]*"
_RUN_INSIDE = re.compile("[0-9A-Za-z.%]{2}")
_LONGEST_RUN = 20
# A run is found whole only: 5 is not in 5.1% (see indexing.tokens.units).
_AFTER_RUN = r"(?![0-9a-z]|[.%+-][0-9a-z])"
#: Where a snippet may begin: after the end of a sentence, or else of a clause.
_BEGINNINGS = (re.compile(r"[。！？；\n][”’」\s]*"), re.compile(r"[，、：\s]\s*"))


@dataclass(frozen=True, slots=True)
class Snippet:
    """A piece of a field as printed: `text == field[start:start + len(text)]`; marks are offsets into `text`, end excluded."""

    field: str
    text: str
    start: int
    marks: tuple[Mark, ...]
    more: bool = False


class Highlighter:
    """Finds the texts of one query; any number of articles may be shown to it. `words`: unquoted ones are marked as whole words only."""

    def __init__(self, wanted: Sequence[Text], tokens: Tokens, words: bool = False) -> None:
        self._tokens = tokens
        distinct = dict.fromkeys(replace(text, at=0) for text in wanted)
        self._wanted = [_Wanted(number, text.field, *_patterns(text, tokens, words)) for number, text in enumerate(distinct)]

    def marks(self, raw: str, field: str) -> list[Mark]:
        """The spans of `raw`, a field's printed text, that the query found; overlapping ones are one, touching ones are not."""
        return _merged([(start, end) for start, end, _ in self._spans(raw, field)])

    def snippet(self, raw: str, field: str = "text", width: int = WIDTH) -> Snippet:
        """The window of about `width` characters where most of the query stands closest together; the beginning where nothing does."""
        spans = self._spans(raw, field)
        start, end = _window(raw, spans, width)
        marks = _merged([(low - start, high - start) for low, high, _ in spans if start <= low and high <= end])
        return Snippet(field, raw[start:end], start, tuple(marks), end < len(raw))

    def whole(self, raw: str, field: str) -> Snippet:
        """All of a short field, with its marks."""
        return Snippet(field, raw, 0, tuple(self.marks(raw, field)))

    def _spans(self, raw: str, field: str) -> list[tuple[int, int, int]]:
        """Start, end and number of the text found, by start."""
        asked = [wanted for wanted in self._wanted if wanted.field in (None, field)]
        if not asked or not raw:
            return []
        folded = _spaced(raw)
        borders = self._borders(raw) if any(wanted.borders for wanted in asked) else None
        return sorted((start, end, one.number) for one in asked for start, end in _in_lines(raw, list(one.found(folded, borders))))

    def _borders(self, raw: str) -> "_Borders":
        spans = self._tokens.word_spans(raw)
        return frozenset(start for start, _ in spans), frozenset(end for _, end in spans)


#: Where words begin and where they end.
_Borders = tuple[frozenset[int], frozenset[int]]


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A text of the query: its number, field and patterns, and which ends of a match must be borders of words ("", "start", "both")."""

    number: int
    field: str | None
    patterns: Sequence[re.Pattern[str]]
    borders: str

    def found(self, folded: str, borders: "_Borders | None") -> Iterator[Mark]:
        """Where it stands in folded text; `borders` are needed where ends must be borders."""
        spans = islice(chain.from_iterable(map(_spans_of, self.patterns, repeat(folded))), _MOST)
        if not self.borders or borders is None:
            return spans
        starts, ends = borders
        return (span for span in spans if span[0] in starts and (self.borders == "start" or span[1] in ends))


def _patterns(text: Text, tokens: Tokens, words: bool) -> tuple[Sequence[re.Pattern[str]], str]:
    """The ways a text of the query may stand, and which of their ends must be borders of words.

    As a whole, and (unquoted) by its words where the whole does not stand; with whole words, by its words alone.
    """
    if text.prefix and run_of(text.text):
        return [re.compile(_begun(text.text))], ""
    if text.near is not None:
        return [re.compile("|".join(_longest_first(part for part in text.text.split() if tokens.units(part))))], ""
    if text.prefix or text.quoted:
        return [re.compile(_sequence(text.text))], "start" if words and text.prefix and not text.quoted else ""
    wholes = sorted((text.text, *text.also), key=len, reverse=True)
    cut = [word for whole in wholes for word in tokens.words(whole) if words or len(word) > 1]
    if words:
        return [re.compile(way) for way in _longest_first(cut)], "both"
    return [re.compile("|".join(dict.fromkeys((*map(_sequence, wholes), *_longest_first(cut)))))], ""


def _longest_first(texts: Iterable[str]) -> list[str]:
    return [_sequence(text) for text in sorted(dict.fromkeys(texts), key=len, reverse=True)]


def _spaced(raw: str) -> str:
    """The text folded, with spaces for what is dropped; every offset stays."""
    return _ASTRAL.sub(_astral, raw.translate(_TABLE))


def _astral(found: re.Match[str]) -> str:
    character = FOLDED.get(found[0], found[0])
    return character if _KEPT.match(character) else " "


def _spans_of(pattern: re.Pattern[str], folded: str) -> Iterator[Mark]:
    return (found.span() for found in pattern.finditer(folded))


def _in_lines(raw: str, found: list[Mark]) -> list[Mark]:
    """The spans that lie within a line; those that run over a break count only where there is nothing else."""
    return [(start, end) for start, end in found if "\n" not in raw[start:end]] or found


def _sequence(text: str) -> str:
    """The units of a text side by side, over whatever the index drops between them."""
    folded = fold(text)
    return _DROPPED.join(_unit(folded[unit.start : unit.end]) for unit in units(text))


def _begun(text: str) -> str:
    """The units of a text whose last run may go on."""
    run = run_of(text) or ""
    head = _sequence(run_of(text, head=True) or "")
    inside = "[0-9a-z]" if run[-1] in ".+-" else ""
    last = f"(?<![0-9a-z])(?<![0-9a-z][.%+-])(?={re.escape(run)}{inside}){RUN}"
    return f"{head}{_DROPPED}{last}" if head else last


def _unit(unit: str) -> str:
    if unit[0] > "\x7f":
        return unit
    run = re.escape(unit)
    # What must not stand before the run is looked for behind it: a pattern that begins with plain characters is found ten times as fast.
    before = f"(?<![0-9a-z]{run})(?<![0-9a-z][.%+-]{run})"
    return f"{run}{before}{_AFTER_RUN}" + ("" if unit.endswith("%") else "(?!%)")


def _merged(spans: Sequence[Mark]) -> list[Mark]:
    merged: list[Mark] = []
    for start, end in spans:
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _window(raw: str, spans: list[tuple[int, int, int]], width: int) -> Mark:
    """Start and end of the piece to show: the group that holds most different texts, then most marks, then comes first."""
    if len(raw) <= width or not spans:
        return 0, min(len(raw), width)
    first, last = max(_groups(spans, width), key=lambda group: _worth(spans[group[0] : group[1]]))
    low, high = spans[first][0], max(end for _, end, _ in spans[first:last])
    start = _beginning(raw, max(0, low - max(0, width - (high - low)) // 3), low)
    return start, max(high, min(len(raw), next(_borders(raw, start + width, 1))))


def _borders(raw: str, at: int, step: int) -> Iterator[int]:
    """Offsets from `at` on that do not lie inside a number or a Latin word; at last `at` itself, where one is endless."""
    for border in range(at, at + step * _LONGEST_RUN, step):
        if not _RUN_INSIDE.match(raw[max(0, border - 1) : border + 1]):
            yield border
    yield at


def _beginning(raw: str, earliest: int, latest: int) -> int:
    """Where a snippet begins that shows `latest` and would begin at `earliest`: where a sentence or a clause does, if one does."""
    if not earliest:
        return 0
    for pattern in _BEGINNINGS:
        found = next((end.end() for end in pattern.finditer(raw, earliest - 1, latest) if end.end() <= latest), None)
        if found is not None:
            return found
    return next(_borders(raw, earliest, -1))


def _groups(spans: list[tuple[int, int, int]], width: int) -> Iterator[tuple[int, int]]:
    """For each mark, the marks that fit into a window that begins with it, as a slice."""
    last = 0
    for first, (low, _, _) in enumerate(spans):
        last = max(last, first + 1)
        while last < len(spans) and spans[last][1] - low <= width:
            last += 1
        yield first, last


def _worth(group: list[tuple[int, int, int]]) -> tuple[int, int]:
    """Different texts, then characters marked: a whole phrase is worth more than one of its words."""
    return len({number for _, _, number in group}), sum(end - start for start, end, _ in group)
