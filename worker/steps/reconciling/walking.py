"""reconcile: ledger, article files, archive and index compared, and what does not agree made work of the steps.

It takes no claim and keeps nobody from working: what is being worked on is passed over, what is found is looked at a second time, and
every mending is a row that the steps work off under their leases. It may run beside an owner, workers, and a build of the index.
"""

from collections.abc import Callable, Iterator, Sequence

from storage.ledger import Generation, Known
from worker.steps.kit import Kit
from worker.steps.reconciling.issues import compared
from worker.steps.reconciling.mending import mended
from worker.steps.reconciling.model import PHASES, Difference, Place, Reconciled, Scope
from worker.steps.reconciling.records import lacking, part_left
from worker.steps.reconciling.strangers import strangers
from worker.steps.reconciling.zombies import zombies

#: Issues looked at together: their articles are in memory.
_PAGE = 50
_ALL = Scope()
#: The place behind all strangers.
_THROUGH = "all"

Told = Callable[[Difference], None]


def untold(_: Difference) -> None:
    """Nobody is told."""


def reconcile(kit: Kit, scope: Scope = _ALL, told: Told = untold) -> Reconciled:
    """Compare all of a scope; `told` hears each difference as it is found. StorageError, EngineError.

    What was mended is work for the steps afterwards (`touched`, and tombstones): when that is done, nothing is found any more but what
    could not be mended.
    """
    done = Reconciled()
    for _ in walk(kit, scope, done, told):
        continue
    return done


def walk(kit: Kit, scope: Scope, done: Reconciled, told: Told, place: Place | None = None) -> Iterator[Place]:
    """The same, from a place on, in steps of a moment each: after each, the place from which another process may go on."""
    place = place or Place()
    for phase in PHASES[PHASES.index(place.phase) :]:
        after = place.after if phase == place.phase else ""
        for reached, found in _PHASES[phase](kit, scope, done, after):
            for one in found:
                done.count(one)
                told(one)
            yield Place(phase, reached)


def _issues(kit: Kit, scope: Scope, done: Reconciled, after: str) -> Iterator[tuple[str, list[Difference]]]:
    """Issue by issue, a page of them at a time."""
    generations = _open(kit)
    missing = [] if after else [Difference("generation_missing", generation=name) for name in _missing(kit)]
    while keys := _keys(kit, scope, after):
        after = keys[-1]
        yield after, [*missing, *_page(kit, kit.ledger.reconciling.known(keys), scope, done, generations)]
        missing, generations = [], _open(kit)
    if missing:
        yield after, missing


def _keys(kit: Kit, scope: Scope, after: str) -> list[str]:
    if scope.keys is None:
        return kit.ledger.reconciling.behind(after, _PAGE, scope.paper)
    return sorted(key for key in scope.keys if key > after)[:_PAGE]


def _page(kit: Kit, known: Sequence[Known], scope: Scope, done: Reconciled, generations: Sequence[Generation]) -> Iterator[Difference]:
    for one, found in compared(kit, known, generations):
        done.issues += 1
        done.articles += sum(not row.lost for row in one.rows)
        done.busy += found is None
        if found:
            yield from mended(kit, one, found, generations) if scope.repair else found
        held = kit.ledger.revisions.records(one.issue.key)
        done.records += len(held)
        yield from lacking(kit, one.issue.key, held, deep=scope.deep)
        if part := part_left(kit, one.issue, repair=scope.repair):
            yield part


def _strangers(kit: Kit, scope: Scope, done: Reconciled, after: str) -> Iterator[tuple[str, list[Difference]]]:
    """What no row knows, in one go; looked for among some issues there is none."""
    del done
    if scope.keys is None and after != _THROUGH:
        yield _THROUGH, list(strangers(kit, scope))


def _zombies(kit: Kit, scope: Scope, done: Reconciled, after: str) -> Iterator[tuple[str, list[Difference]]]:
    """Generation by generation; the place is `<generation> <id>`."""
    del done
    name, _, id_ = after.partition(" ")
    for generation in sorted(_open(kit), key=lambda one: one.name):
        if generation.name < name:
            continue
        for reached, found in zombies(kit, generation, id_ if generation.name == name else "", scope):
            yield f"{generation.name} {reached}", found


_PHASES = {"issues": _issues, "strangers": _strangers, "index": _zombies}


def _open(kit: Kit) -> list[Generation]:
    """The generations that are written and there."""
    there = set(kit.index.generations.names())
    return [one for one in kit.ledger.indexing.open_generations() if one.name in there]


def _missing(kit: Kit) -> list[str]:
    """Generations the ledger says are written that are nowhere; whoever indexes next forgets them."""
    there = set(kit.index.generations.names())
    return [one.name for one in kit.ledger.indexing.open_generations() if one.name not in there]
