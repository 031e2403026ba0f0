"""Fuzzers of everything that reads what others wrote: seeded, mutation-based, each case made anew from its number."""
