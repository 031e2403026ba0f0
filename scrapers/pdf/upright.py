"""Vertical headlines: big glyphs one under the other. And text on turned baselines."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence

from scrapers.pdf.glyphs import Box, Glyph, union
from scrapers.pdf.lines import Line, made

#: A vertical headline has at least so many glyphs, this much bigger than the body (tune half: 2.6 and more; papers print less).
_FEWEST, _BIGGER = 3, 1.5
#: Its glyphs stand under each other within this part of an em, and follow after no more than this many em.
_ASIDE, _STEP = 0.25, 1.7


def take_vertical(glyphs: Sequence[Glyph], body: float) -> tuple[list[Line], list[Glyph]]:
    """Vertical headlines, and the glyphs that belong to none."""
    big = sorted((glyph for glyph in glyphs if glyph.size >= _BIGGER * body), key=lambda glyph: (glyph.y, glyph.x))
    placed = _Placed(big)
    lonely = [glyph for glyph in big if not placed.beside(glyph)]
    found: list[Line] = []
    taken: set[int] = set()
    for stack in _stacks(lonely):
        found.append(_standing(stack))
        taken.update(map(id, stack))
    return found, [glyph for glyph in glyphs if id(glyph) not in taken]


class _Placed:
    """Glyphs by baseline, by beginning and by end: a damaged page may have thousands of big ones on one line, or at one edge."""

    def __init__(self, glyphs: Sequence[Glyph]) -> None:
        self._level = _Sorted(glyphs, lambda glyph: glyph.y)
        self._begins = _Sorted(glyphs, lambda glyph: glyph.x)
        self._ends = _Sorted(glyphs, lambda glyph: glyph.end)

    def beside(self, glyph: Glyph) -> bool:
        """Whether a glyph of its size stands right beside one on its baseline."""
        reach, aside = 0.4 * glyph.size, 0.3 * glyph.size
        level = self._level.within(glyph.y, aside)
        touching = self._begins.within(glyph.end, reach), self._ends.within(glyph.x, reach)
        return any(
            other is not glyph
            and abs(other.y - glyph.y) < aside
            and 0.7 < other.size / glyph.size < 1.4
            and (abs(other.x - glyph.end) < reach or abs(glyph.x - other.end) < reach)
            for some in (touching if len(touching[0]) + len(touching[1]) < len(level) else (level,))
            for other in some
        )


class _Sorted:
    """Glyphs in the order of a number each has."""

    def __init__(self, glyphs: Sequence[Glyph], number: Callable[[Glyph], float]) -> None:
        self._glyphs = sorted(glyphs, key=number)
        self._numbers = [number(glyph) for glyph in self._glyphs]

    def within(self, number: float, reach: float) -> Sequence[Glyph]:
        """Those no further than that from a number."""
        return self._glyphs[bisect_left(self._numbers, number - reach) : bisect_right(self._numbers, number + reach)]


def _stacks(glyphs: Sequence[Glyph]) -> Iterator[list[Glyph]]:
    stacks: list[list[Glyph]] = []
    for glyph in glyphs:
        for stack in stacks:
            last = stack[-1]
            middle, other = (last.x + last.end) / 2, (glyph.x + glyph.end) / 2
            under = 0.5 * glyph.size < glyph.y - last.y < _STEP * glyph.size
            if under and abs(middle - other) < _ASIDE * glyph.size and 0.8 < last.size / glyph.size < 1.25:
                stack.append(glyph)
                break
        else:
            stacks.append([glyph])
    yield from (stack for stack in stacks if len(stack) >= _FEWEST)


def _standing(stack: Sequence[Glyph]) -> Line:
    size = sum(glyph.size for glyph in stack) / len(stack)
    box = union([Box(glyph.x, glyph.y - 0.88 * glyph.size, glyph.end, glyph.y + 0.12 * glyph.size) for glyph in stack])
    return Line("".join(glyph.text for glyph in stack), box, box.y1, size, stack[0].font, vertical=True)


def turned(glyphs: Sequence[Glyph]) -> list[Line]:
    """Lines of glyphs whose baseline is not level, each group in the order of its baseline; their boxes are those of their origins."""
    groups: dict[tuple[int, int, int], list[Glyph]] = defaultdict(list)
    for glyph in glyphs:
        across = glyph.x if abs(glyph.angle) in (90, 270) else glyph.y
        groups[glyph.angle, round(across / max(glyph.size, 1.0)), round(glyph.size)].append(glyph)
    return [_turned(group, angle) for (angle, _, _), group in groups.items()]


def _turned(group: list[Glyph], angle: int) -> Line:
    def along(glyph: Glyph) -> float:
        return -glyph.y if angle in (90, -270) else glyph.y if angle in (-90, 270) else -glyph.x if abs(angle) == 180 else glyph.x

    group.sort(key=along)
    level = [
        Glyph(one.text, along(one), 0.0, along(one) + one.size * (0.5 if one.text.isascii() else 1.0), one.size, one.font, 0)
        for one in group
    ]
    flat = made(level)
    box = union([Box(one.x, one.y - one.size, one.x + one.size, one.y) for one in group])
    return Line(flat.text, box, box.y1, flat.size, flat.font)
