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
_END, _CLOSERS = "。！？；…：，、.!?;:", "”’）》)"
#: A heading inside a column has at most so many characters, and leaves this much of the column free (em).
_HEADING, _FREE = 26, 1.5
#: Its lines.
_LINES = 3
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
    setting = _Setting(edges.of(column), max(line.box.x1 for line in column.lines), usual, measure)
    at = 0
    while at < len(column.lines):
        heading = _heading(column.lines[at:], setting)
        if heading:
            found.append(_put(heading, setting))
            at += len(heading)
            continue
        line = column.lines[at]
        last = next((one for one in reversed(found) if one.role in ("body", "heading")), None)
        if last and last.role == "body" and not _begins(line, setting):
            last.text = joined(last.text, line.text)
            last.boxes.append(line.box)
        else:
            found.append(Told(line.text, "body", [line.box]))
        at += 1


@dataclass(frozen=True, slots=True)
class _Setting:
    """How a column is set: its edges, the font most of the article is in."""

    left: float
    right: float
    usual: int
    measure: Measure

    def indented(self, line: Line) -> bool:
        """Whether a line stands in from the column's edge as a paragraph's first does."""
        return line.box.x0 - self.left >= _INDENT_LEAST * self.measure.size

    def full(self, line: Line) -> bool:
        """Whether a line reaches the column's right edge, or nearly."""
        return self.right - line.box.x1 < _FREE * self.measure.size


def _put(lines: Sequence[Line], setting: _Setting) -> Told:
    """A heading's lines as one: those that filled the column go on without a space."""
    text = lines[0].text
    for before, line in pairwise(lines):
        text += line.text if setting.full(before) else f" {line.text}"
    return Told(text, "heading", [line.box for line in lines])


def _begins(line: Line, setting: _Setting) -> bool:
    """Whether a line begins a paragraph: indented, unless it is a name in brackets set to the right."""
    far = line.box.x0 - setting.left > _INDENT_MOST * setting.measure.size
    return setting.indented(line) and not (far and _BRACKETED.fullmatch(line.bare))


def _heading(lines: Sequence[Line], setting: _Setting) -> list[Line]:
    """The lines at the head of these that are a heading: bigger than the body, or in another font, short and no sentence."""
    first = lines[0]
    count = 1
    while count < min(len(lines), _LINES) and lines[count].font == first.font and abs(lines[count].size - first.size) < 0.05 * first.size:
        count += 1
    group = lines[:count]
    if len("".join(line.bare for line in group)) > _HEADING:
        return []
    if first.size >= 1.1 * setting.measure.size:
        return list(group)
    following = lines[count] if count < len(lines) else None
    return list(group) if _is_set_apart(group, following, setting) else []


def _ends(text: str) -> bool:
    """Whether a text ends as sentences do, closing quotes and brackets aside."""
    return (text.rstrip(_CLOSERS) or text)[-1] in _END


def _is_set_apart(group: Sequence[Line], following: Line | None, setting: _Setting) -> bool:
    """Whether lines of the body's size are a heading: no sentence, before a paragraph's beginning, in another font or in the middle."""
    first, last = group[0], group[-1]
    em = setting.measure.size
    if _ends(last.bare) or _BRACKETED.fullmatch(last.bare) or (following and not setting.indented(following)):
        return False
    if setting.full(last) and (first.font == setting.usual or following is None):
        return False
    indent, free = first.box.x0 - setting.left, setting.right - first.box.x1
    if first.font != setting.usual:
        return indent > 0.5 * em or len(group) > 1
    return len(group) == 1 and indent > _INDENT_MOST * em and abs(indent - free) < 1.2 * em


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
