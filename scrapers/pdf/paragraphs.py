"""Lines of an article's columns into paragraphs: by indent, by headings set apart, across columns."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from articles.model import ParagraphRole
from scrapers.pdf.blocks import Column, Measure, Table
from scrapers.pdf.glyphs import Box
from scrapers.pdf.lines import Line

#: A first line stands this far from its column's edge (em); papers indent by two.
_INDENT_LEAST, _INDENT_MOST = 1.2, 3.4
_END = "。！？；…：”’）》.!?"
#: A heading inside a column has at most so many characters, and leaves this much of the column free (em).
_HEADING, _FREE = 26, 1.5
_BRACKETED = re.compile(r"[（(][^（）()]{2,30}[)）]")


@dataclass(slots=True)
class Told:
    """A paragraph under way, with where it stands."""

    text: str
    role: ParagraphRole
    boxes: list[Box]


def paragraphs(texts: Sequence[Column | Table], measure: Measure) -> list[Told]:
    """The paragraphs of texts in reading order."""
    found: list[Told] = []
    edges = _Edges([text for text in texts if isinstance(text, Column)], measure)
    fonts = Counter(line.font for text in texts if isinstance(text, Column) for line in text.lines for _ in line.text)
    usual = fonts.most_common(1)[0][0] if fonts else 0
    for text in texts:
        if isinstance(text, Table):
            found += [Told("\t".join(row), "table", [text.box]) for row in text.rows]
        elif text.caption:
            found.append(Told(_run(text.lines), "caption", [text.box]))
        else:
            _column(text, found, edges, usual, measure)
    return found


class _Edges:
    """Where columns begin, from those long enough to tell."""

    def __init__(self, columns: Sequence[Column], measure: Measure) -> None:
        self._measure = measure
        self._known = [_edge(column, measure) for column in columns if len(column.lines) > 2]

    def of(self, column: Column) -> float:
        """The left edge of a column; a short one's from a longer one over or under it."""
        own = _edge(column, self._measure)
        if len(column.lines) > 2:
            return own
        em = self._measure.size
        near = [edge for edge in self._known if -_INDENT_MOST * em < edge - column.box.x0 < 0.5 * em]
        return max(near, default=self._pitched(own))

    def _pitched(self, own: float) -> float:
        """By the distance of the other columns, where they stand at even distances."""
        known = sorted(self._known)
        steps = [after - before for before, after in pairwise(known) if after - before > self._measure.size]
        if not steps or max(steps) - min(steps) > 0.3 * self._measure.size:
            return own
        expected = known[-1] + steps[0]
        return expected if 0 <= own - expected < _INDENT_MOST * self._measure.size else own


def _edge(column: Column, measure: Measure) -> float:
    """The left edge most lines share."""
    places = Counter(round(line.box.x0 / (0.3 * measure.size)) for line in column.lines)
    if len(column.lines) < 3:
        return column.box.x0
    least = min(place for place in places if places[place] + places.get(place + 1, 0) > 1) if max(places.values()) > 1 else min(places)
    return min(line.box.x0 for line in column.lines if round(line.box.x0 / (0.3 * measure.size)) >= least)


def _column(column: Column, found: list[Told], edges: _Edges, usual: int, measure: Measure) -> None:
    left = edges.of(column)
    right = max(line.box.x1 for line in column.lines)
    for at, line in enumerate(column.lines):
        following = column.lines[at + 1] if at + 1 < len(column.lines) else None
        role: ParagraphRole = "heading" if _is_heading(line, following, (left, right), usual, measure) else "body"
        last = next((one for one in reversed(found) if one.role in ("body", "heading")), None)
        if role == "heading" and last and last.role == "heading" and _goes_on(column, at):
            last.text += " " + line.text
            last.boxes.append(line.box)
        elif role == "body" and last and last.role == "body" and not _begins(line, last, (left, right), measure):
            last.text = joined(last.text, line.text)
            last.boxes.append(line.box)
        else:
            found.append(Told(line.text, role, [line.box]))


def _goes_on(column: Column, at: int) -> bool:
    """Whether a heading's line follows another one of the same size."""
    before, line = column.lines[at - 1], column.lines[at]
    return at > 0 and abs(before.size - line.size) < 0.05 * line.size and before.font == line.font


def _begins(line: Line, last: Told, edges: tuple[float, float], measure: Measure) -> bool:
    """Whether a line begins a paragraph: indented, unless it is a name in brackets set to the right."""
    indent = line.box.x0 - edges[0]
    if _BRACKETED.fullmatch(line.bare) and indent > _INDENT_MOST * measure.size:
        return False
    return indent >= _INDENT_LEAST * measure.size


def _is_heading(line: Line, following: Line | None, edges: tuple[float, float], usual: int, measure: Measure) -> bool:
    """Bigger than the body; or in another font, short, no sentence, and followed by a paragraph's beginning."""
    if len(line.bare) > _HEADING:
        return False
    if line.size >= 1.1 * measure.size:
        return True
    left, right = edges
    free, indent = right - line.box.x1, line.box.x0 - left
    if line.bare[-1] in _END or free < _FREE * measure.size or _BRACKETED.fullmatch(line.bare):
        return False
    opens = following is None or following.box.x0 - left >= _INDENT_LEAST * measure.size
    centred = indent > 1.5 * measure.size and abs(indent - free) < 1.2 * measure.size
    return opens and (line.font != usual or (centred and indent > _INDENT_MOST * measure.size)) and indent > 0.5 * measure.size


def _run(lines: Sequence[Line]) -> str:
    text = lines[0].text
    for line in lines[1:]:
        text = joined(text, line.text)
    return text


def joined(text: str, more: str) -> str:
    """A line put to the one before it. Latin words papers break without a hyphen are one again; a new word begins with a capital."""
    last, first = text[-1], more[0]
    if text.endswith("-") and len(text) > 1 and text[-2].isascii() and text[-2].isalpha() and first.isascii() and first.islower():
        return text[:-1] + more
    apart = last.isascii() and first.isascii() and last.isalpha() and first.isalpha() and first.isupper() and last.islower()
    return f"{text} {more}" if apart else text + more
