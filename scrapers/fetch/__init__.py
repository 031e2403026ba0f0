"""Fetching addresses plainly and safely: a `Fetcher` for each lane. Politeness (waits, lanes) is the ledger's."""

from scrapers.fetch.fetcher import Caps as Caps
from scrapers.fetch.fetcher import Fetcher as Fetcher
