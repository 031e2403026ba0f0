"""Reading out of an article what it says of itself: who wrote it, what kind of piece it is, whose, of where and when."""

from articles.reading.bylines import bylines
from articles.reading.dateline import dateline
from articles.reading.divisions import Divisions
from articles.reading.piece import Basis, Finding, Piece
from articles.reading.promises import promises
from articles.reading.reader import Reading, read, title_kind
from articles.reading.structure import outline, parts
from articles.reading.terms import candidates, ranked, slogans

__all__ = [
    "Basis",
    "Divisions",
    "Finding",
    "Piece",
    "Reading",
    "bylines",
    "candidates",
    "dateline",
    "outline",
    "parts",
    "promises",
    "ranked",
    "read",
    "slogans",
    "title_kind",
]
