"""Which article of a new reading is which of the old one: ids stay with the text, whatever a better reader does to its place."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import count

from articles.model import Article

#: Characters of a shingle; runs this long hardly recur by chance.
_SHINGLE = 8
#: Shared part (of all shingles of both) from which two readings are one article; (of the old one's) from which a lost id leads on.
_SAME, _LEADS = 0.3, 0.5
_POSITION = re.compile(r"(?P<stem>.*-p[^-]*-|files-[0-9a-f]{12}-)(?P<at>\d+)")


@dataclass(frozen=True, slots=True)
class Matched:
    """The new articles under the ids they keep, and where each lost id leads (None: nowhere)."""

    articles: tuple[Article, ...]
    redirects: Mapping[str, str | None]


def shingles(article: Article) -> frozenset[str]:
    """The runs of characters an article is told by, whatever its white space."""
    text = "".join(f"{article.title or ''}{article.text}".split())
    return frozenset(text[at : at + _SHINGLE] for at in range(max(1, len(text) - _SHINGLE + 1)))


def numbered(id_: str) -> bool:
    """Whether an id holds the platform's own number, not a position."""
    return not _POSITION.fullmatch(id_)


_Shared = Mapping[tuple[int, int], int]


def _shared(old: Sequence[frozenset[str]], new: Sequence[frozenset[str]]) -> _Shared:
    """How many shingles each old and new article share, for the pairs that share any."""
    where: dict[str, list[int]] = defaultdict(list)
    for at, shingles in enumerate(old):
        for shingle in shingles:
            where[shingle].append(at)
    shared: dict[tuple[int, int], int] = defaultdict(int)
    for at, shingles in enumerate(new):
        for shingle in shingles:
            for before in where.get(shingle, ()):
                shared[before, at] += 1
    return shared


def _pairs(old: Sequence[Article], new: Sequence[Article], shared: _Shared, sizes: tuple[list[int], list[int]]) -> list[tuple[int, int]]:
    """Pairs that are one article, the surest first; ties go to the same id, then to the order of the readings."""
    rated = []
    for (before, after), common in shared.items():
        score = common / (sizes[0][before] + sizes[1][after] - common)
        if score >= _SAME:
            rated.append((-score, old[before].id != new[after].id, before, after))
    return [(before, after) for _, _, before, after in sorted(rated)]


def _kept(old: Sequence[Article], new: Sequence[Article], pairs: Sequence[tuple[int, int]]) -> dict[int, int]:
    """New article → old one: by text, then by an id that is the platform's own number, not a position."""
    kept: dict[int, int] = {}
    taken: set[int] = set()
    by_number = {article.id: at for at, article in enumerate(old) if numbered(article.id)}
    by_id = [(by_number[article.id], at) for at, article in enumerate(new) if article.id in by_number]
    for before, after in [*pairs, *by_id]:
        if before not in taken and after not in kept:
            kept[after] = before
            taken.add(before)
    return kept


def _free(id_: str, taken: set[str]) -> str:
    """The id itself, or the next one of its kind that nobody has or had."""
    place = _POSITION.fullmatch(id_)
    others: Iterator[str] = (f"{place['stem']}{at}" for at in count(int(place["at"]) + 1)) if place else (f"{id_}-{at}" for at in count(2))
    return id_ if id_ not in taken else next(other for other in others if other not in taken)


def match(old: Sequence[Article], new: Sequence[Article]) -> Matched:
    """New articles under the ids of the old ones they share their text with; lost ids lead to the article that holds their text.

    Deterministic. An id that was lost is given to no other article.
    """
    before, after = [shingles(article) for article in old], [shingles(article) for article in new]
    shared = _shared(before, after)
    sizes = [len(shingles) for shingles in before], [len(shingles) for shingles in after]
    kept = _kept(old, new, _pairs(old, new, shared, sizes))
    taken = {article.id for article in old}
    ids: dict[int, str] = {at: old[kept[at]].id for at in kept}
    for at, article in enumerate(new):
        if at not in kept:
            ids[at] = _free(article.id, taken)
            taken.add(ids[at])
    redirects: dict[str, str | None] = {}
    for at in sorted(set(range(len(old))) - set(kept.values())):
        rated = [(common / sizes[0][at], -now) for (was, now), common in shared.items() if was == at]
        best = max(rated, default=(0.0, 0))
        redirects[old[at].id] = ids[-best[1]] if best[0] >= _LEADS else None
    return Matched(tuple(article if article.id == ids[at] else replace(article, id=ids[at]) for at, article in enumerate(new)), redirects)


def apart(articles: Sequence[Article], taken: Collection[str], key: str) -> list[Article]:
    """Articles under ids that no other issue's articles have: one whose id is `taken` gets the next free place of its page.

    In a file given (`key` is `files-…`) it gets its place in the file.
    """
    used = {*taken, *(one.id for one in articles)}
    found = []
    for at, one in enumerate(articles, 1):
        if one.id in taken:
            stem = f"{key}-" if key.startswith("files-") else f"{key}-p{one.page.number if one.page else '0'}-"
            first = at if key.startswith("files-") else 1
            id_ = next(id_ for number in count(first) if (id_ := f"{stem}{number}") not in used)
            used.add(id_)
            one = replace(one, id=id_)  # noqa: PLW2901
        found.append(one)
    return found
