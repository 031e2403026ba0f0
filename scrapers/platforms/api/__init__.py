"""Families whose pages are replies of an interface, in JSON (reference, B.5 G)."""
