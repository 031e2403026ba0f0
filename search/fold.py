"""Printings of one text among the hits of a page: the first stays, the others are named with it."""

from collections.abc import Iterable
from dataclasses import replace

from search.question import Folded, Found


def folded(hits: Iterable[Found]) -> tuple[Found, ...]:
    """The hits, those of one cluster as one: the first of them, which names the others in their order."""
    kept: dict[str, Found] = {}
    for hit in hits:
        key = hit.cluster or hit.id
        first = kept.get(key)
        kept[key] = hit if first is None else replace(first, folded=(*first.folded, Folded(hit.id, hit.citation)))
    return tuple(kept.values())
