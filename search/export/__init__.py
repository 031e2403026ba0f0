"""Export: the hits of a search, chosen articles or series as files, and citations.

`Heads(search, day, lang)` makes the head of a file, `found` and `chosen` give its articles, `written` the bytes; `in_place` puts a file
where it belongs in one step; `citation` is an article's citation in a style. `series_written`
writes series over years.
"""

from search.export.figures import SERIES_FORMATS as SERIES_FORMATS
from search.export.figures import series_written as series_written
from search.export.gathering import chosen as chosen
from search.export.gathering import found as found
from search.export.gathering import standing as standing
from search.export.heads import Heads as Heads
from search.export.model import FORMATS as FORMATS
from search.export.model import MEDIA as MEDIA
from search.export.model import Format as Format
from search.export.model import Head as Head
from search.export.model import Item as Item
from search.export.model import suffix as suffix
from search.export.references import citation as citation
from search.export.writing import in_place as in_place
from search.export.writing import written as written
