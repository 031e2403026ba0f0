"""Making articles findable."""
