"""A batch of issues on its way into the index: their article files, as the ledger knows them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain

from articles.errors import DamagedArchive, Unreadable
from articles.model import Article
from indexing import Written
from storage.ledger import Issue, Refusal
from worker.steps.kit import Kit


@dataclass(slots=True)
class Batch:
    """The issues whose files hold what the ledger says, with their articles by issue; and the others."""

    held: list[Issue] = field(default_factory=list)
    articles: dict[str, list[Article]] = field(default_factory=dict)
    away: list[Issue] = field(default_factory=list)

    @property
    def keys(self) -> list[str]:
        """The keys of the issues held."""
        return [issue.key for issue in self.held]

    def put(self, kit: Kit, graves: Mapping[str, int], names: Sequence[str]) -> list[Refusal]:
        """Write them into generations; what those refuse, and why."""
        written = kit.index.write_each(chain.from_iterable(self.articles.values()), graves, names)
        return list(chain.from_iterable(self._refused(name, one) for name, one in written.items()))

    def _refused(self, name: str, written: Written) -> list[Refusal]:
        return [
            Refusal(name, article.id, key, written.rejected[article.id].reason())
            for key, held in self.articles.items()
            for article in held
            if article.id in written.rejected
        ]


def batch(kit: Kit, issues: Sequence[Issue]) -> Batch:
    """Read the article files of issues.

    A file becomes visible before its reading is settled. One that the ledger does not know yet is not indexed: the reading may lose its
    claim, and what only its file held would be found for ever.
    """
    made = Batch()
    for issue in issues:
        known = _known(kit, issue)
        if known is None:
            made.away.append(issue)
        else:
            made.held.append(known[0])
            made.articles[issue.key] = known[1]
    return made


def _known(kit: Kit, issue: Issue) -> tuple[Issue, list[Article]] | None:
    """An issue and its articles, both of one state; where the file is newer, the ledger may be by now."""
    try:
        articles, digest = kit.files.held(issue.key)
    except (DamagedArchive, Unreadable):
        return None
    if digest == issue.digest:
        return issue, articles
    now = kit.ledger.issues.get(issue.key)
    return (now, articles) if now is not None and now.digest == digest else None
