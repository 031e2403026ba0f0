"""What is like an article: other printings of its text, the cluster they form, and passages it shares with other articles."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from articles.errors import GenerationBroken
from articles.likeness import Likeness, Passage, compare, fingerprints, passages
from articles.model import Article
from indexing import Request
from indexing.engines.protocol import AtLeast, Everything, Hit, OneOf, Without
from search.clusters import Clusters, Printed
from search.index import Index

#: Printings of one text that are listed.
_MOST_PRINTINGS = 1_000
#: Fingerprints asked for at once, and at most: those of ten thousand characters.
_CHUNK, _MOST_PRINTS = 500, 2_000
#: Articles looked through for passages.
_LENDERS = 60


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


class Similar:
    """Finds what is like an article; any number of threads may ask. EngineUnavailable, GenerationBroken."""

    def __init__(self, index: Index) -> None:
        self._index = index

    def clusters(self, articles: Iterable[Article]) -> list[str | None]:
        """The cluster of each: the id of its representative, the first printed; None where a text was printed once."""
        lookup, asked = Clusters(self._index), list(map(Printed.of, articles))
        lookup.look_up(one for one in asked if one.kept.content)
        found = map(lookup.of, asked)
        return [cluster.id if cluster else None for cluster in found]

    def with_cluster(self, article: Article) -> Article:
        """An article that is held, with the cluster it belongs to now."""
        (cluster,) = self.clusters([article])
        return replace(article, cluster=cluster)

    def alike(self, article: Article, limit: int) -> Alike:
        """Up to `limit` other printings of an article that is held, and up to `limit` articles it shares passages with.

        GenerationBroken where the live generation is older than likeness.
        """
        asked, lookup = Printed.of(article), Clusters(self._index)
        self._check(asked)
        cluster = lookup.of(asked)
        printings = lookup.printings(cluster.contents, _MOST_PRINTINGS) if cluster else []
        others = [one for one in printings if one.article.id != article.id]
        reprints = tuple(Reprint(one.article, compare(asked.kept, one.kept)) for one in others[:limit])
        lenders = self._borrowings(asked, lookup, [one.article.id for one in others])
        return Alike(article, cluster.id if cluster else None, reprints, tuple(lenders[:limit]))

    def _borrowings(self, asked: Printed, lookup: Clusters, others: Sequence[str]) -> list[Borrowing]:
        """Articles that are no printings of the text and share passages with it, the one with the longest passage first."""
        found = dict[str, Hit]()
        prints = fingerprints(asked.kept.units)[:_MOST_PRINTS]
        outside = Without(Everything(), OneOf("id", (asked.article.id, *others)))
        for start in range(0, len(prints), _CHUNK):
            clause = AtLeast("fingerprints", prints[start : start + _CHUNK], 1)
            found |= {hit.id: hit for hit in self._index.ask(Request(clause, outside, limit=_LENDERS)).hits}
        lenders = (Borrowing(one.article, passages(asked.kept, one.kept)) for one in map(lookup.read, found.values()))
        return sorted((one for one in lenders if one.passages), key=_rank)

    def _check(self, asked: Printed) -> None:
        """GenerationBroken where the article is not found by its own text."""
        content = asked.kept.content
        if content and not self._index.ask(Request(OneOf("content", (content,)), limit=0)).total:
            raise GenerationBroken("engine_no_fingerprints", id=asked.article.id)


def _rank(one: Borrowing) -> tuple[int, str]:
    return one.passages[0].start - one.passages[0].end, one.article.id
