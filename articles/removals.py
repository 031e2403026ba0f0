"""Articles taken away on request: what is kept of them, so that no later reading brings them back. Pure.

The text is not kept. A sketch is: the smallest of the hashes of its shingles, by which it is known again under whatever id and at whatever
address of its issue it turns up.
"""

import datetime as dt
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from articles.identity import apart, numbered, shingles
from articles.model import Article

#: Hashes of a sketch; the part of them two sketches share from which they are of one article, under its id or address, or elsewhere.
_SKETCH, _SAME, _ELSEWHERE = 64, 0.4, 0.6


@dataclass(frozen=True, slots=True)
class Removal:
    """An article that was removed: its id and issue, the address it was read from, when and why.

    `alone`: nothing else was read from that address; `record`: the record's payload was removed too; `revision`: the one that went.
    """

    id: str
    issue: str
    source: str
    revision: int
    at: dt.datetime
    reason: str
    sketch: tuple[str, ...]
    alone: bool = False
    record: bool = False


def sketch(article: Article) -> tuple[str, ...]:
    """What an article is known again by, without its text."""
    hashes = {hashlib.blake2b(shingle.encode(), digest_size=6).hexdigest() for shingle in shingles(article)}
    return tuple(sorted(hashes)[:_SKETCH])


def likeness(one: Sequence[str], other: Sequence[str]) -> float:
    """The part of all shingles of two articles that they share, estimated from their sketches."""
    both = sorted({*one, *other})[:_SKETCH]
    return len(set(one) & set(other) & set(both)) / len(both) if both else 0.0


def remaining(articles: Sequence[Article], removals: Sequence[Removal], key: str) -> list[Article]:
    """The articles of an issue that were not removed, none of them under the id of one that was."""
    if not removals:
        return list(articles)
    gone = {at for removal in removals for at in _removed(articles, removal)}
    return apart([one for at, one in enumerate(articles) if at not in gone], {removal.id for removal in removals}, key)


def _removed(articles: Sequence[Article], removal: Removal) -> set[int]:
    """All that is read from an address of which nothing else came; what has its number of the platform's; else what is most like it."""
    there = {at for at, one in enumerate(articles) if one.source.address == removal.source}
    same = {at for at, one in enumerate(articles) if one.id == removal.id and numbered(one.id)}
    if same or (there and removal.alone):
        return same | (there if removal.alone else set())
    rated = [(likeness(sketch(one), removal.sketch), one.id == removal.id, at in there, -at) for at, one in enumerate(articles)]
    share, by_id, in_place, at = max(rated, default=(0.0, False, False, 0))
    return {-at} if share >= (_SAME if by_id or in_place else _ELSEWHERE) else set()
