"""Getting pages and reading articles out of them."""

from scrapers.papers import Layout, Paper, papers

__all__ = ["Layout", "Paper", "papers"]
