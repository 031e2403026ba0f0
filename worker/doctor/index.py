"""The index, wherever it is: live, of our fingerprint, holding what the ledger says."""

from collections.abc import Iterator
from pathlib import Path

from indexing import Index
from storage.ledger import Ledger, look
from worker.doctor.disk import room, workable
from worker.doctor.finding import Facts, Finding, bad, ok, warn
from worker.doctor.home import there
from worker.home import Home

#: Looks until ledger and index hold still between two of them.
_LOOKS = 3


def check_generations(index: Index) -> Iterator[Finding]:
    """Which generation is live, and whether it was made by today's recipe. GenerationBroken, EngineError."""
    place, live, previous = index.generations.place, index.generations.live(), index.generations.previous()
    if live is None:
        names = ", ".join(index.generations.names())
        yield warn("index.live", "index_not_live" if names else "index_none", place=place, names=names)
        return
    yield ok("index.live", "index_live", place=place, live=live, previous=previous, articles=index.count())
    facts: Facts = {"live": live, "fingerprint": index.fingerprint}
    if index.rebuild_needed:
        yield warn("index.fingerprint", "index_old", **facts)
    else:
        yield ok("index.fingerprint", "index_current", **facts)


def check_folder(home: Home, folder: Path) -> Iterator[Finding]:
    """An index that is a folder: whether it can be written and has room, and whether somebody builds or swaps it."""
    if there(folder):
        yield workable("index.folder", folder)
        yield room("index.disk", folder)
    yield ok("index.lock", "index_locked" if home.generations_held() else "index_unlocked")


def check_against(index: Index, url: str) -> Iterator[Finding]:
    """Whether the live generation is the ledger's and holds as many articles. A ledger that must be made or upgraded is left alone."""
    live, seen = index.generations.live(), look(url)
    if seen is None or not seen.current:
        return
    with Ledger(url) as ledger:
        named = next((one.name for one in ledger.indexing.generations() if one.state == "live"), None)
        if live is not None:
            yield _registered(live, named)
            yield _complete(ledger, index, live)
        elif named is not None:
            yield bad("index.ledger", "index_lost", ledger=named, articles=len(list(ledger.readings.ids())))


def _registered(live: str, named: str | None) -> Finding:
    """Whether the ledger calls the same generation live: what it does not know is not written by anybody."""
    facts: Facts = {"live": live, "ledger": named}
    return ok("index.ledger", "index_ledger", **facts) if named == live else warn("index.ledger", "index_ledger_other", **facts)


def _complete(ledger: Ledger, index: Index, live: str) -> Finding:
    """Counted again while somebody writes between the two counts."""
    for _ in range(_LOOKS):
        waiting = len(ledger.indexing.missing_in(live))
        ids = ledger.readings.ids()
        refused = len(ledger.indexing.refused(live))
        expected = len(list(ids)) - refused
        found = index.count()
        if found == expected or waiting:
            break
    facts: Facts = {"live": live, "expected": expected, "found": found, "refused": refused, "waiting": waiting}
    if waiting:
        return ok("index.count", "index_waiting", **facts)
    if found != expected:
        return bad("index.count", "index_differs", **facts)
    return warn("index.count", "index_refused", **facts) if refused else ok("index.count", "index_count", **facts)
