"""Lines under each other in one column."""

import re
from collections import Counter, defaultdict, deque
from collections.abc import Sequence

from articles.reading import dateline
from scrapers.pdf.blocks import Column, Head, Measure
from scrapers.pdf.glyphs import Box
from scrapers.pdf.heads import MIDDLE, author_lines
from scrapers.pdf.lines import Line

_OPENS = re.compile(r"^(?:（|\()(?:本报)?(?:记者|通讯员)|^(?:本报|本台)?记者")
#: The next line of a column follows within so many leadings; a section heading, or a line after one, within more.
_STEP, _WIDER = 1.7, 2.4
#: A line begins no further left of its column than this, and no further right than an indent (em).
_INDENT = 3.2
#: A run of one line may be a paragraph's first: its column begins this much further left (em).
_FIRST = 2.1
#: The page is parted into so many strips at the most, each so wide (em).
_STRIPS, _STRIP = 255.0, 4.0
#: A heading at a column's head this much bigger than the body stands over more than the column; so does a smaller one before an article's
#: opening.
_APART, _OPENING = 1.45, 1.25


def leading(lines: Sequence[Line], size: float) -> float:
    """The usual distance of two baselines of the body; 1.5 em where a page has too few lines to tell."""
    counts: Counter[float] = Counter()
    ordered = sorted((line for line in lines if abs(line.size - size) < 0.1 * size), key=lambda line: line.base)
    for at, line in enumerate(ordered):
        for other in ordered[at + 1 : at + 40]:
            step = other.base - line.base
            if step > 2.5 * size:
                break
            if step > size and other.box.over(line.box) > 0.5 * min(line.box.width, other.box.width):
                counts[round(step * 4) / 4] += 1
                break
    if not counts:
        return 1.5 * size
    return max(counts, key=lambda step: (counts[step] + 0.9 * counts[step - 0.25] + 0.9 * counts[step + 0.25], -step))


def columns(lines: Sequence[Line], heads: Sequence[Head], rules: Sequence[Box], frames: Sequence[Box], measure: Measure) -> list[Column]:
    """Lines in runs; a headline, a level rule or a frame's edge between two lines parts them."""
    runs: list[list[Line]] = []
    near = _Near(measure)
    inside = {id(line): _home(line, frames) for line in lines}
    barriers = [head.box for head in heads if not head.vertical] + [rule for rule in rules if rule.width > 3 * measure.size]
    for line in sorted(lines, key=lambda line: (line.base, line.box.x0)):
        fitting = [run for run in near.over(line) if inside[id(run[-1])] == inside[id(line)] and _follows(run, line, measure)]
        fitting = [run for run in fitting if not _parted(run[-1], line, barriers)]
        best = max(fitting, key=lambda run: (_overlap(run, line), run[-1].base), default=None)
        if best is None:
            best = []
            runs.append(best)
        best.append(line)
        near.put(best)
    return [Column(run) for run in runs]


class _Near:
    """Runs that a line may follow, by the strips of the page they stand in: a damaged page may have thousands of lines at one height.

    A strip holds baselines in their order, each with the run whose last it was and that run's number.
    """

    def __init__(self, measure: Measure) -> None:
        self._measure = measure
        self._numbers: dict[int, int] = {}
        self._strips: dict[int, deque[tuple[float, int, list[Line]]]] = defaultdict(deque)

    def put(self, run: list[Line]) -> None:
        """A run that got a line."""
        number = self._numbers.setdefault(id(run), len(self._numbers))
        left, right = _extent(run)
        for strip in self._between(left - _FIRST * self._measure.size, right):
            self._strips[strip].append((run[-1].base, number, run))

    def over(self, line: Line) -> list[list[Line]]:
        """Runs that end above a line, not too far, and stand over it, the oldest first. Lines come in the order of their baselines."""
        found: dict[int, list[Line]] = {}
        for strip in self._between(line.box.x0, line.box.x1):
            held = self._strips[strip]
            while held and line.base - held[0][0] > _WIDER * self._measure.leading:
                held.popleft()
            for base, number, run in held:
                if base >= line.base:
                    break
                if run[-1].base == base:
                    found[number] = run
        return [found[number] for number in sorted(found)]

    def _between(self, left: float, right: float) -> range:
        return range(self._strip(left), self._strip(right) + 1)

    def _strip(self, x: float) -> int:
        return int(min(_STRIPS, max(0.0, x / (_STRIP * self._measure.size))))


