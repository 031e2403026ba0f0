"""What is like an article: other printings of its text, the cluster they form, and passages it shares with other articles.

Nothing about it is kept but the fingerprints of each text: what is alike is found from what the live generation holds when it is asked.
So it does not matter in which order articles came, no article changes when another one comes, and both engines answer alike.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from articles.errors import GenerationBroken
from articles.exchange import from_json, to_json
from articles.likeness import Kept, Likeness, Passage, compare, fingerprints, passages, sample
from articles.model import Article
from indexing import Request, Response, fold
from indexing.engines.protocol import AtLeast, Clause, Everything, Hit, OneOf, Without
from search.index import Index

#: Part of a text's sample that another printing of it holds: the worst of 3,000 texts of which half was printed holds 0.22.
_LEAST_SHARE, _LEAST = 0.12, 2
#: Candidates compared with a text; those that share more, and rarer, fingerprints come first.
_CANDIDATES = 16
#: Different texts of one cluster that are followed: more are printed on purpose, day after day.
_MOST_TEXTS = 100
#: Fingerprints asked for at once, and at most: those of ten thousand characters.
_CHUNK, _MOST_PRINTS = 500, 2_000
#: Articles looked through for passages.
_LENDERS = 60
_EVERYTHING = Everything()


@dataclass(frozen=True, slots=True)
class Printed:
    """An article and its text as likeness sees it."""

    article: Article
    kept: Kept

    @classmethod
    def of(cls, article: Article) -> "Printed":
        """An article with its text."""
        return cls(article, Kept(fold(article.text)))


@dataclass(frozen=True, slots=True)
class Reprint:
    """Another printing of a text, and how alike the two are."""

    article: Article
    likeness: Likeness


@dataclass(frozen=True, slots=True)
class Borrowing:
    """An article that shares passages with another: spans of the one asked about first, the longest passage first."""

    article: Article
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class Alike:
    """What is like an article: its cluster (None where its text was printed once), other printings, borrowed passages."""

    article: Article
    cluster: str | None
    reprints: tuple[Reprint, ...]
    borrowings: tuple[Borrowing, ...]


@dataclass(frozen=True, slots=True)
class Cluster:
    """Printings of one text: the id of the first printed, which names it, and the texts' contents."""

    id: str
    contents: tuple[str, ...]


class Similar:
    """Finds what is like an article; any number of threads may ask. EngineUnavailable, GenerationBroken."""

    def __init__(self, index: Index) -> None:
        self._index = index

    def cluster(self, article: Article) -> str | None:
        """The id of an article's cluster: that of its representative, the first printed; None where its text was printed once."""
        found = self._cluster(Printed.of(article))
        return found.id if found else None

    def with_cluster(self, stored: bytes) -> bytes:
        """A stored article as it is served: with its cluster."""
        article = from_json(stored)
        cluster = self.cluster(article)
        return to_json(replace(article, cluster=cluster)).encode() if cluster else stored

    def alike(self, article: Article, limit: int) -> Alike:
        """Up to `limit` other printings of an article that is held, and up to `limit` articles it shares passages with.

        GenerationBroken where the live generation is older than likeness.
        """
        asked = Printed.of(article)
        self._check(asked)
        cluster = self._cluster(asked)
        printings = self._printings(asked, cluster)
        reprints = tuple(Reprint(one.article, compare(asked.kept, one.kept)) for one in printings[:limit])
        lenders = tuple(self._borrowings(asked, {one.article.id for one in printings}))
        return Alike(article, cluster.id if cluster else None, reprints, lenders[:limit])

    def near(self, asked: Printed) -> list[Printed]:
        """Articles whose text is the same as the text asked about, itself among them where it is held."""
        found = self._candidates(asked.kept)
        if sum(one.kept.content == asked.kept.content for one in found) > _CANDIDATES // 2:
            found += self._candidates(asked.kept, Without(Everything(), OneOf("content", (asked.kept.content,))))
        return [one for one in found if compare(asked.kept, one.kept).same]

    def _cluster(self, asked: Printed) -> Cluster | None:
        """All texts that are the same as one that is the same …, and the first printed of them."""
        if not asked.kept.content:
            return None
        contents, waiting, ids = {asked.kept.content: asked}, [asked], {asked.article.id}
        while waiting:
            for one in self.near(waiting.pop()):
                ids.add(one.article.id)
                if one.kept.content not in contents and len(contents) < _MOST_TEXTS:
                    contents[one.kept.content] = one
                    waiting.append(one)
        if len(ids) == 1:
            return None
        named = tuple(sorted(contents))
        first = self._index.ask(Request(OneOf("content", named), sort="date", limit=1)).hits
        return Cluster(first[0].id, named) if first else None

    def _candidates(self, kept: Kept, among: Clause = _EVERYTHING) -> list[Printed]:
        """Articles that may be printings of a text, the likeliest first."""
        clause: Clause = OneOf("content", (kept.content,))
        prints = sample(fingerprints(kept.units))
        if len(prints) >= _LEAST:
            clause = AtLeast("fingerprints", prints, max(_LEAST, round(_LEAST_SHARE * len(prints))))
        return list(map(_printed, self._index.ask(Request(clause, among, limit=_CANDIDATES)).hits))

    def _printings(self, asked: Printed, cluster: Cluster | None) -> list[Printed]:
        """The other articles of a cluster, by date."""
        if cluster is None:
            return []
        response = self._index.ask(Request(OneOf("content", cluster.contents), sort="date", limit=_MOST_TEXTS * 10))
        return [_printed(hit) for hit in response.hits if hit.id != asked.article.id]

    def _borrowings(self, asked: Printed, others: set[str]) -> list[Borrowing]:
        """Articles that are no printings of the text and share passages with it, the one with the longest passage first."""
        found = dict[str, Hit]()
        prints = sorted(fingerprints(asked.kept.units)[:_MOST_PRINTS])
        excluded = OneOf("id", (asked.article.id, *sorted(others)[:1000]))
        for start in range(0, len(prints), _CHUNK):
            clause = AtLeast("fingerprints", tuple(prints[start : start + _CHUNK]), 1)
            response = self._index.ask(Request(clause, Without(Everything(), excluded), limit=_LENDERS))
            found |= {hit.id: hit for hit in response.hits}
        lenders = [Borrowing(one.article, passages(asked.kept, one.kept)) for one in map(_printed, found.values())]
        return sorted((one for one in lenders if one.passages), key=_rank)

    def _check(self, asked: Printed) -> None:
        """GenerationBroken where the article is not found by its own text."""
        held: Response = self._index.ask(Request(OneOf("content", (asked.kept.content,)), limit=0))
        if asked.kept.content and not held.total:
            raise GenerationBroken("engine_no_fingerprints", id=asked.article.id)


def _printed(hit: Hit) -> Printed:
    return Printed.of(from_json(hit.article))


def _rank(one: Borrowing) -> tuple[int, str]:
    longest: Sequence[Passage] = one.passages[:1]
    return -sum(passage.end - passage.start for passage in longest), one.article.id
