"""The sample newspapers: three invented papers of an invented province, 2013 to 2024, their sites and the truth about them.

`calendar` and `issue` are the truth; `respond` and `serve` are the sites; `articles` makes any number for benchmarks;
`divisions` are the places.
"""

from scrapers.sample.bulk import articles
from scrapers.sample.dates import calendar, lost, mislabelled
from scrapers.sample.drafts import Draft, Line, PrintedArticle, PrintedPage, SampleIssue
from scrapers.sample.faults import Fault
from scrapers.sample.issues import issue
from scrapers.sample.redesign import Redesign
from scrapers.sample.respond import Reply, respond
from scrapers.sample.server import Running, serve
from scrapers.sample.world import divisions

#: The codes of the sample newspapers.
PAPERS = ("ljrb", "cpwb", "hcrb")

__all__ = [
    "PAPERS",
    "Draft",
    "Fault",
    "Line",
    "PrintedArticle",
    "PrintedPage",
    "Redesign",
    "Reply",
    "Running",
    "SampleIssue",
    "articles",
    "calendar",
    "divisions",
    "issue",
    "lost",
    "mislabelled",
    "respond",
    "serve",
]
