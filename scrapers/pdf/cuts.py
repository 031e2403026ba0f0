"""A page cut along its white into the parts articles stand in (XY-cut), minding headlines, boxes and rules."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from scrapers.pdf.blocks import Block, Boxed, Column, Head, Measure
from scrapers.pdf.glyphs import Box, union

#: What overlaps less than this part of an em does not close a gap.
_SLACK = 0.15
#: A level cut leaves at least so much white (leadings, over what lines leave); a part's head stands this near its top (leadings).
_WHITE, _TOP = 0.35, 2.0
_DEPTH = 40


@dataclass(frozen=True, slots=True)
class Cutting:
    """What cutting needs to know of a page."""

    rules: Sequence[Box]
    measure: Measure


def area(block: Block) -> Box:
    """What a block keeps others out of."""
    return block.reach if isinstance(block, Head) else block.box


def parts(blocks: Sequence[Block], cutting: Cutting, depth: int = 0) -> list[list[Block]]:
    """Blocks in the parts of the page they stand in, in reading order."""
    if len(blocks) < 2 or depth > _DEPTH:
        return [list(blocks)] if blocks else []
    level, upright = _level(blocks, cutting), _upright(blocks, cutting)
    chosen = _apart(upright, cutting) or level or upright
    if not chosen:
        return [list(blocks)]
    return [done for part in chosen for done in parts(part, cutting, depth + 1)]


def gaps(blocks: Sequence[Block], *, level: bool, slack: float) -> list[list[Block]]:
    """Blocks in groups with white all along between them: one under the other (`level`), or side by side."""

    def span(block: Block) -> tuple[float, float]:
        box = area(block)
        return (box.y0, box.y1) if level else (box.x0, box.x1)

    groups: list[list[Block]] = []
    reach = float("-inf")
    for block in sorted(blocks, key=span):
        start, end = span(block)
        if groups and start < reach - slack:
            groups[-1].append(block)
        else:
            groups.append([block])
        reach = max(reach, end)
    return groups


def _level(blocks: Sequence[Block], cutting: Cutting) -> list[list[Block]]:
    """Cut across where a part below begins with a headline or a box, or under a long rule."""
    groups = gaps(blocks, level=True, slack=_SLACK * cutting.measure.size)
    merged: list[list[Block]] = []
    for group in groups:
        if merged and not _begins(group, cutting, merged[-1]):
            merged[-1].extend(group)
        else:
            merged.append(list(group))
    return merged if len(merged) > 1 else []


def _begins(group: Sequence[Block], cutting: Cutting, before: Sequence[Block]) -> bool:
    """Whether a part begins here: a headline or a box at its top, and text (not a headline only) before it."""
    top = min(area(block).y0 for block in group)
    near = [block for block in group if area(block).y0 <= top + _TOP * cutting.measure.leading]
    if all(isinstance(block, Head) for block in before):
        return False
    if any(isinstance(block, Head | Boxed) for block in near):
        return True
    above, below = union([area(block) for block in before]), union([area(block) for block in group])
    wide = 0.8 * (max(above.x1, below.x1) - min(above.x0, below.x0))
    return any(rule.width > wide and above.y1 - 2 <= (rule.y0 + rule.y1) / 2 <= below.y0 + 2 for rule in cutting.rules)


def _upright(blocks: Sequence[Block], cutting: Cutting) -> list[list[Block]]:
    """Cut from top to bottom where both sides begin with a headline or a box of their own."""
    groups = gaps(blocks, level=False, slack=_SLACK * cutting.measure.size)
    merged: list[list[Block]] = []
    for group in groups:
        if merged and not (_headed(group, cutting) and any(isinstance(one, Head | Boxed) for one in merged[-1])):
            merged[-1].extend(group)
        else:
            merged.append(list(group))
    return merged if len(merged) > 1 else []


def _headed(group: Sequence[Block], cutting: Cutting) -> bool:
    """Whether a headline or a box is what a part begins with at its left.

    Columns beside it may rise to its top: it stands over some of its columns only.
    """
    top = min(area(block).y0 for block in group)
    first = [block for block in group if area(block).y0 <= top + 0.8 * cutting.measure.leading]
    if any(isinstance(block, Head) and block.vertical for block in first):
        return True
    text = [block for block in first if not (isinstance(block, Column) and block.caption)]
    return bool(text) and isinstance(min(text, key=lambda block: area(block).x0), Head | Boxed)


def _apart(sides: Sequence[list[Block]], cutting: Cutting) -> list[list[Block]]:
    """Sides that are parts of the page of their own, not neighbours in bands: set in columns of another width, or behind a long rule."""
    if not sides:
        return []
    whole = union([area(block) for side in sides for block in side])
    merged: list[list[Block]] = []
    for side in sides:
        mine, last = _width(side, cutting), _width(merged[-1], cutting) if merged else 0.0
        alike = not mine or not last or abs(mine - last) <= 0.8 * cutting.measure.size
        if merged and alike and not _ruled(merged[-1], side, whole, cutting):
            merged[-1] = [*merged[-1], *side]
        else:
            merged.append(side)
    return merged if len(merged) > 1 else []


def _width(side: Sequence[Block], cutting: Cutting) -> float:
    """The width most columns of a side have, by their lines; 0 where none is long enough to tell."""
    long = [block for block in side if isinstance(block, Column) and len(block.lines) > 4]
    return median(block.box.width for block in long for _ in block.lines) if long else 0.0


def _ruled(left: Sequence[Block], right: Sequence[Block], whole: Box, cutting: Cutting) -> bool:
    """Whether an upright rule as long as the parts, or nearly, stands between two."""
    x0, x1 = max(area(block).x1 for block in left), min(area(block).x0 for block in right)
    return any(rule.height > 0.7 * whole.height and x0 - 2 <= (rule.x0 + rule.x1) / 2 <= x1 + 2 for rule in cutting.rules)
