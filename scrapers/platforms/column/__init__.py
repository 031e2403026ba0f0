"""Ordinary news columns of a site: list pages, feeds and sitemaps, for papers whose pages belong to no family of e-papers."""
