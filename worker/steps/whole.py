"""Whether a generation may be made live: tombstones applied, every article there in its revision, no other one, a sample word for word."""

from collections.abc import Collection, Iterable

from articles.errors import DamagedArchive, Unreadable
from articles.exchange import to_json
from articles.model import Article
from indexing import Engine
from storage.ledger import Holding
from worker.steps.kit import Kit

#: Issues of which an article is compared word for word.
_SAMPLE = 20


def whole(kit: Kit, name: str, without: Collection[str]) -> frozenset[str] | None:
    """None where a generation holds what it should; else it is to be filled once more: the articles that were wrong, if any were.

    Articles come, change and go meanwhile: what differs counts only where the ledger says the same before and after the look.
    """
    kit.index.write((), {grave.id: grave.revision for grave in kit.ledger.indexing.tombstones(pending=False)}, [name])
    if any(one.key not in without for one in kit.ledger.building.lacking(name, len(without) + 1)):
        return frozenset()
    holding = _holding(kit, name)
    wrong = _wrong(kit, name, holding)
    if wrong:
        rows = filter(None, map(kit.ledger.readings.article, sorted(wrong)))
        kit.ledger.building.forget(name, {row.issue for row in rows})
        return wrong
    _clear(kit, name, holding)
    return None


def _holding(kit: Kit, name: str) -> Holding:
    """What the generation should hold, without what it refuses."""
    holding = kit.ledger.building.holding(name)
    for one in kit.ledger.indexing.refused(name):
        holding.settled.pop(one.id, None)
        holding.moving.pop(one.id, None)
    return holding


def _wrong(kit: Kit, name: str, holding: Holding) -> frozenset[str]:
    """Articles that are not there, or as they were before, or otherwise than their file has them; and were to be there all the while."""
    engine = kit.index.engine(name)
    found = engine.revisions(holding.settled)
    behind = {id_ for id_, revision in holding.settled.items() if found.get(id_, 0) < revision}
    other = _differing(engine, _sample(kit, holding))
    if not behind and not other:
        return frozenset()
    now = _holding(kit, name)
    found = engine.revisions(behind)
    still = {id_ for id_ in behind if now.settled.get(id_) == holding.settled[id_] > found.get(id_, 0)}
    return frozenset(still | (other & _differing(engine, _sample(kit, now))))


def _differing(engine: Engine, sample: Iterable[Article]) -> set[str]:
    return {article.id for article in sample if engine.get(article.id) != to_json(article).encode()}


def _sample(kit: Kit, holding: Holding) -> list[Article]:
    """An article each of some issues, from all over what is held; a file that is newer than the ledger says nothing."""
    keys = sorted(holding.digests)
    found = []
    for place, key in enumerate(keys[:: max(1, len(keys) // _SAMPLE)]):
        try:
            articles, digest = kit.files.held(key)
        except (DamagedArchive, Unreadable):
            continue
        living = [article for article in articles if article.id in holding.settled]
        if living and digest == holding.digests[key]:
            found.append(living[place % len(living)])
    return found


def _clear(kit: Kit, name: str, holding: Holding) -> None:
    """Delete what no article of the ledger is. It is looked for one by one only where the number of articles is not the ledger's."""
    engine = kit.index.engine(name)
    if engine.count() == len(holding.settled) + len(engine.revisions(holding.moving)):
        return
    strays = dict[str, int]()
    for id_, _ in kit.index.contents(name):
        row = None if id_ in holding.settled else kit.ledger.readings.article(id_)
        if id_ not in holding.settled and (row is None or row.lost):
            strays[id_] = row.revision if row else engine.revisions([id_]).get(id_, 0)
    kit.index.write((), strays, [name])
