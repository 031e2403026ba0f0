"""Issues: whether ledger, article file and every generation that is written say the same of them."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from articles.errors import DamagedArchive, Unreadable
from indexing import Held, digest
from storage.ledger import Generation, Issue, Known
from worker.steps import past
from worker.steps.kit import Kit
from worker.steps.reconciling.model import Difference

#: Looks at an issue that changes while it is looked at; then it counts as busy.
_LOOKS = 3
#: An issue that waits to be read: its file is about to be made.
_TO_BE_READ = "fetched"


@dataclass(frozen=True, slots=True)
class OnFile:
    """An article as its file holds it: revision, digest as the ledger takes it, and digest as the index does."""

    revision: int
    digest: str
    stored: str


@dataclass(frozen=True, slots=True)
class Look:
    """An issue as the ledger knows it, and what its file holds (None: nothing that agrees with the ledger) or what is wrong with it."""

    known: Known
    held: Mapping[str, OnFile] | None
    wrong: Difference | None = None


def busy(issue: Issue, now: dt.datetime) -> bool:
    """Whether somebody works on an issue."""
    return issue.owner is not None and issue.leased_until is not None and issue.leased_until > now


def compared(kit: Kit, known: Sequence[Known], generations: Sequence[Generation]) -> Iterator[tuple[Known, list[Difference] | None]]:
    """Each issue with what does not agree; None where it is being worked on. What was found is looked at a second time."""
    for one, found in _compared(kit, known, generations):
        yield one, (_confirmed(kit, one.issue.key, generations) if found else found)


def _compared(kit: Kit, known: Sequence[Known], generations: Sequence[Generation]) -> Iterator[tuple[Known, list[Difference] | None]]:
    now = kit.clock()
    looks = [_look(kit, one) for one in known if not busy(one.issue, now)]
    in_index = {one.name: _in_index(kit, one, looks) for one in generations}
    found = {look.known.issue.key: list(_differences(look, generations, in_index)) for look in looks}
    for one in known:
        yield one, found.get(one.issue.key)


def _confirmed(kit: Kit, key: str, generations: Sequence[Generation]) -> list[Difference] | None:
    """What does not agree of an issue while nothing about it changes."""
    for _ in range(_LOOKS):
        before = kit.ledger.reconciling.known([key])
        found = [one for _, one in _compared(kit, before, generations)]
        if before and kit.ledger.reconciling.known([key]) == before:
            return found[0]
    return None


def _look(kit: Kit, known: Known) -> Look:
    issue, path = known.issue, kit.files.path(known.issue.key)
    if issue.outcome == _TO_BE_READ:
        return Look(known, None)
    if issue.digest is None:
        return Look(known, None, Difference("file_unknown", issue.key, file=str(path)) if path.exists() and issue.held != "none" else None)
    try:
        found, lines = kit.files.lines(issue.key)
    except (DamagedArchive, Unreadable):
        there = path.exists()
        return Look(known, None, Difference("file_damaged" if there else "file_missing", issue.key, file=str(path)))
    if found != issue.digest:
        return Look(known, None, Difference("file_differs", issue.key, file=str(path)))
    return Look(known, {article.id: OnFile(article.revision, past.digest(article), digest(line)) for line, article in lines})


def _differences(look: Look, generations: Sequence[Generation], in_index: Mapping[str, Mapping[str, Held]]) -> Iterator[Difference]:
    if look.wrong:
        yield look.wrong
    if look.held is None:
        return
    yield from _rows(look.known, look.held)
    for generation in generations:
        yield from _indexed(look.known, look.held, generation, in_index[generation.name])


def _rows(known: Known, held: Mapping[str, OnFile]) -> Iterator[Difference]:
    """Articles the rows say something else of than the file."""
    rows = {row.id: row for row in known.rows if not row.lost}
    for id_ in sorted(rows.keys() | held.keys()):
        row, on_file = rows.get(id_), held.get(id_)
        if row is None or on_file is None or (row.revision, row.digest) != (on_file.revision, on_file.digest):
            yield Difference("row_differs", known.issue.key, id_)


def _in_index(kit: Kit, generation: Generation, looks: Sequence[Look]) -> Mapping[str, Held]:
    ids = [id_ for look in looks if look.held and _noted(look.known, generation) for id_ in look.held]
    return kit.index.engine(generation.name).held(ids) if ids else {}


def _noted(known: Known, generation: Generation) -> bool:
    """Whether the ledger says that a generation holds an issue's file as it is; else that is work still to be done."""
    return known.indexed.get(generation.name) == known.issue.digest


def _indexed(known: Known, held: Mapping[str, OnFile], generation: Generation, in_index: Mapping[str, Held]) -> Iterator[Difference]:
    """Articles a generation holds otherwise than the file, or not at all."""
    name, issue = generation.name, known.issue
    if not _noted(known, generation):
        if generation.state == "live" and issue.outcome == "indexed" and held:
            yield Difference("index_missing", issue.key, generation=name)
        return
    refused = known.refused.get(name, frozenset())
    for id_, on_file in held.items():
        there = in_index.get(id_)
        if there is None and id_ not in refused:
            yield Difference("index_missing", issue.key, id_, name)
        elif there is not None and there.revision != on_file.revision:
            yield Difference("index_stale" if there.revision < on_file.revision else "index_newer", issue.key, id_, name)
        elif there is not None and there.digest != on_file.stored:
            yield Difference("index_differs", issue.key, id_, name)


def revisions(kit: Kit, key: str, ids: Sequence[str], generations: Sequence[Generation]) -> dict[str, int]:
    """The highest revision of articles that any copy has: the file's, a generation's."""
    highest: dict[str, int] = defaultdict(int)
    for generation in generations:
        for id_, held in kit.index.engine(generation.name).held(ids).items():
            highest[id_] = max(highest[id_], held.revision)
    try:
        for article in kit.files.read(key):
            highest[article.id] = max(highest[article.id], article.revision)
    except (DamagedArchive, Unreadable):
        pass
    return {id_: revision for id_, revision in highest.items() if id_ in ids}
