"""index: a batch of read issues into every open generation, one commit, one ledger transaction. Generations are built here too."""

from collections.abc import Callable, Mapping, Sequence
from itertools import chain

from articles.errors import DamagedArchive, DocumentRejected, Unreadable
from articles.model import Article
from storage.ledger import Issue, LostLease, Reason
from worker.steps.kit import Kit

#: The kind of run that asks who writes the index for a new generation.
BUILD = "reindex_build"


def index(kit: Kit) -> int:
    """Index what is read, and apply tombstones: how many issues, 0 where there is nothing to do.

    Done again after a kill it changes nothing more. EngineError and StorageError are raised with the claims given back.
    """
    now = kit.clock()
    taken = kit.ledger.indexing.claim(kit.owner, now, kit.until(now), kit.policy.batch)
    graves = kit.ledger.indexing.tombstones()
    if not taken and not graves:
        return 0
    try:
        names = [one.name for one in kit.ledger.indexing.open_generations()]
        held, articles = _articles(kit, taken)
        written = kit.index.write(chain.from_iterable(articles.values()), {grave.id: grave.revision for grave in graves}, names)
        reasons = _refused(articles, written.rejected)
        kit.ledger.indexing.settle(held, names, graves, kit.clock(), reasons)
    except LostLease:
        kit.ledger.indexing.release(taken)
    except BaseException:
        kit.ledger.indexing.release(taken)
        raise
    return len(taken)


def open_generations(kit: Kit) -> None:
    """Bring ledger and folder to one state: at least one generation, the live one known, what it lacks to be indexed again.

    Run by the home's owner at the start.
    """
    live = kit.index.generations.live()
    on_disk = set(kit.index.generations.names()) if live else set()
    for known in kit.ledger.indexing.generations():
        if known.name not in on_disk:
            kit.ledger.indexing.drop_generation(known.name)
    live = live or kit.index.create()
    kit.ledger.indexing.add_generation(live, live.rpartition("-")[0], "live", kit.clock())
    kit.ledger.indexing.set_live(live)
    kit.ledger.indexing.unindex(live, kit.clock())


def reindex(kit: Kit, progress: Callable[[int, int], None], enough: Callable[[], bool] = lambda: False) -> str | None:
    """Build a generation from the article files, check it, and make it live; its name. What is read meanwhile goes into both.

    `progress` is told issues done and issues in all. Killed, or told between two batches that it is `enough` (then None), the next call
    goes on with the same generation. Generations older than the one before are dropped. For who may write the index.
    """
    open_generations(kit)
    name = _unfinished(kit) or kit.index.create()
    kit.ledger.indexing.add_generation(name, kit.index.fingerprint, "open", kit.clock())
    done, left = 0, len(kit.ledger.indexing.missing_in(name))
    total = left
    while batch := kit.ledger.indexing.missing_in(name, kit.policy.batch):
        held, articles = _articles(kit, batch)
        kit.index.write(
            chain.from_iterable(articles.values()),
            {grave.id: grave.revision for grave in kit.ledger.indexing.tombstones(pending=False)},
            [name],
        )
        kit.ledger.indexing.note(name, [(issue.key, issue.digest or "") for issue in held])
        done += len(batch)
        progress(done, max(total, done))
        if enough():
            return None
    ids = [id_ for id_, *_ in kit.ledger.readings.ids()]
    kit.index.check(name, len(ids), _sample(kit, ids))
    kit.index.generations.swap(name)
    kit.ledger.indexing.set_live(name)
    _drop_old(kit)
    return name


def _drop_old(kit: Kit) -> None:
    generations = kit.index.generations
    for name in generations.names():
        if name not in (generations.live(), generations.previous()):
            kit.index.drop(name)
            kit.ledger.indexing.drop_generation(name)


def _unfinished(kit: Kit) -> str | None:
    ours = [one.name for one in kit.ledger.indexing.open_generations() if one.state == "open" and one.fingerprint == kit.index.fingerprint]
    return ours[-1] if ours else None


def _sample(kit: Kit, ids: Sequence[str]) -> list[Article]:
    """The articles of the newest issue in the ledger's order: what a check compares one for one."""
    row = kit.ledger.readings.article(ids[-1]) if ids else None
    return kit.files.read(row.issue) if row else []


def _articles(kit: Kit, taken: Sequence[Issue]) -> tuple[list[Issue], dict[str, list[Article]]]:
    """The issues whose files can be read, and their articles; a damaged file sends its issue back to be read from the archive."""
    held, articles = list[Issue](), dict[str, list[Article]]()
    for issue in taken:
        try:
            articles[issue.key] = kit.files.read(issue.key)
            held.append(issue)
        except (DamagedArchive, Unreadable):
            kit.ledger.indexing.release([issue])
            kit.ledger.issues.reread([issue.key], kit.clock())
    return held, articles


def _refused(articles: Mapping[str, Sequence[Article]], rejected: Mapping[str, DocumentRejected]) -> dict[str, Reason]:
    """Why an article of an issue could not be indexed, by the issue's key."""
    return {key: rejected[one.id].reason() for key, held in articles.items() for one in held if one.id in rejected}
