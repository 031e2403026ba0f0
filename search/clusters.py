"""Which articles print the same text: found by fingerprints in the live generation, judged by comparing the texts.

Nothing is kept about it but the fingerprints of each text. So it does not matter in which order articles came, no article changes when
another one comes, and both engines answer alike.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from articles.exchange import from_json
from articles.likeness import Kept, compare, fingerprints, sample
from articles.model import Article
from indexing import Request, fold
from indexing.engines.protocol import AtLeast, Clause, Everything, Hit, OneOf, Without
from search.index import Index

#: Part of a text's sample that another printing of it holds at least: of 3,000 sample articles cut by half the worst held 0.22.
_LEAST_SHARE, _LEAST = 0.12, 2
#: Candidates compared with a text; those that share more, and rarer, fingerprints come first.
_CANDIDATES = 12
#: Different texts of one cluster that are followed.
_MOST_TEXTS = 100


@dataclass(frozen=True, slots=True)
class Printed:
    """An article and its text as likeness sees it."""

    article: Article
    kept: Kept

    @classmethod
    def of(cls, article: Article) -> "Printed":
        """An article with its text."""
        return cls(article, Kept(fold(article.text), fold(article.title or "")))


@dataclass(frozen=True, slots=True)
class Cluster:
    """Printings of one text: the id of the first printed, which names it, and the contents of all texts that are followed."""

    id: str
    contents: tuple[str, ...]


class Clusters:
    """Looks clusters up for one question: articles that come up again are not read again. EngineUnavailable, GenerationBroken."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._read: dict[str, Printed] = {}
        self._likely: dict[str, list[Printed]] = {}

    def look_up(self, asked: Iterable[Printed]) -> None:
        """Fetch the candidates of many texts at once."""
        kept = {one.kept.content: one.kept for one in asked if one.kept.content not in self._likely}
        answers = self._index.ask_all([_likely(one) for one in kept.values()]) if kept else []
        self._likely |= {content: list(map(self.read, answer.hits)) for content, answer in zip(kept, answers, strict=True)}

    def of(self, asked: Printed) -> Cluster | None:
        """All printings of a text, of what is a printing of one of them …; None where it was printed once."""
        if not asked.kept.content:
            return None
        ids, contents, waiting = {asked.article.id}, {asked.kept.content}, [asked]
        while waiting:
            for one in self.near(waiting.pop()):
                ids.add(one.article.id)
                if one.kept.content not in contents and len(contents) < _MOST_TEXTS:
                    contents.add(one.kept.content)
                    waiting.append(one)
        if len(ids) == 1:
            return None
        named = tuple(sorted(contents))
        return Cluster(self.printings(named, 1)[0].article.id, named)

    def near(self, asked: Printed) -> list[Printed]:
        """Articles whose text is the same as the text asked about, itself among them where it is held.

        Where copies of it leave little room for others, those are asked for apart.
        """
        self.look_up([asked])
        found = self._likely[asked.kept.content]
        if sum(one.kept.content == asked.kept.content for one in found) > _CANDIDATES // 2:
            others = Without(Everything(), OneOf("content", (asked.kept.content,)))
            found = [*found, *map(self.read, self._index.ask(replace(_likely(asked.kept), filter=others)).hits)]
        return [one for one in found if compare(asked.kept, one.kept).same]

    def printings(self, contents: tuple[str, ...], limit: int) -> list[Printed]:
        """Articles of those contents, by date and id."""
        return list(map(self.read, self._index.ask(Request(OneOf("content", contents), sort="date", limit=limit)).hits))

    def read(self, hit: Hit) -> Printed:
        """The article of a hit."""
        if hit.id not in self._read:
            self._read[hit.id] = Printed.of(from_json(hit.article))
        return self._read[hit.id]


def _likely(kept: Kept) -> Request:
    """The request for articles that may be printings of a text, the likeliest first."""
    clause: Clause = OneOf("content", (kept.content,))
    prints = sample(fingerprints(kept.units))
    if len(prints) >= _LEAST:
        clause = AtLeast("fingerprints", prints, max(_LEAST, round(_LEAST_SHARE * len(prints))))
    return Request(clause, limit=_CANDIDATES, counted=False)
