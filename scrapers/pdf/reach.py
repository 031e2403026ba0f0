"""What a headline stands over: the columns that begin on one level under it, also those beyond its own ends (it is centred over them)."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from scrapers.pdf.blocks import Block, Column, Head, Measure, Table
from scrapers.pdf.glyphs import Box, union

#: Columns of one article begin within so many leadings of each other; the first ones this near under the headline.
_LEVEL, _NEAR = 1.2, 4.0
#: A column that does not begin a paragraph is hardly an article's first: so many em.
_MID_SENTENCE = 6.0
_MOST = 12
#: A headline over the left end of its columns, not their middle, is so many em worse.
_ASIDE = 1.5


def set_reach(blocks: Sequence[Block], rules: Sequence[Box], shown: Sequence[Box], measure: Measure) -> None:
    """Give every level headline its reach; `shown` are the page's pictures."""
    heads = [block for block in blocks if isinstance(block, Head) and not block.vertical]
    texts = [block for block in blocks if isinstance(block, Column | Table)]
    solid = [*heads, *texts]
    groups = _levels(heads, {id(head): _direct(head, texts, solid, measure) for head in heads}, measure)
    for members in groups:
        _share(members, [*texts, *map(Picture, shown)], blocks, rules, measure)


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """A picture among the columns under a headline."""

    box: Box


_Text = Column | Table | Picture
_Member = tuple[Head, list[Column | Table], float]


def _direct(head: Head, texts: Sequence[Column | Table], solid: Sequence[Block], measure: Measure) -> list[Column | Table]:
    """What stands under a headline with nothing between."""
    box = head.box
    found = []
    for text in texts:
        gap = text.box.y0 - box.y1
        over = text.box.over(box)
        if not -0.6 * measure.size <= gap <= _NEAR * measure.leading or over <= 0.2 * min(text.box.width, box.width):
            continue
        between = Box(max(box.x0, text.box.x0), box.y1, min(box.x1, text.box.x1), text.box.y0)
        if not any(one is not head and one is not text and _covers(one.box, between) for one in solid):
            found.append(text)
    return found


def _covers(box: Box, gap: Box) -> bool:
    return box.over(gap) > 0.2 * max(gap.width, 1.0) and box.beside(gap) > 1.0


def _levels(heads: Sequence[Head], direct: dict[int, list[Column | Table]], measure: Measure) -> list[list[_Member]]:
    """Headlines whose text begins on one level."""
    groups: list[list[_Member]] = []
    members = [(head, direct[id(head)], min(text.box.y0 for text in direct[id(head)])) for head in heads if direct[id(head)]]
    for member in sorted(members, key=lambda member: member[2]):
        if groups and member[2] - groups[-1][0][2] <= _LEVEL * measure.leading:
            groups[-1].append(member)
        else:
            groups.append([member])
    return groups


def _share(members: list[_Member], texts: Sequence[_Text], blocks: Sequence[Block], rules: Sequence[Box], measure: Measure) -> None:
    """Deal out the columns of one level among the headlines over them."""
    members.sort(key=lambda member: member[0].box.x0)
    level = min(member[2] for member in members)
    row = [text for text in texts if abs(text.box.y0 - level) <= _LEVEL * measure.leading]
    direct = {id(text) for member in members for text in member[1]}
    top = min(member[0].box.y0 for member in members)
    row = [text for text in row if id(text) in direct or _free_above(text, top, blocks)]
    row.sort(key=lambda text: text.box.x0)
    for part in _runs(row, members, rules, level):
        mine = [member for member in members if any(text in part for text in member[1])]
        if mine:
            _deal(mine, part, measure)


def _free_above(text: _Text, top: float, blocks: Sequence[Block]) -> bool:
    """Whether nothing stands over a text as high up as the headlines' top."""
    gap = Box(text.box.x0, top, text.box.x1, text.box.y0)
    return not any(block is not text and _covers(block.box, gap) for block in blocks)


def _runs(row: Sequence[_Text], members: Sequence[_Member], rules: Sequence[Box], level: float) -> list[list[_Text]]:
    """Neighbours of a row that no upright rule, and no whole other thing, parts."""
    runs: list[list[_Text]] = []
    for text in row:
        if runs and not _ruled_off(runs[-1][-1].box, text.box, members, rules, level):
            runs[-1].append(text)
        else:
            runs.append([text])
    return runs


def _ruled_off(left: Box, right: Box, members: Sequence[_Member], rules: Sequence[Box], level: float) -> bool:
    """Whether a rule that reaches up beside the headlines stands between two columns."""
    top = min(member[0].box.y1 for member in members)
    for rule in rules:
        between = left.x1 - 2 <= (rule.x0 + rule.x1) / 2 <= right.x0 + 2
        if rule.height > rule.width and between and rule.y0 < top and rule.y1 > level:
            return not any(member[0].box.x0 < rule.x0 < member[0].box.x1 for member in members)
    return False


def _deal(members: Sequence[_Member], row: Sequence[_Text], measure: Measure) -> None:
    """The way of parting a row among its headlines that centres each best over its share.

    A reach goes down into the texts' first lines, so that no cut parts a headline from its text.
    """
    if len(members) > len(row) or len(row) > _MOST:
        return
    best: tuple[float, tuple[int, ...]] | None = None
    for cuts in combinations(range(1, len(row)), len(members) - 1):
        edges = (0, *cuts, len(row))
        cost = sum(_cost(member, row[edges[at] : edges[at + 1]], measure) for at, member in enumerate(members))
        if best is None or cost < best[0]:
            best = cost, edges
    for at, (head, _, _) in enumerate(members):
        share = row[best[1][at] : best[1][at + 1]] if best else ()
        foot = max(head.box.y1, min((text.box.y0 for text in share), default=head.box.y1) + 0.5 * measure.size)
        head.reach = union([head.box, *(Box(text.box.x0, head.box.y0, text.box.x1, foot) for text in share)])


def _cost(member: _Member, share: Sequence[_Text], measure: Measure) -> float:
    """How badly a headline stands over columns: off their middle (or their left edge), beyond their ends, over half a paragraph."""
    box, left, right = member[0].box, share[0].box.x0, share[-1].box.x1
    off = min(abs((box.x0 + box.x1) - (left + right)) / 2, abs(box.x0 - left) + _ASIDE * measure.size)
    beyond = max(0.0, left - box.x0) + max(0.0, box.x1 - right)
    missed = sum(text not in share for text in member[1])
    first = share[0]
    inside = isinstance(first, Column) and len(first.lines) > 2 and first.lines[0].box.x0 - first.box.x0 < 0.8 * measure.size
    return off + beyond + measure.size * _MID_SENTENCE * inside + 4 * measure.size * missed
