"""Feeds of a search: what came in last, or was revised or withdrawn, first.

`newest(search, arrivals, question, most)` gathers the entries; `atom` and `json_feed` write them (RFC 4287, JSON Feed 1.1) under a `Head`.
"""

from search.feeds.atom import atom as atom
from search.feeds.gathering import newest as newest
from search.feeds.jsonfeed import json_feed as json_feed
from search.feeds.model import Entry as Entry
from search.feeds.model import Head as Head
