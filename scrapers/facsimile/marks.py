"""Where an article stands on its page, as polygons in parts of the page's width and height.

Areas of HTML articles are polygons of the map on their layout page, in pixels of the picture the map lies on; as a rule that picture is a
smaller one of the page, so they are brought to parts of its width and height first.
"""

import re
from collections.abc import Iterable, Sequence

from articles.model import Area

_IMG = re.compile(r"<img\b[^<>]{0,2000}>", re.IGNORECASE)
_SIDE = re.compile(r"""\b(width|height)\s*=\s*["']?\s*(\d{1,5})(?:px)?["'\s/>]""", re.IGNORECASE)

#: Corners (x, y) as parts of the page's width and height, from its upper left.
Polygon = tuple[tuple[float, float], ...]


def boxes(areas: Iterable[Area], page: int) -> tuple[Polygon, ...]:
    """The areas of an article read from a PDF that lie on one of its pages."""
    return tuple(((a.x0, a.y0), (a.x1, a.y0), (a.x1, a.y1), (a.x0, a.y1)) for a in areas if a.page == page)


def scaled(areas: Iterable[Sequence[float]], size: tuple[float, float]) -> tuple[Polygon, ...]:
    """Polygons (x, y, x, y …) in pixels of a picture of that size; two corners are those of a rectangle, fewer nothing."""
    found = []
    for area in areas:
        corners = list(zip(area[::2], area[1::2], strict=False))
        if len(corners) == 2:
            (x0, y0), (x1, y1) = corners
            corners = [(x0, y0), (x1, y0), (x1, y1), (x0, y1)]
        if len(corners) > 2:
            found.append(tuple((min(max(x / size[0], 0.0), 1.0), min(max(y / size[1], 0.0), 1.0)) for x, y in corners))
    return tuple(found)


def map_size(text: str, areas: Iterable[Sequence[float]]) -> tuple[tuple[float, float], bool] | None:
    """The size of the picture a layout page's map lies on, and whether the page says it.

    Where it does not, it is judged by all areas of the page: they reach as near to the right and lower edge as to the left and upper one.
    None where there is no area.
    """
    for tag in _IMG.findall(text):
        sides = {name.lower(): float(value) for name, value in _SIDE.findall(tag)} if "usemap" in tag.lower() else {}
        if sides.get("width", 0) > 50 and sides.get("height", 0) > 50:
            return (sides["width"], sides["height"]), True
    xs = [x for area in areas for x in area[::2]]
    ys = [y for area in areas for y in area[1::2]]
    if not xs or not ys or max(xs) <= 0 or max(ys) <= 0:
        return None
    return (max(xs) + max(min(xs), 0.0), max(ys) + max(min(ys), 0.0)), False
