"""Generations: builds of the index side by side, and a pointer that says which is live. Here they lie in one folder.

`<root>/<fingerprint>-<n>/` is a generation, `<root>/live` the pointer: one small file that is replaced whole, so that a reader sees the
old generation or the new one and never none. Which generations are written, and what is in them, is the ledger's business.
"""

import contextlib
import json
import os
import re
import shutil
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from articles.errors import GenerationBroken, StorageFull
from indexing.engines.protocol import Engine, View
from indexing.engines.tantivy import TantivyEngine
from indexing.room import check_room
from storage import flush_folder

_NAME = re.compile(r"([0-9a-f]{12})-([1-9][0-9]*)")
_DROPPED = ".dropped-"
#: ENOSPC, EFBIG, EDQUOT.
_FULL = frozenset({28, 27, 122})
Signature = tuple[int, int, int] | None


class Generations(Protocol):
    """The generations of an index of one fingerprint, wherever they are. Names are `<fingerprint>-<n>`."""

    fingerprint: str

    @property
    def place(self) -> str:
        """Where they are, for messages."""
        ...

    def names(self) -> list[str]:
        """All generations that are there, oldest first."""
        ...

    def next_name(self) -> str:
        """The name of a generation that is not there yet."""
        ...

    def live(self) -> str | None:
        """The generation that is searched; None where there is none yet."""
        ...

    def previous(self) -> str | None:
        """The generation that was live before."""
        ...

    def matches(self, name: str) -> bool:
        """Whether a generation is of our fingerprint: where not, it serves on, and a rebuild is needed."""
        ...

    def create(self, name: str) -> Engine:
        """A new, empty generation."""
        ...

    def open(self, name: str) -> Engine:
        """A generation that is there. GenerationBroken where it is missing or torn."""
        ...

    def searched(self, opened: Callable[[str], Engine]) -> Engine:
        """Whatever is live now, to be read only; `opened` gives a generation's engine. GenerationBroken where nothing is live."""
        ...

    def held(self, name: str) -> View | None:
        """A view that is kept where the generations are, by its name; None where views are kept in the process that made them."""
        ...

    def swap(self, name: str) -> None:
        """Make a generation live; the one that was stays for a roll-back. GenerationBroken where there is none of that name."""
        ...

    def roll_back(self) -> str:
        """Make the previous generation live again, and the live one previous. GenerationBroken where there is none."""
        ...

    def drop(self, name: str) -> None:
        """Delete a generation that is not live (ValueError); nothing happens where it is not there."""
        ...

    def check_room(self, begun: str | None = None) -> None:
        """StorageFull where there is less room than a generation like the live one takes, or the rest of one that is `begun`."""
        ...

    def close(self) -> None:
        """Give up connections; idempotent."""
        ...


