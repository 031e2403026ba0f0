"""Zombies: articles that a generation holds and that should not be found, because no row knows them or theirs says that they are lost."""

import re
from collections.abc import Iterator, Sequence

from articles.errors import GenerationBroken
from storage.ledger import Generation
from worker.steps.kit import Kit
from worker.steps.reconciling.model import Difference, Scope

#: Ids looked up at once.
_PAGE = 2_000
#: The key of the issue that an id begins with.
_ISSUE = re.compile(r"files-[0-9a-f]{12}|[a-z][a-z0-9_-]*-\d{8}(?=-)")


def zombies(kit: Kit, generation: Generation, after: str, scope: Scope) -> Iterator[tuple[str, list[Difference]]]:
    """By pages of ids behind one: the last id of the page, and its zombies. Nothing more where the generation is dropped meanwhile."""
    try:
        while page := kit.index.engine(generation.name).ids(after, _PAGE):
            after = page[-1]
            yield after, list(_zombies(kit, generation, _of_scope(page, scope), scope))
    except GenerationBroken:
        if any(one.name == generation.name for one in kit.ledger.indexing.open_generations()):
            raise


def _of_scope(ids: Sequence[str], scope: Scope) -> list[str]:
    """Those that may be of the paper, or of the issues, in question: an id begins with the key of its issue."""
    begins = tuple(f"{one}-" for one in (scope.keys or ([scope.paper] if scope.paper else ())))
    return [id_ for id_ in ids if not begins or id_.startswith(begins)]


def _dead(kit: Kit, ids: Sequence[str]) -> list[str]:
    """Ids without a living row. Those of issues that wait to be read may get one: they are left alone."""
    living = kit.ledger.reconciling.living(ids)
    dead = {id_: found[0] if (found := _ISSUE.match(id_)) else "" for id_ in ids if id_ not in living}
    waiting = kit.ledger.reconciling.to_be_read(set(dead.values()))
    return [id_ for id_, key in dead.items() if key not in waiting]


def _zombies(kit: Kit, generation: Generation, ids: Sequence[str], scope: Scope) -> Iterator[Difference]:
    """Rows are written before the index is, so what is there without a living row is one, unless its tombstone waits to be applied."""
    dead = _dead(kit, ids)
    held = kit.index.engine(generation.name).held(dead) if dead else {}
    pending = {one.id: one.revision for one in kit.ledger.indexing.tombstones()} if held else {}
    graves = {id_: held[id_].revision for id_ in dead if id_ in held and pending.get(id_, -1) < held[id_].revision}
    buried = set(kit.ledger.reconciling.bury(graves, kit.clock())) if scope.repair and graves else set()
    still = graves.keys() - kit.ledger.reconciling.living(sorted(graves)) if graves else set()
    for id_ in sorted(still):
        yield Difference("index_zombie", id=id_, generation=generation.name, mended="buried" if id_ in buried else "none")
