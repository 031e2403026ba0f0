"""Which figures are the same quantity in other years: the key a series is made by, and the rule that gave it."""

from articles.reading.series.keys import Key, Keyed, Loose, keyed
from articles.reading.series.named import Quantity, quantities
from articles.reading.series.values import Told, converted, differ, told

__all__ = ["Key", "Keyed", "Loose", "Quantity", "Told", "converted", "differ", "keyed", "quantities", "told"]