class FolderGenerations:
    """The generations in a folder, each a folder of tantivy."""

    def __init__(self, root: Path, fingerprint: str) -> None:
        self.root = root
        self.fingerprint = fingerprint
        self._lock = threading.Lock()
        self._live: str | None = None
        self._seen: Signature = None

    @property
    def place(self) -> str:
        """The folder, for messages."""
        return str(self.root)

    def path(self, name: str) -> Path:
        """The folder of a generation."""
        return self.root / name

    def names(self) -> list[str]:
        """All generations on the disk, oldest first."""
        found = [entry.name for entry in self.root.iterdir() if _NAME.fullmatch(entry.name)] if self.root.is_dir() else []
        return sorted(found, key=_number)

    def next_name(self) -> str:
        """The name of a generation that is not there yet."""
        last = self.names()[-1:]
        return f"{self.fingerprint}-{_number(last[0]) + 1 if last else 1}"

    def live(self) -> str | None:
        """The generation that is searched; None where there is none yet. GenerationBroken where the pointer is torn."""
        return self._pointer()[0]

    def previous(self) -> str | None:
        """The generation that was live before."""
        return self._pointer()[1]

    def signature(self) -> Signature:
        """Changes whenever the pointer does; cheap."""
        try:
            status = os.stat(self.root / "live")  # noqa: PTH116 - half the price of Path.stat, on every question
        except FileNotFoundError:
            return None
        return status.st_mtime_ns, status.st_ino, status.st_size

    def matches(self, name: str) -> bool:
        """Whether a generation is of our fingerprint: where not, it serves on, and a rebuild is needed."""
        return name.startswith(f"{self.fingerprint}-")

    def create(self, name: str) -> Engine:
        """A new, empty generation. StorageFull."""
        return TantivyEngine.create(self.path(name))

    def open(self, name: str) -> Engine:
        """A generation that is there. GenerationBroken where it is missing or torn."""
        return TantivyEngine.open(self.path(name))

    def searched(self, opened: Callable[[str], Engine]) -> Engine:
        """Whatever is live now: the pointer is read again when it changed. GenerationBroken where nothing is live."""
        with self._lock:
            signature = self.signature()
            if self._live is None or signature != self._seen:
                self._live, self._seen = self.live(), signature
            name = self._live
        if name is None:
            raise GenerationBroken("engine_no_generation", path=self.place)
        return opened(name)

    def held(self, name: str) -> View | None:
        """None: a view is open files."""
        del name
        return None

    def swap(self, name: str) -> None:
        """Make a generation live; the one that was stays for a roll-back. GenerationBroken where there is none of that name."""
        if name not in self.names():
            raise GenerationBroken("engine_generation_unknown", name=name, known=", ".join(self.names()))
        live = self.live()
        if live != name:
            self._point(name, live)

    def roll_back(self) -> str:
        """Make the previous generation live again, and the live one previous. GenerationBroken where there is none."""
        live, previous = self._pointer()
        if previous is None or previous not in self.names():
            raise GenerationBroken("engine_no_previous")
        self._point(previous, live)
        return previous

    def drop(self, name: str) -> None:
        """Delete a generation that is not live; nothing happens where it is not there."""
        if name == self.live():
            raise ValueError(f"{name} is live")
        gone = self.root / f"{_DROPPED}{name}"
        if self.path(name).is_dir():
            self.path(name).rename(gone)
        for left in self.root.glob(f"{_DROPPED}*"):
            shutil.rmtree(left, ignore_errors=True)

    def check_room(self, begun: str | None = None) -> None:
        """StorageFull where the disk has less room than a generation like the live one takes, or the rest of one that is `begun`."""
        live = self.live()
        if live is not None:
            begun_size = _size(self.path(begun)) if begun else 0
            check_room(str(self.root), _size(self.path(live)), begun_size, shutil.disk_usage(self.root).free)

    def close(self) -> None:
        """Nothing is held open."""

    def _pointer(self) -> tuple[str | None, str | None]:
        path = self.root / "live"
        try:
            pointer = json.loads(path.read_text("utf-8"))
            return pointer["live"], pointer["previous"]
        except FileNotFoundError:
            return None, None
        except (ValueError, KeyError, TypeError) as error:
            raise GenerationBroken("engine_torn", path=str(path), why=str(error)) from error

    def _point(self, live: str, previous: str | None) -> None:
        """Replace the pointer: on the disk whole before it gets its name."""
        new = self.root / ".live.new"
        try:
            with new.open("w", encoding="utf-8") as file:
                json.dump({"live": live, "previous": previous}, file)
                file.flush()
                os.fsync(file.fileno())
            new.replace(self.root / "live")
        except OSError as error:
            if error.errno in _FULL:
                raise StorageFull("engine_full", path=str(self.root)) from error
            raise
        flush_folder(self.root)


def _size(folder: Path) -> int:
    """Bytes of a generation; files that merges take away under the look count as nothing."""
    found = 0
    for path in folder.glob("*"):
        with contextlib.suppress(FileNotFoundError):
            found += path.stat().st_size
    return found


def _number(name: str) -> int:
    return int(name.rpartition("-")[2])
