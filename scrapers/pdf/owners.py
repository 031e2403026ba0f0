"""Which headline of a part of the page each text belongs to, and in which order an article's texts are read."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field

from scrapers.pdf.blocks import Block, Boxed, Column, Head, Measure, Table
from scrapers.pdf.cuts import Cutting, gaps, parts
from scrapers.pdf.glyphs import Box

Text = Column | Table


@dataclass(eq=False)
class Piece:
    """A headline and its texts in reading order; `boxed`: from inside a frame. Without a headline: texts none stands over."""

    head: Head | None
    texts: list[Text] = field(default_factory=list)
    boxed: bool = False


def pieces(blocks: Sequence[Block], cutting: Cutting, *, boxed: bool = False) -> list[Piece]:
    """Everything on the page (or in a box) as pieces in reading order."""
    found: list[Piece] = []
    for part in parts(blocks, cutting):
        found += _part(part, cutting, boxed=boxed)
    return found


def _part(part: Sequence[Block], cutting: Cutting, *, boxed: bool) -> list[Piece]:
    inner = [block for block in part if isinstance(block, Boxed)]
    outer = [block for block in part if not isinstance(block, Boxed)]
    found = _dealt(outer, cutting.measure, boxed=boxed)
    for box in inner:
        made = pieces(box.inside, cutting, boxed=True)
        at = next((at for at, piece in enumerate(found) if _before(box.box, piece)), len(found))
        found[at:at] = made
    return found


def _before(box: Box, piece: Piece) -> bool:
    first = piece.head.box if piece.head else piece.texts[0].box
    return box.y1 <= first.y0 or (box.x1 <= first.x0 and box.beside(first) > 0)


def _dealt(blocks: Sequence[Block], measure: Measure, *, boxed: bool) -> list[Piece]:
    """The pieces of a part: each text under its headline."""
    heads = [block for block in blocks if isinstance(block, Head)]
    texts = [block for block in blocks if isinstance(block, Column | Table)]
    if not heads:
        return [Piece(None, _ordered(texts, measure), boxed)] if texts else []
    heads.sort(key=lambda head: (head.level == "section", head.box.y0 if not head.vertical else head.box.y0 - measure.leading, head.box.x0))
    found = {id(head): Piece(head, [], boxed) for head in heads}
    loose = Piece(None, [], boxed)
    owners: dict[int, Head | None] = {}
    around = _Around(heads, texts, measure)
    for text in sorted(texts, key=lambda text: (text.box.x0, text.box.y0)):
        owners[id(text)] = _owner(text, heads, around, owners, measure)
    for text in texts:
        head = owners[id(text)]
        (found[id(head)] if head else loose).texts.append(text)
    made = [loose] if loose.texts else []
    made += sorted(found.values(), key=lambda piece: _place(piece, measure))
    for piece in made:
        piece.texts = _ordered(piece.texts, measure)
    return made


def _place(piece: Piece, measure: Measure) -> tuple[float, float]:
    box = piece.head.reach if piece.head else piece.texts[0].box
    return round(box.y0 / (3 * measure.leading)), box.x0


def _owner(text: Text, heads: Sequence[Head], around: "_Around", owners: dict[int, Head | None], measure: Measure) -> Head | None:
    """The headline over a text, or that of the text over it, or that of the column to its left; the only one there is."""
    if len(heads) == 1:
        head = heads[0]
        return head if head.vertical or text.box.y1 > head.box.y0 else None
    above = around.above(text)
    if isinstance(above, Head):
        return above
    if above is not None and id(above) in owners and text.box.y0 - above.box.y1 < 3 * measure.leading:
        return owners[id(above)]
    beside = around.left(text)
    if isinstance(beside, Head):
        return beside
    if beside is not None:
        return owners.get(id(beside))
    return (owners.get(id(above)) if above is not None else None) or _over(text, heads)


def _over(text: Text, heads: Sequence[Head]) -> Head | None:
    """The lowest title somewhere over a text that nothing else claims."""
    over = [head for head in heads if head.level == "title" and head.box.y1 <= text.box.y0 + 1]
    return max(over, key=lambda head: head.box.y1, default=None)


class _Around:
    """The headlines and texts of a part, in the order in which a text looks for its neighbours: the nearest first."""

    def __init__(self, heads: Sequence[Head], texts: Sequence[Text], measure: Measure) -> None:
        self._level = [head for head in heads if not head.vertical]
        self._slack = 0.6 * measure.size
        self._over = sorted(texts, key=lambda text: -text.box.y1)
        self._feet = [-text.box.y1 for text in self._over]
        beside: list[Head | Text] = [*texts, *(head for head in heads if head.vertical)]
        self._left = sorted(beside, key=lambda other: -other.box.x1)
        self._edges = [-other.box.x1 for other in self._left]

    def above(self, text: Text) -> Head | Text | None:
        """The nearest thing over a text."""
        limit = text.box.y0 + self._slack
        best: Head | None = None
        for head in self._level:
            if head.reach.y1 <= limit and (best is None or head.reach.y1 > best.box.y1) and _stands_over(head.reach, text.box):
                best = head
        for at in range(bisect_left(self._feet, -limit), len(self._over)):
            other = self._over[at]
            if best is not None and other.box.y1 <= best.box.y1:
                break
            if other is not text and _stands_over(other.box, text.box):
                return other
        return best

    def left(self, text: Text) -> Head | Text | None:
        """The nearest column, or vertical headline, left of a text and level with it."""
        best: Head | Text | None = None
        for at in range(bisect_left(self._edges, -(text.box.x0 + 1)), len(self._left)):
            other = self._left[at]
            if best is not None and other.box.x1 < best.box.x1:
                break
            if other is text or other.box.beside(text.box) <= 0:
                continue
            if best is None or abs(other.box.y0 - text.box.y0) < abs(best.box.y0 - text.box.y0):
                best = other
        return best


def _stands_over(box: Box, under: Box) -> bool:
    return box.over(under) > 0.3 * min(box.width, under.width)


def _ordered(texts: Sequence[Text], measure: Measure) -> list[Text]:
    """An article's texts: columns from the left; what goes over several columns parts those above from those below."""
    if len(texts) < 2:
        return list(texts)
    for level in (False, True):
        groups = gaps(texts, level=level, slack=0.5 * measure.size)
        if len(groups) > 1:
            return [text for group in groups for text in _ordered([one for one in group if isinstance(one, Column | Table)], measure)]
    return sorted(texts, key=lambda text: (text.box.x0, text.box.y0))
