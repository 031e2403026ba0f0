"""Broken text repaired: copies of overprinted text removed, lines joined to paragraphs, headings and sections put in order.

Every step is a pure function and is logged, so that the printed text can be made again from the result and the log.
"""

from articles.repair.doubled import OVERPRINT, undouble
from articles.repair.furniture import FURNITURE
from articles.repair.links import Fragment
from articles.repair.log import Edit, Repaired, rebuild, replay
from articles.repair.order import Placed, attach, chain
from articles.repair.page import Page, restore

#: Every rule a log names.
RULES = (*OVERPRINT, *FURNITURE, "spaces", "line_break", "white_space", "order")

__all__ = ["RULES", "Edit", "Fragment", "Page", "Placed", "Repaired", "attach", "chain", "rebuild", "replay", "restore", "undouble"]
