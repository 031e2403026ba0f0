"""The embedded engine: an index is a folder, one process writes it, any number of processes read it."""

from indexing.engines.tantivy.engine import TantivyEngine

__all__ = ["TantivyEngine"]
