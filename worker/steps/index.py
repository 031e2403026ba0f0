"""index: a batch of read issues into every open generation, one commit, one ledger transaction."""

import contextlib
from collections.abc import Collection, Mapping, Sequence

from articles.errors import GenerationBroken
from storage.ledger import Issue, LostLease, Tombstone
from worker.steps.batch import batch
from worker.steps.kit import Kit
from worker.steps.noting import note, step


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
    names = [one.name for one in kit.ledger.indexing.open_generations()]
    try:
        _put(kit, taken, graves, names)
    except LostLease:
        note(outcome="lost")
        kit.ledger.indexing.release(taken)
    except GenerationBroken:
        kit.ledger.indexing.release(taken)
        if names == [one.name for one in kit.ledger.indexing.open_generations()]:
            raise
        note(outcome="lost")  # it was dropped under the commit: what is open now is written next
    except BaseException:
        kit.ledger.indexing.release(taken)
        raise


def _put(kit: Kit, taken: Sequence[Issue], graves: Sequence[Tombstone], names: Sequence[str]) -> None:
    """One commit. A damaged file sends its issue back to be read from the archive."""
    made = batch(kit, taken)
    if made.away:
        kit.ledger.indexing.release(made.away)
        kit.ledger.issues.reread([issue.key for issue in made.away], kit.clock())
    buried = {grave.id: grave for grave in (*graves, *kit.ledger.building.graves(made.keys))}
    revisions = {id_: grave.revision for id_, grave in buried.items()}
    refused = made.put(kit, revisions, names)
    _bury_in_old(kit, revisions, names)
    if lost := kit.ledger.indexing.settle(made.held, names, buried.values(), kit.clock(), refused):
        kit.ledger.indexing.release(lost)
        _again(kit, lost)


def _again(kit: Kit, lost: Sequence[Issue]) -> None:
    """A commit behind a claim that was lost may have put older files over newer ones: the issues others went on with are put again."""
    known = (kit.ledger.issues.get(issue.key) for issue in lost)
    changed = [now.key for now, issue in zip(known, lost, strict=True) if now and (now.lease, now.digest) != (issue.lease, issue.digest)]
    if changed:
        kit.ledger.indexing.again(changed, kit.clock())


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
