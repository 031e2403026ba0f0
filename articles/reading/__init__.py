"""Reading out of an article what it says of itself: who wrote it, where it came from, what kind of piece it is."""

from articles.reading.bylines import bylines
from articles.reading.dateline import dateline
from articles.reading.kinds import kind

__all__ = ["bylines", "dateline", "kind"]
