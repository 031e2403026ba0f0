"""Damaged texts with known truth: the documents, the damage, the fixed set and the stress strings."""
