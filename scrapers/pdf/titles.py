"""Which big lines are one title: lines under each other, parts of a line beside each other unless two articles begin there."""

from collections.abc import Sequence

from scrapers.pdf.blocks import Measure
from scrapers.pdf.glyphs import Box, union
from scrapers.pdf.lines import Line

#: Lines of one title: sizes within this ratio, baselines within so many em. Parts of one line: nearly one size, white of so many em.
_RATIO, _UNDER, _SAME, _APART = 1.3, 1.75, 1.05, 1.6
#: A title stands over the middle of its columns within so many of its em.
_OFF = 0.8
#: The body under a title is looked at so many leadings down.
_DOWN = 7.0


def titles(big: Sequence[Line], rest: Sequence[Line], rules: Sequence[Box], measure: Measure) -> list[list[Line]]:
    """Lines of one title each, from the top, from the left; `rest` are the page's other lines."""
    groups: list[list[Line]] = []
    for line in sorted(big, key=lambda line: (round(line.base / (0.3 * line.size)), line.box.x0)):
        for group in groups:
            if any(_under(line, other) for other in group) or _beside(group, line, rest, rules, measure):
                group.append(line)
                break
        else:
            groups.append([line])
    return groups


def _under(line: Line, other: Line) -> bool:
    size = max(line.size, other.size)
    if size > _RATIO * min(line.size, other.size):
        return False
    near = 0.5 * size < line.base - other.base < _UNDER * size
    return near and line.box.over(other.box) > 0.3 * min(line.box.width, other.box.width)


def _beside(group: Sequence[Line], line: Line, rest: Sequence[Line], rules: Sequence[Box], measure: Measure) -> bool:
    """Whether a part goes on where the last part of a title's line ended."""
    same = [other for other in group if abs(other.base - line.base) < 0.3 * line.size and other.box.x1 <= line.box.x0 + 0.1 * line.size]
    if not same:
        return False
    last = max(same, key=lambda other: other.box.x1)
    white = Box(last.box.x1, min(last.box.y0, line.box.y0), line.box.x0, max(last.box.y1, line.box.y1))
    alike = last.font == line.font and max(last.size, line.size) <= _SAME * min(last.size, line.size)
    if not alike or white.width > _APART * line.size or any(_stands_in(rule, white) for rule in rules):
        return False
    return not _two_articles(union([other.box for other in same]), line, white, rest, measure)


def _stands_in(rule: Box, white: Box) -> bool:
    return rule.height > rule.width and white.x0 <= (rule.x0 + rule.x1) / 2 <= white.x1 and rule.beside(white) > 0.5 * white.height


def _two_articles(first: Box, line: Line, white: Box, rest: Sequence[Line], measure: Measure) -> bool:
    """Whether two articles begin under the parts: white between their columns too, text beginning at the right, both centred."""
    body = [
        one
        for one in rest
        if white.y1 < one.base < white.y1 + _DOWN * measure.leading and abs(one.size - measure.size) < 0.1 * measure.size
    ]
    if any(one.box.x0 < white.x0 and one.box.x1 > white.x1 for one in body):
        return False
    left = [one.box for one in body if one.box.over(first) > 0.2 * one.box.width and one.box.x1 <= white.x1]
    right = [one.box for one in body if one.box.over(line.box) > 0.2 * one.box.width and one.box.x0 >= white.x0]
    if not left or not right:
        return False
    return _begins(right, measure) and _centred(first, left, line.size) and _centred(line.box, right, line.size)


def _begins(boxes: Sequence[Box], measure: Measure) -> bool:
    """Whether the first line of a column is indented."""
    edge = min(box.x0 for box in boxes)
    column = [box for box in boxes if box.x0 < edge + 3.2 * measure.size]
    return min(column, key=lambda box: box.y0).x0 - edge > 1.2 * measure.size


def _centred(title: Box, boxes: Sequence[Box], size: float) -> bool:
    over = union(list(boxes))
    return min(abs(title.x0 + title.x1 - over.x0 - over.x1) / 2, abs(title.x0 - over.x0)) < _OFF * size
