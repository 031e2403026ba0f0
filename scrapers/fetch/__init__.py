"""Fetching addresses plainly and safely: a `Fetcher` for each lane. Politeness (waits, lanes, robots, budgets) is the ledger's."""

from scrapers.fetch.addresses import Allowed as Allowed
from scrapers.fetch.addresses import check_address as check_address
from scrapers.fetch.fetcher import Caps as Caps
from scrapers.fetch.fetcher import Fetcher as Fetcher
from scrapers.fetch.posting import Poster as Poster
from scrapers.fetch.proxies import check_proxy as check_proxy
from scrapers.fetch.redirects import Moved as Moved
from scrapers.fetch.robots import ROBOTS_CAP as ROBOTS_CAP
from scrapers.fetch.robots import Rules as Rules
from scrapers.fetch.robots import origin_of as origin_of
