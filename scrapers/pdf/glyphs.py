"""What geometry works on: the glyphs of a page, its ruling lines and pictures. Points, from the page's upper left corner, y downwards.

Any engine that fills a `PdfPage` will do; `scrapers.pdf.pdfium` is the one there is.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple


class Box(NamedTuple):
    """A rectangle: left, top, right, bottom."""

    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def width(self) -> float:
        """From left to right."""
        return self.x1 - self.x0

    @property
    def height(self) -> float:
        """From top to bottom."""
        return self.y1 - self.y0

    def holds(self, x: float, y: float) -> bool:
        """Whether the point lies inside."""
        return self.x0 <= x <= self.x1 and self.y0 <= y <= self.y1

    def over(self, other: "Box") -> float:
        """How far both overlap from left to right; negative: the gap between them."""
        return min(self.x1, other.x1) - max(self.x0, other.x0)

    def beside(self, other: "Box") -> float:
        """How far both overlap from top to bottom; negative: the gap between them."""
        return min(self.y1, other.y1) - max(self.y0, other.y0)

    def grown(self, by: float) -> "Box":
        """The rectangle with `by` more on every side."""
        return Box(self.x0 - by, self.y0 - by, self.x1 + by, self.y1 + by)


def union(boxes: "list[Box]") -> Box:
    """The least rectangle around others (at least one)."""
    return Box(min(b.x0 for b in boxes), min(b.y0 for b in boxes), max(b.x1 for b in boxes), max(b.y1 for b in boxes))


class Glyph(NamedTuple):
    """A printed character: where it begins (`x`, baseline `y`), `x` and its advance, its em in points, and a key of its font.

    `angle` is the direction of its baseline in whole degrees, anticlockwise; `spaced`: the page has a space before it.
    """

    text: str
    x: float
    y: float
    end: float
    size: float
    font: int
    angle: int
    spaced: bool = False


@dataclass(frozen=True, slots=True)
class PdfPage:
    """A page as an engine gives it; `rules` are thin, `frames` are stroked rectangles, `pictures` images and filled areas."""

    width: float
    height: float
    glyphs: list[Glyph]
    rules: list[Box]
    frames: list[Box]
    pictures: list[Box]
    #: Glyphs whose font says no character for them.
    unmapped: int = 0


def upright(page: PdfPage) -> PdfPage:
    """The page turned so that most of its text stands upright: some files hold pages on their side."""
    angles = Counter(glyph.angle % 360 for glyph in page.glyphs)
    angle, count = angles.most_common(1)[0] if angles else (0, 0)
    if angle not in (90, 180, 270) or count <= len(page.glyphs) / 2:
        return page
    wide, high = page.width, page.height
    turns: dict[int, tuple[float, float, Callable[[float, float], tuple[float, float]]]] = {
        90: (high, wide, lambda x, y: (high - y, x)),
        180: (wide, high, lambda x, y: (wide - x, high - y)),
        270: (high, wide, lambda x, y: (y, wide - x)),
    }
    width, height, turn = turns[angle]

    def glyph(one: Glyph) -> Glyph:
        x, y = turn(one.x, one.y)
        return one._replace(x=x, y=y, end=x + one.end - one.x, angle=(one.angle - angle) % 360)

    def box(one: Box) -> Box:
        (ax, ay), (bx, by) = turn(one.x0, one.y0), turn(one.x1, one.y1)
        return Box(min(ax, bx), min(ay, by), max(ax, bx), max(ay, by))

    rules, frames, pictures = ([box(one) for one in boxes] for boxes in (page.rules, page.frames, page.pictures))
    return PdfPage(width, height, [glyph(one) for one in page.glyphs], rules, frames, pictures, page.unmapped)
