"""The steps of a small home in one process, in phases, telling after each step what has been acknowledged: the one who is killed."""

import json
import mmap
import struct
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from indexing import Tokenizer, open_index
from storage.ledger import Ledger
from worker.home import Home, alive
from worker.runner import open_kit
from worker.settings import Settings
from worker.steps import Kit, fetch, index, open_generations, read, reindex

#: In the order in which the work is done; what each writes besides the ledger: the archive, article files, the index, its pointer.
PHASES = ("fetch", "read", "index", "reindex")
_ROOM = 1 << 20


class Acknowledged:
    """What was acknowledged last, in memory that outlives the process: telling it costs no call of the system."""

    def __init__(self) -> None:
        self._memory = mmap.mmap(-1, 2 * _ROOM)
        self.tell({})

    def tell(self, state: dict[str, Any]) -> None:
        """Replace what was told; whole at any moment: the number of the half that holds is written last."""
        half = 1 - self._memory[0]
        text = json.dumps(state).encode()
        start = 1 + half * (_ROOM - 8)
        self._memory[start : start + 4 + len(text)] = struct.pack("!i", len(text)) + text
        self._memory[0] = half

    @property
    def state(self) -> dict[str, Any]:
        """What was told last."""
        start = 1 + self._memory[0] * (_ROOM - 8)
        (length,) = struct.unpack("!i", self._memory[start : start + 4])
        return dict(json.loads(self._memory[start + 4 : start + 4 + length]))


@contextmanager
def opened(settings: Settings, tokenizer: Tokenizer) -> Iterator[Kit]:
    """The kit of the home's owner, its dictionaries loaded before."""
    home = Home(settings.home)
    with home.own(), open_kit(settings) as kit:
        own = replace(kit, open_index=lambda: open_index(home.index, tokenizer))
        try:
            yield own
        finally:
            own.index.close()


def work(kit: Kit, phases: tuple[str, ...], told: Callable[[dict[str, Any]], None]) -> None:
    """Do all that is due, as an owner does who comes after one that died; what is acknowledged is told after each step."""
    kit.ledger.runs.recover(alive, kit.clock())
    for phase in phases:
        for _ in _steps(kit, phase):
            told(acknowledged(kit))


def _steps(kit: Kit, phase: str) -> Iterator[None]:
    if phase == "fetch":
        while any(fetch(kit, host) is not None for host in kit.ledger.lanes.ready(kit.clock())):
            yield
        return
    if phase == "read":
        while read(kit):
            yield
        return
    open_generations(kit)
    if phase == "reindex":
        reindex(kit, lambda done, total: None)
    while index(kit):
        yield
    yield


def acknowledged(kit: Kit) -> dict[str, Any]:
    """What the ledger says is kept, read and indexed, and the generation that is live."""
    return _of_ledger(kit.ledger) | {"live": kit.index.generations.live()}


def _of_ledger(ledger: Ledger) -> dict[str, Any]:
    issues = ledger.issues.many([issue.key for issue in ledger.reports.coverage("ljrb")])
    kept = {
        one.address: [one.file, one.offset, one.length, one.digest]
        for key in issues
        for one in ledger.issues.addresses(key)
        if one.state == "kept"
    }
    return {
        "kept": kept,
        "issues": {key: one.outcome for key, one in issues.items()},
        "files": {key: one.digest for key, one in issues.items() if one.digest},
        "ids": dict(ledger.readings.ids()),
    }


def lost(kit: Kit, told: dict[str, Any]) -> list[str]:
    """What was acknowledged and is not there any more."""
    if not told:
        return []
    now = acknowledged(kit)
    wrong = [f"{part} lacks {sorted(gone)[:3]}" for part in ("kept", "files", "ids") if (gone := set(told[part]) - set(now[part]))]
    wrong += [f"{address} moved" for address, at in told["kept"].items() if now["kept"].get(address) != at]
    wrong += [f"{key}: its article file" for key, digest in told["files"].items() if kit.files.digest(key) != digest]
    engine = kit.index.engine(told["live"]) if told["live"] else None
    held = engine.revisions(told["ids"]) if engine else {}
    indexed = {key for key, outcome in told["issues"].items() if outcome == "indexed"}
    wrong += [f"{id_} in the index" for id_ in told["ids"] if id_.rpartition("-")[0] in indexed and id_ not in held]
    wrong += ["the live generation"] if told["live"] and now["live"] is None else []
    return wrong


def whole(kit: Kit) -> list[str]:
    """Records that the ledger knows and the archive cannot give."""
    from storage import Position

    wrong = []
    for address, (file, offset, length, digest) in acknowledged(kit)["kept"].items():
        if kit.archive.read(Position(file, offset, length)).digest != digest:
            wrong.append(f"record of {address}")
    return wrong


def home_of(folder: Path, port: int) -> Settings:
    """The settings of a small home over the sample's sites."""
    from worker.settings import load

    return load(home=folder, sample_port=port, read={"processes": 1})
