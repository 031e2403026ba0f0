"""Boxes on a page: stroked rectangles, and rectangles put together from ruling lines."""

from collections.abc import Iterator, Sequence

from scrapers.pdf.glyphs import Box, PdfPage

#: Corners meet within so many points.
_MEET = 3.0
#: A frame around (nearly) the whole page parts nothing.
_WHOLE = 0.85
#: More rules than any page has in boxes: what is above is a drawing.
_MOST = 400


def frames(page: PdfPage, least: float) -> list[Box]:
    """Boxes at least `least` points wide and high, the smaller ones first."""
    found = [box for box in (*page.frames, *_ruled(page.rules)) if box.width >= least and box.height >= least]
    area = page.width * page.height
    kept: list[Box] = []
    for box in sorted(found, key=lambda box: box.width * box.height):
        whole = box.width * box.height > _WHOLE * area
        if not whole and not any(_alike(box, other) for other in kept):
            kept.append(box)
    return kept


def _alike(box: Box, other: Box) -> bool:
    return all(abs(one - two) <= 2 * _MEET for one, two in zip(box, other, strict=True))


def _ruled(rules: Sequence[Box]) -> Iterator[Box]:
    """Rectangles of two level and two upright rules that meet at their corners."""
    level = sorted((rule for rule in rules if rule.width > rule.height), key=lambda rule: rule.y0)[:_MOST]
    upright = [rule for rule in rules if rule.height > rule.width][:_MOST]
    for at, top in enumerate(level):
        for foot in level[at + 1 :]:
            if abs(top.x0 - foot.x0) > _MEET or abs(top.x1 - foot.x1) > _MEET or foot.y0 - top.y0 < 4 * _MEET:
                continue
            sides = [rule for rule in upright if abs(rule.y0 - top.y0) <= _MEET and abs(rule.y1 - foot.y1) <= _MEET]
            if any(abs(rule.x0 - top.x0) <= _MEET for rule in sides) and any(abs(rule.x1 - top.x1) <= _MEET for rule in sides):
                yield Box(top.x0, top.y0, top.x1, foot.y1)
