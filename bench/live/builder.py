"""Who rebuilds. On tantivy that is the home's owner, which indexes what comes meanwhile too; on Elasticsearch a process beside those."""

import threading
from typing import TYPE_CHECKING

from articles.errors import EngineUnavailable
from worker.building import Pace, build_asked
from worker.home import Home, alive
from worker.runner import open_kit
from worker.steps import Kit, index, open_generations

if TYPE_CHECKING:
    from bench.live.trial import Trial


def build(trial: "Trial") -> None:
    """Rebuild until it is done."""
    with open_kit(trial.settings()) as kit:
        home = Home(trial.home)
        if trial.url:
            with home.generations_locked(wait=True):
                build_asked(kit, rest=Pace(trial.share))
            return
        with home.own(), home.generations_locked(wait=True):
            kit.ledger.runs.recover(alive, kit.clock())
            open_generations(kit)
            over = threading.Event()
            thread = threading.Thread(target=_index, args=(kit, over))
            thread.start()
            try:
                build_asked(kit, rest=Pace(trial.share))
            finally:
                over.set()
                thread.join()


def _index(kit: Kit, over: threading.Event) -> None:
    """Index what is read, and apply tombstones, as the runner does."""
    while not over.wait(0.02):
        try:
            while index(kit):
                pass
        except EngineUnavailable:  # a killed owner's lock is freed in a moment
            continue
