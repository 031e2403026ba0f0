"""index: a batch of read issues into every open generation, one commit, one ledger transaction. Generations are built here too."""

import contextlib
from collections.abc import Callable, Collection, Mapping, Sequence
from itertools import chain

from articles.errors import DamagedArchive, GenerationBroken, Unreadable
from articles.model import Article
from indexing import Written
from storage.ledger import Issue, LostLease, Refusal, Tombstone
from worker.steps.kit import Kit
from worker.steps.leftout import lost
from worker.steps.noting import note, step

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
    with step(kit, "index", count=len(taken)):
        _claimed(kit, taken, graves)
    return len(taken)


def _claimed(kit: Kit, taken: Sequence[Issue], graves: Sequence[Tombstone]) -> None:
    try:
        names = [one.name for one in kit.ledger.indexing.open_generations()]
        held, articles = _articles(kit, taken)
        buried = {grave.id: grave.revision for grave in graves}
        written = kit.index.write_each(chain.from_iterable(articles.values()), buried, names)
        _bury_in_old(kit, buried, names)
        kit.ledger.indexing.settle(held, names, graves, kit.clock(), _refused(articles, written))
    except LostLease:
        note(outcome="lost")
        kit.ledger.indexing.release(taken)
    except BaseException:
        kit.ledger.indexing.release(taken)
        raise


def _bury_in_old(kit: Kit, graves: Mapping[str, int], names: Collection[str]) -> None:
    """Tombstones hold in generations that are kept for a roll-back too; one that cannot be opened any more cannot be gone back to."""
    for name in kit.index.generations.names() if graves else ():
        if name not in names:
            with contextlib.suppress(GenerationBroken):
                kit.index.write_each((), graves, [name])
                kit.index.engine(name).close()  # its writer's memory and lock


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


def reindex(
    kit: Kit,
    progress: Callable[[int, int], None],
    enough: Callable[[], bool] = lambda: False,
    unread: Callable[[], bool] = lambda: False,
) -> str | None:
    """Build a generation from the article files, check it, and make it live; its name. What is read meanwhile goes into both.

    `progress` is told issues done and issues in all. Killed, or told between two batches that it is `enough` (then None), the next call
    goes on with the same generation. Generations older than the one before are dropped. For who may write the index. Where all that is
    left has to be read from the archive first, `unread` sees to it and says whether that is worth another look; else GenerationBroken.
    Issues that cannot be read there either are left out: `left_out` names them.
    """
    open_generations(kit)
    name = _unfinished(kit) or kit.index.create()
    kit.ledger.indexing.add_generation(name, kit.index.fingerprint, "open", kit.clock())
    since = next(one.made for one in kit.ledger.indexing.generations() if one.name == name)
    done, total = 0, len(kit.ledger.indexing.missing_in(name))
    without = set[str]()
    while True:
        while batch := _missing(kit, name, without):
            gone = lost(kit, batch, since)
            without |= gone
            held = _fill(kit, name, [one for one in batch if one.key not in gone])
            if not held and not gone and not unread():
                raise GenerationBroken("reindex_unread", issues=len(batch))
            done += held
            progress(done, max(total, done))
            if enough():
                return None
        if _whole(kit, name, without):
            break
    kit.index.generations.swap(name)
    kit.ledger.indexing.set_live(name)
    _drop_old(kit)
    return name


def _missing(kit: Kit, name: str, without: Collection[str]) -> list[Issue]:
    """A batch of what a build has still to do."""
    found = kit.ledger.indexing.missing_in(name, kit.policy.batch + len(without))
    return [one for one in found if one.key not in without]


def _fill(kit: Kit, name: str, batch: Sequence[Issue]) -> int:
    """Put issues into a generation that is being built; how many could be, the others are to be read first."""
    held, articles = _articles(kit, batch)
    graves = {grave.id: grave.revision for grave in kit.ledger.indexing.tombstones(pending=False)}
    written = kit.index.write_each(chain.from_iterable(articles.values()), graves, [name])
    kit.ledger.indexing.note(name, held, _refused(articles, written))
    return len(held)


def _whole(kit: Kit, name: str, without: Collection[str]) -> bool:
    """Whether a generation holds what it should; False where that changed while it was counted. GenerationBroken where it does not."""
    ids = list(kit.ledger.readings.ids())
    away = {row.id for key in without for row in kit.ledger.readings.articles(key) if not row.lost}
    away |= {one.id for one in kit.ledger.indexing.refused(name)}
    held = [id_ for id_, _ in ids if id_ not in away]
    try:
        kit.index.check(name, len(held), _sample(kit, held, away))
    except GenerationBroken:
        if _missing(kit, name, without) or list(kit.ledger.readings.ids()) != ids:
            return False
        raise
    return True


def _drop_old(kit: Kit) -> None:
    generations = kit.index.generations
    for name in generations.names():
        if name not in (generations.live(), generations.previous()):
            kit.index.drop(name)
            kit.ledger.indexing.drop_generation(name)


def _unfinished(kit: Kit) -> str | None:
    ours = [one.name for one in kit.ledger.indexing.open_generations() if one.state == "open" and one.fingerprint == kit.index.fingerprint]
    return ours[-1] if ours else None


def _sample(kit: Kit, ids: Sequence[str], refused: Collection[str]) -> list[Article]:
    """The articles of the newest issue in the ledger's order: what a check compares one for one."""
    row = kit.ledger.readings.article(ids[-1]) if ids else None
    return [article for article in kit.files.read(row.issue) if article.id not in refused] if row else []


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


def _refused(articles: Mapping[str, Sequence[Article]], written: Mapping[str, Written]) -> list[Refusal]:
    """What each generation did not take, and why."""
    return [
        Refusal(name, article.id, key, one.rejected[article.id].reason())
        for name, one in written.items()
        for key, held in articles.items()
        for article in held
        if article.id in one.rejected
    ]
