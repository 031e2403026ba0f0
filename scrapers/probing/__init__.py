"""Which family a page is of, and where its issues are; by a walk (`walk`), a site nobody knows yet, with a draft of its file (`draft`).

Those two are imported where a site is probed: what tells a family is part of every start.
"""

from scrapers.probing.looks import Look, Trace, likely, looked, looks, traces

__all__ = ["Look", "Trace", "likely", "looked", "looks", "traces"]
