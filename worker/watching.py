"""What operators watch of a home, gathered from its rooms; and what went wrong made due again."""

import datetime as dt
import shutil
from collections.abc import Callable, Sequence

from articles.errors import EngineError
from indexing import Index
from search.watch import LATEST, HomeState, past, running
from storage.ledger import Ledger
from worker.home import Home
from worker.runner import open_kit
from worker.settings import Settings
from worker.steps import Kit, retry


def home_state(home: Home, ledger: Ledger, index: Index, now: dt.datetime) -> HomeState:
    """How the home stands; an index that does not answer is None. StorageError."""
    live, articles, rebuild = _index(index)
    lag, disk = ledger.watching.lag(), shutil.disk_usage(home.path)
    latest = ledger.runs.latest(LATEST)
    return HomeState(
        owned=home.owner() is not None,
        generation=live,
        articles=articles,
        behind=lag.issues,
        unburied=lag.tombstones,
        rebuild_needed=rebuild,
        disk_free=disk.free,
        disk_total=disk.total,
        archive_bytes=ledger.watching.archived(),
        worked=ledger.watching.worked(),
        runs=running(latest, now),
        past=past(latest, now),
    )


def _index(index: Index) -> tuple[str | None, int | None, bool | None]:
    try:
        live = index.generations.live()
        return live, index.count() if live else 0, index.rebuild_needed
    except EngineError:
        return None, None, None


def made_due(kit: Kit, keys: Sequence[str]) -> list[str]:
    """Make issues due again: fetched where something is missing, indexed where articles were refused; the keys of those that are."""
    if not keys:
        return []
    due, refused = retry(kit, keys), list(kit.ledger.watching.refused(keys))
    kit.ledger.indexing.again(refused, kit.clock())
    return sorted({*due, *refused})


def retry_in(settings: Settings) -> Callable[[Sequence[str]], list[str]]:
    """What makes issues of a home due again, whoever works on it; opened when it is asked, as seldom as a button is pressed."""

    def again(keys: Sequence[str]) -> list[str]:
        with open_kit(settings) as kit:
            return made_due(kit, keys)

    return again
