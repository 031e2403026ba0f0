"""Captions: the few lines right under a picture."""

import re
from collections.abc import Sequence

from scrapers.pdf.blocks import Column, Head, Measure
from scrapers.pdf.glyphs import Box
from scrapers.pdf.lines import Line

#: A picture is at least so many em wide and high; its caption begins within so many leadings and has at most so many lines.
_WIDE, _HIGH, _NEAR, _LINES = 5.0, 4.0, 1.6, 5
_SAYS = re.compile(r"^(?:[▲▼△▽◀▶←→↑↓]|图为|图[:：]|[上下左右]图|这是|资料图)|(?:摄|供图|摄影报道)[）)]?$|（资料图片?）$")


def pictures(boxes: Sequence[Box], lines: Sequence[Line], heads: Sequence[Head], measure: Measure) -> list[Box]:
    """The pictures among images and filled areas: big enough, and no ground that text is printed on."""
    big = [box for box in boxes if box.width > _WIDE * measure.size and box.height > _HIGH * measure.size]
    printed = [*lines, *(line for head in heads for line in head.title)]
    return [box for box in big if sum(box.grown(-2).holds((one.box.x0 + one.box.x1) / 2, one.base - 0.3 * one.size) for one in printed) < 2]


def mark_captions(found: Sequence[Column], shown: Sequence[Box], usual: int, measure: Measure) -> list[Column]:
    """The columns, with those that are captions marked, and captions parted from text that goes on under them."""
    made: list[Column] = []
    for column in found:
        under = next((box for box in shown if _under(column, box, measure)), None)
        made += _parted(column, usual, measure) if under else [column]
    return made


def _under(column: Column, picture: Box, measure: Measure) -> bool:
    gap = column.box.y0 - picture.y1
    em = measure.size
    inside = column.box.x0 > picture.x0 - 1.5 * em and column.box.x1 < picture.x1 + 1.5 * em
    return -0.5 * em < gap < _NEAR * measure.leading and inside


def _parted(column: Column, usual: int, measure: Measure) -> list[Column]:
    """A column under a picture: its first lines are the caption where they are set otherwise than the body, or say so."""
    lines = column.lines
    other = 0
    alike = lines[0].size * 0.97, lines[0].size * 1.03
    while (
        other < len(lines)
        and (lines[other].font != usual or lines[other].size < 0.97 * measure.size)
        and alike[0] < lines[other].size < alike[1]
    ):
        other += 1
    if not 0 < other <= _LINES:
        text = "".join(line.text for line in lines)
        whole = len(lines) <= _LINES and _SAYS.search(text) is not None
        return [Column(lines, caption=whole)]
    parts = [Column(lines[:other], caption=True)]
    return parts + ([Column(lines[other:])] if lines[other:] else [])
