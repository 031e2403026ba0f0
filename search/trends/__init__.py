"""Phrases over the years: how many accounts of each year hold them, of how many there are; where, where first, how far they spread.

`Trends(search).ask(TrendQuestion(…)) → TrendAnswer`; `trend_data` and `trends_summary` are its wire form, `csv_text` a table of it.
"""

from search.trends.answer import Trends as Trends
from search.trends.exchange import csv_text as csv_text
from search.trends.exchange import trend_data as trend_data
from search.trends.exchange import trends_summary as trends_summary
from search.trends.model import GROUPINGS as GROUPINGS
from search.trends.model import MOST_LINES as MOST_LINES
from search.trends.model import MOST_PHRASES as MOST_PHRASES
from search.trends.model import Grouping as Grouping
from search.trends.model import Line as Line
from search.trends.model import Seen as Seen
from search.trends.model import TrendAnswer as TrendAnswer
from search.trends.model import TrendPoint as TrendPoint
from search.trends.model import TrendQuestion as TrendQuestion
from search.trends.model import TrendsSummary as TrendsSummary
