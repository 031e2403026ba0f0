"""Looking at a site nobody knows yet: which family its pages are of, where its issues are, a draft of the paper's file."""

from scrapers.probing.draft import draft
from scrapers.probing.looks import Look, Trace, likely, looked, looks, traces
from scrapers.probing.walk import Probe, Seen, probe

__all__ = ["Look", "Probe", "Seen", "Trace", "draft", "likely", "looked", "looks", "probe", "traces"]
