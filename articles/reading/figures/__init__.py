"""Figures: the quantitative claims of a text, each with value, unit, what it counts, status and sentence."""

from articles.reading.figures.find import MOST, figures

__all__ = ["MOST", "figures"]