def _home(line: Line, frames: Sequence[Box]) -> int:
    """The smallest frame a line stands in, -1 for none."""
    x, y = (line.box.x0 + line.box.x1) / 2, line.base - 0.3 * line.size
    return next((at for at, frame in enumerate(frames) if frame.holds(x, y)), -1)


def _extent(run: Sequence[Line]) -> tuple[float, float]:
    last = run[-8:]
    return min(line.box.x0 for line in last), max(line.box.x1 for line in last)


def _overlap(run: Sequence[Line], line: Line) -> float:
    left, right = _extent(run)
    return min(right, line.box.x1) - max(left, line.box.x0)


def _follows(run: Sequence[Line], line: Line, measure: Measure) -> bool:
    last = run[-1]
    step = line.base - last.base
    middle = max(line.size, last.size) >= MIDDLE * measure.size
    if not 0.6 * min(line.size, last.size) < step <= (_WIDER if middle else _STEP) * measure.leading:
        return False
    if not middle and abs(line.size - last.size) > 0.06 * max(line.size, last.size):
        return False
    (left, right), em = _extent(run), measure.size
    if len(run) == 1:
        left -= _FIRST * em
    below_heading = middle and all(one.size >= MIDDLE * measure.size for one in run)
    over = min(right, line.box.x1) - max(left, line.box.x0)
    return over > 0.5 * min(right - left, line.box.width) and (below_heading or line.box.x0 >= left - _INDENT * em)


def _parted(last: Line, line: Line, barriers: Sequence[Box]) -> bool:
    """Whether something stands between two lines of a run."""
    low, high = last.box.y1 - 0.35 * last.size, line.box.y0 + 0.35 * line.size
    left, right = max(last.box.x0, line.box.x0), min(last.box.x1, line.box.x1)
    return any(low <= (bar.y0 + bar.y1) / 2 <= high and min(bar.x1, right) - max(bar.x0, left) > 0.3 * (right - left) for bar in barriers)


def sections(found: Sequence[Column], measure: Measure) -> tuple[list[Head], list[Column]]:
    """Headings that are no part of a column: lines bigger than the body by themselves, and much bigger ones over a column's text."""
    heads: list[Head] = []
    texts: list[Column] = []
    for column in found:
        first = next((at for at, line in enumerate(column.lines) if line.size < MIDDLE * measure.size), len(column.lines))
        if first == len(column.lines) or _stands_over(column.lines[:first], column.lines[first:], measure):
            head, rest = _section(column.lines[:first]), column.lines[first:]
            head.author = author_lines(rest[0], rest[1:2], measure) if rest else []
            heads.append(head)
            if rest[len(head.author) :]:
                texts.append(Column(rest[len(head.author) :]))
        else:
            texts.append(column)
    return heads, texts


def _stands_over(heading: Sequence[Line], following: Sequence[Line], measure: Measure) -> bool:
    """Whether bigger lines at a column's head are no heading inside an article's text."""
    size = max((line.size for line in heading), default=0.0)
    return size >= _APART * measure.size or (size >= _OPENING * measure.size and opens([line.text for line in following[:2]]))


def opens(lines: Sequence[str]) -> bool:
    """Whether lines begin as articles do: with a dateline or their author."""
    first = "".join(lines)
    return dateline([first]) is not None or _OPENS.search(first) is not None


def _section(lines: Sequence[Line]) -> Head:
    """A heading: its biggest lines, smaller ones over them as kicker, under them as subtitle."""
    size = max(line.size for line in lines)
    big = [at for at, line in enumerate(lines) if line.size > 0.92 * size]
    return Head(list(lines[big[0] : big[-1] + 1]), "section", kicker=list(lines[: big[0]]), subtitle=list(lines[big[-1] + 1 :]))
