"""The words of two paragraphs side by side: what changed, what stands in the other text word for word."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import islice, pairwise

from articles.differences import Span, spans
from articles.likeness import Kept, passages
from articles.reading.sentences import sentences
from indexing import fold
from search.compare.blocks import Piece
from search.compare.likeness import units
from search.compare.model import Marked, Printed, Stretch

#: Characters of two paragraphs, multiplied: beyond the first, and where those of a comparison pass the second together, they are compared
#: sentence by sentence.
_LONG, _BUDGET = 4_000_000, 40_000_000
#: Equal stretches of fewer characters between two changes are told as changed, in paragraphs that are less alike than this.
_SHORT, _UNLIKE = 3, 0.8
#: Units of a sentence that is told to be borrowed; shorter ones (各位代表) are nobody's.
_SENTENCE = 10

#: Where words stand that the other text has too: start and end, rising.
Spans = list[tuple[int, int]]


class Borrowed:
    """What two texts have in common word for word: passages, and whole sentences."""

    def __init__(self, before: str, after: str) -> None:
        found = passages(Kept(fold(before)), Kept(fold(after)))
        one, other = _sentences(before), _sentences(after)
        common = {words for words, _ in one} & {words for words, _ in other}
        self.before: Spans = _merged([*((p.start, p.end) for p in found), *(span for words, span in one if words in common)])
        self.after: Spans = _merged([*((p.other_start, p.other_end) for p in found), *(span for words, span in other if words in common)])
        self._left = _BUDGET
        self.sentences = sum(words in common for words, _ in other)

    def finely(self, before: str, after: str) -> bool:
        """Whether two paragraphs are compared word by word; it counts what that costs."""
        cells = len(before) * len(after)
        self._left -= cells if cells <= _LONG else 0
        return cells <= _LONG and self._left >= 0


def _sentences(text: str) -> list[tuple[str, tuple[int, int]]]:
    found = ((units(text[start:end]), (start, end)) for start, end in sentences(text))
    return [(words, span) for words, span in found if len(words) >= _SENTENCE]


def _merged(found: Sequence[tuple[int, int]]) -> Spans:
    merged: Spans = []
    for start, end in sorted(found):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def whole(piece: Piece, mark: Marked, borrowed: Spans = []) -> Printed:  # noqa: B006 - never written to
    """A paragraph as one stretch, but for what is borrowed in it."""
    return Printed(piece.start, piece.end, tuple(_cut(piece.text, piece.start, mark, borrowed)))


def reworded(before: Piece, after: Piece, likeness: float, borrowed: Borrowed) -> tuple[Printed, Printed]:
    """Two paragraphs that answer to each other, what differs marked in both, and in what does not what is borrowed."""
    fine = borrowed.finely(before.text, after.text)
    changes = _joined(_fine(before, after) if fine else _coarse(before.text, after.text), likeness)
    return _printed(before, 0, changes, borrowed.before), _printed(after, 1, changes, borrowed.after)


#: A stretch of the first text and what stands in its place in the second; equal words are both.
_Change = tuple[str, str, bool]


def _fine(before: Piece, after: Piece) -> Iterator[_Change]:
    removed = ""
    for span in spans(before.text, after.text):
        if span.action == "removed":
            removed = span.text
            continue
        yield from _turn(removed, span)
        removed = ""
    if removed:
        yield removed, "", False


def _turn(removed: str, span: Span) -> Iterator[_Change]:
    if span.action == "added":
        yield removed, span.text, False
        return
    if removed:
        yield removed, "", False
    yield span.text, span.text, True


def _coarse(before: str, after: str) -> Iterator[_Change]:
    """Sentence by sentence; of more of them than words would be looked at, all are other ones."""
    one, other = _pieces(before), _pieces(after)
    if len(one) * len(other) > _LONG:
        yield before, after, False
        return
    for tag, low, high, start, end in SequenceMatcher(None, one, other).get_opcodes():
        yield "".join(one[low:high]), "".join(other[start:end]), tag == "equal"


def _pieces(text: str) -> list[str]:
    """A text cut behind each sentence."""
    ends = [0, *(end for _, end in sentences(text))]
    ends[-1] = len(text)
    return [text[start:end] for start, end in pairwise(ends)] or [text]


def _joined(changes: Iterator[_Change], likeness: float) -> list[_Change]:
    """Changes with the few characters that happen to be equal between two of them."""
    rows = list(changes)
    found = list[_Change]()
    for number, (one, other, equal) in enumerate(rows):
        inside = 0 < number < len(rows) - 1 and len(one) < _SHORT and likeness < _UNLIKE
        same = equal and not inside
        if found and found[-1][2] == same:
            found[-1] = (found[-1][0] + one, found[-1][1] + other, same)
        else:
            found.append((one, other, same))
    return found


def _printed(piece: Piece, side: int, changes: Sequence[_Change], borrowed: Spans) -> Printed:
    at, found = piece.start, list[Stretch]()
    for change in changes:
        words = str(change[side])
        found += _cut(words, at, "same", borrowed) if change[2] else ([Stretch(words, "changed")] if words else [])
        at += len(words)
    return Printed(piece.start, piece.end, tuple(found))


def _cut(words: str, at: int, mark: Marked, borrowed: Spans) -> Iterator[Stretch]:
    """Words that stand at `at`, cut where what is borrowed begins and ends."""
    done, end = at, at + len(words)
    for low, high in islice(borrowed, max(0, bisect_left(borrowed, (at, at)) - 1), None):
        if low >= end:
            break
        start, stop = max(low, done), min(high, end)
        if start >= stop:
            continue
        if done < start:
            yield Stretch(words[done - at : start - at], mark)
        yield Stretch(words[start - at : stop - at], "borrowed")
        done = stop
    if done < end:
        yield Stretch(words[done - at :], mark)
