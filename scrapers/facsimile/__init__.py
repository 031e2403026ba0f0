"""A page as it was printed, with an article's areas marked."""

from scrapers.facsimile.drawing import WIDTH, Drawn, draw
from scrapers.facsimile.marks import Polygon, boxes, map_size, scaled

__all__ = ["WIDTH", "Drawn", "Polygon", "boxes", "draw", "map_size", "scaled"]
