"""A generation built from the article files while the live one is searched and both are written; checked; made live."""

from collections.abc import Callable, Collection, Sequence

from articles.errors import GenerationBroken
from storage.ledger import Issue
from worker.steps.batch import batch
from worker.steps.index import open_generations
from worker.steps.kit import Kit
from worker.steps.leftout import lost
from worker.steps.whole import whole

#: The kind of run that asks who writes the index for a new generation.
BUILD = "reindex_build"
#: Issues put in one commit: few enough that who indexes what comes meanwhile does not wait long for the generation.
_BATCH = 50
#: How often articles that are not as the ledger says are put again before the generation is given up.
_MENDINGS = 3


def reindex(
    kit: Kit,
    progress: Callable[[int, int], None],
    enough: Callable[[], bool] = lambda: False,
    unread: Callable[[], bool] = lambda: False,
    rest: Callable[[], None] = lambda: None,
) -> str | None:
    """Build a generation from the article files, check it, and make it live; its name. What is read meanwhile goes into both.

    `progress` is told issues done and issues in all; `rest` is called after each batch, to leave others their share of the time. Killed, or
    told between two batches that it is `enough` (then None), the next call goes on with the same generation. Generations older than the one
    before are dropped. For who may write the index. Where all that is left has to be read from the archive first, `unread` sees to it and
    says whether that is worth another look; else GenerationBroken. Issues that cannot be read there either are left out: `left_out` names
    them. StorageFull where the disk has no room for it.
    """
    open_generations(kit)
    begun = _unfinished(kit)
    kit.index.generations.check_room(begun)
    name = begun or _created(kit)

    def told(done: int, total: int) -> None:
        progress(done, total)
        rest()

    if _filled(kit, name, told, enough, unread):
        kit.index.generations.swap(name)
        kit.ledger.indexing.set_live(name)
        _drop_old(kit)
        return name
    return None


def _filled(kit: Kit, name: str, progress: Callable[[int, int], None], enough: Callable[[], bool], unread: Callable[[], bool]) -> bool:
    """Whether a generation holds all it should; False where it is `enough` for now."""
    since = next(one.made for one in kit.ledger.indexing.generations() if one.name == name)
    done, total = 0, len(kit.ledger.building.lacking(name))
    without, mendings = set[str](), 0
    while True:
        while some := _lacking(kit, name, without):
            held = _fill(kit, name, some)
            gone = lost(kit, [one for one in some if one.key not in held], since)
            without |= gone
            if not held and not gone and not unread():
                raise GenerationBroken("reindex_unread", issues=len(some))
            done += len(held)
            progress(done, max(total, done))
            if enough():
                return False
        wrong = whole(kit, name, without)
        if wrong is None:
            return True
        mendings += bool(wrong)
        if mendings > _MENDINGS:
            raise GenerationBroken("engine_generation_differs", name=name, id=min(wrong))


def _lacking(kit: Kit, name: str, without: Collection[str]) -> list[Issue]:
    """A batch of what a build has still to do."""
    found = kit.ledger.building.lacking(name, min(kit.policy.batch, _BATCH) + len(without))
    return [one for one in found if one.key not in without]


def _fill(kit: Kit, name: str, some: Sequence[Issue]) -> set[str]:
    """Put issues into a generation that is being built; those that could be, the others are to be read first."""
    building = kit.ledger.building
    building.begin(name, [one.key for one in some])
    made = batch(kit, some)
    refused = made.put(kit, {grave.id: grave.revision for grave in building.graves(made.keys)}, [name])
    kit.ledger.indexing.note(name, made.held, refused)
    building.end(name)
    return set(made.keys)


def _created(kit: Kit) -> str:
    """A new generation, open."""
    name = kit.index.create()
    kit.ledger.indexing.add_generation(name, kit.index.fingerprint, "open", kit.clock())
    return name


def _unfinished(kit: Kit) -> str | None:
    ours = [one.name for one in kit.ledger.indexing.open_generations() if one.state == "open" and one.fingerprint == kit.index.fingerprint]
    return ours[-1] if ours else None


def _drop_old(kit: Kit) -> None:
    generations = kit.index.generations
    for name in generations.names():
        if name not in (generations.live(), generations.previous()):
            kit.index.drop(name)
            kit.ledger.indexing.drop_generation(name)
