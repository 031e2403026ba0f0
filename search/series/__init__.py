"""Series of figures: what bodies said of a quantity, year by year, each value with its sentence and citation.

`Figures(search).ask(FigureQuestion(…)) → FigureAnswer`; `series_data` and `figures_summary` are its wire form,
`csv_rows` and `csv_text` a table of it.
"""

from search.series.answer import Figures as Figures
from search.series.exchange import COLUMNS as COLUMNS
from search.series.exchange import csv_rows as csv_rows
from search.series.exchange import csv_text as csv_text
from search.series.exchange import figures_summary as figures_summary
from search.series.exchange import series_data as series_data
from search.series.model import MOST_SERIES as MOST_SERIES
from search.series.model import FigureAnswer as FigureAnswer
from search.series.model import FigureQuestion as FigureQuestion
from search.series.model import FiguresSummary as FiguresSummary
from search.series.model import Gap as Gap
from search.series.model import Point as Point
from search.series.model import Scanned as Scanned
from search.series.model import Series as Series
from search.series.model import Source as Source
from search.series.model import Unfit as Unfit
