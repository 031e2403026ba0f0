"""Zongshu: yearly accounts of public bodies, collected from newspapers and searchable by full text."""

__version__ = "0.1.0"
