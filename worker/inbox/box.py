"""The inbox worked off, look by look: what rests is taken into archive and ledger, then moved by what became of it.

Nothing is kept here that a killed process would need: a file still lying in the inbox is looked at anew, and by its bytes the ledger
knows whether it was taken and what became of it.
"""

import datetime as dt
import fcntl
import os
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from articles.errors import BadNeighbour, StorageError, StorageFull, TooLarge, Undecodable, Unreadable, ZongshuError, remade
from scrapers import NOTHING, Beside, settled_order
from storage.ledger import Issue
from worker.inbox.moving import move, place_for
from worker.inbox.neighbours import LARGEST, is_neighbour, neighbour_of, read_neighbour
from worker.inbox.reasons import written
from worker.inbox.scan import Entry, Scanned, State, read_resting, scan, state_of
from worker.settings import Settings
from worker.steps import Kit, printable, take

DONE, FAILED = "done", "failed"
#: Seconds a file must be unchanged between two looks, or for whoever sees it first; seconds the file a neighbour speaks of is waited for;
#: bytes of the largest file taken.
REST, STILL, PATIENCE, LARGEST_FILE = 2.0, 10.0, 60.0, 500_000_000
_OPEN = frozenset(("due", "fetching", "fetched"))


@dataclass(frozen=True, slots=True)
class Moved:
    """What became of a file: its name in the inbox, where it lies now (relative to it), and its issue, if it got one.

    `known`: these bytes had been taken before. `error`: why it failed, or which part of it could not be read.
    """

    name: str
    state: str
    place: str
    key: str | None = None
    known: bool = False
    articles: int = 0
    error: ZongshuError | None = None


@dataclass(frozen=True, slots=True)
class _Taken:
    """A file that is in the archive, as it was seen then."""

    state: State
    key: str
    known: bool
    neighbour: str | None


def folder_of(settings: Settings) -> Path:
    """Where the inbox is."""
    return settings.inbox or settings.home / "inbox"


@dataclass
class Inbox:
    """A folder and what this process saw there. `ticks` are seconds that only go on.

    `rest` is how long a file must be unchanged between two looks; `still` how long by the file system's clock where it was not seen
    before: the next look may be another process's.
    `impatient`: nothing more will come, so that nothing is waited for but writing.
    """

    kit: Kit
    folder: Path
    lang: str = "zh"
    rest: float = REST
    still: float = STILL
    impatient: bool = False
    ticks: Callable[[], float] = time.monotonic
    #: Whether the last look left something that is not settled yet, and what keeps files where they are (a full disk, missing rights).
    pending: bool = field(default=True, init=False)
    trouble: StorageError | None = field(default=None, init=False)
    _seen: dict[str, tuple[State, float]] = field(default_factory=dict, init=False)
    _taken: dict[str, _Taken] = field(default_factory=dict, init=False)
    _gone: set[str] = field(default_factory=set, init=False)
    _plans: dict[str, Mapping[str, Beside]] = field(default_factory=dict, init=False)

    def make(self) -> None:
        """Make the folder, and those for what is settled. StorageError."""
        try:
            for one in (self.folder, self.folder / DONE, self.folder / FAILED):
                one.mkdir(parents=True, exist_ok=True)
                if one != self.folder and one.is_symlink():
                    raise StorageError("inbox_unusable", folder=str(one), why="link")
        except OSError as error:
            raise StorageError("inbox_unusable", folder=str(self.folder), why=error.strerror or str(error)) from error

    def look(self, spell: float = 5.0) -> list[Moved]:
        """Take what rests, move what is settled; what was moved. Ends after about `spell` seconds, the next look goes on.

        Another process that looks has it all: nothing is done then. Where files cannot be kept or moved they stay, and `trouble` says
        why. StorageError where the folder or the ledger cannot be used.
        """
        self.make()
        self.trouble = None
        with self._alone() as here:
            if here is None:
                return []
            until = self.ticks() + spell
            found = scan(self.folder, (DONE, FAILED))
            resting = self._resting(found, here)
            moved = list(self._odd(resting))
            names = frozenset(one.name for one in found.entries)
            self._take(resting, names, until, moved)
            moved += self._settle(resting, names)
            left = {one.name for one in found.entries if one.batch not in found.busy} - {one.name for one in moved}
            self.pending = bool(left)
            return moved

    @contextmanager
    def _alone(self) -> Iterator[float | None]:
        """The instant by the file system's clock, while nobody else looks; None where somebody does."""
        handle = os.open(self.folder / ".lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o644)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            os.utime(handle)
            yield os.fstat(handle).st_ctime
        except BlockingIOError:
            yield None
        finally:
            os.close(handle)

    def _resting(self, found: Scanned, here: float) -> list[Entry]:
        """What has not changed for a while; a folder rests as a whole."""
        now = self.ticks()
        before, self._seen = self._seen, {}
        for one in found.entries:
            state, since = before.get(one.name, (one.state, now))
            self._seen[one.name] = (one.state, since if state == one.state else now)
        self._taken = {name: taken for name, taken in self._taken.items() if self._seen.get(name, (None,))[0] == taken.state}

        def rests(one: Entry) -> bool:
            return now - self._seen[one.name][1] >= self.rest or here - one.changed >= self.still

        fresh = {one.batch for one in found.entries if not rests(one)} - {""}
        return [one for one in found.entries if one.batch not in fresh | found.busy and rests(one)]

    def _odd(self, resting: Sequence[Entry]) -> Iterator[Moved]:
        """Links, pipes and devices are followed by nobody."""
        for one in resting:
            if not one.plain:
                yield from self._fail(one, Unreadable("inbox_no_file", name=printable(one.name)))

    def _take(self, resting: Sequence[Entry], names: frozenset[str], until: float, moved: list[Moved]) -> None:
        """Put what is new into archive and ledger, folder by folder, in the order the layout pages there give."""
        files = [one for one in resting if one.plain and not is_neighbour(one.name)]
        for batch in sorted({one.batch for one in files if one.name not in self._taken}):
            together = {one.name: one for one in files if one.batch == batch}
            for name, told in self._planned(batch, together).items():
                if self.ticks() > until or self.trouble:
                    return
                if name in together and name not in self._taken:
                    moved += self._take_one(together[name], told, names)
        moved += self._lonely(resting, names)

    def _planned(self, batch: str, files: Mapping[str, Entry]) -> Mapping[str, Beside]:
        """The files of a folder in their order, and what its layout pages say of them; looked at once while nothing new comes."""
        plan = self._plans.get(batch, {})
        if not files.keys() <= plan.keys():
            plan = (
                settled_order(list(files), lambda name: self._bytes(files[name]) or b"")
                if len(files) > 1
                else dict.fromkeys(files, NOTHING)
            )
            self._plans[batch] = plan
        return plan

    def _take_one(self, one: Entry, told: Beside, names: frozenset[str]) -> list[Moved]:
        try:
            if one.state[0] > LARGEST_FILE:
                raise TooLarge("inbox_large", name=printable(one.name), limit=LARGEST_FILE)
            payload = self._bytes(one)
            if payload is None:
                return []
            neighbour = neighbour_of(one.name, names)
            receipt = take(self.kit, one.name, payload, self._said(neighbour).over(told) if neighbour else told)
        except StorageFull as error:
            self.trouble = error
            return []
        except ZongshuError as error:
            return list(self._fail(one, error, names))
        if receipt.known:
            came = dt.datetime.fromtimestamp(one.changed, dt.UTC)
            self.kit.ledger.issues.reread_failed(receipt.key, came, self.kit.clock())
        self._taken[one.name] = _Taken(one.state, receipt.key, receipt.known and self._elsewhere(one, receipt.key), neighbour)
        return []

    def _elsewhere(self, one: Entry, key: str) -> bool:
        """Whether bytes that are known came from another file than this one, which a killed process may have taken."""
        others = any(taken.key == key for taken in self._taken.values())
        address = next((row.address for row in self.kit.ledger.issues.addresses(key)), "")
        moved = key in self._gone or os.path.lexists(self.folder / DONE / one.name) or os.path.lexists(self.folder / FAILED / one.name)
        return others or moved or address != printable(one.name)

    def _bytes(self, one: Entry) -> bytes | None:
        """The bytes of a file as it was seen. Undecodable where the system will not let us read it."""
        try:
            return read_resting(self.folder / one.name, one.state)
        except FileNotFoundError:
            return None
        except OSError as error:
            raise Undecodable("file_unreadable", file=printable(one.name), why=error.strerror or str(error)) from error

    def _said(self, neighbour: str) -> Beside:
        """What a neighbour says. BadNeighbour."""
        path = self.folder / neighbour
        state = state_of(path)
        payload = read_resting(path, state) if state and state[0] <= LARGEST else None
        if payload is None:
            raise BadNeighbour("neighbour_damaged", name=printable(neighbour), why=f"> {LARGEST}")
        return read_neighbour(printable(neighbour), payload, self.kit.papers)

    def _lonely(self, resting: Sequence[Entry], names: frozenset[str]) -> list[Moved]:
        """Neighbours that speak of no file, once it was waited for."""
        now, moved = self.ticks(), list[Moved]()
        spoken = {neighbour_of(name, names) for name in names if not is_neighbour(name)}
        for one in resting:
            patient = not self.impatient and now - self._seen[one.name][1] < PATIENCE
            if one.plain and is_neighbour(one.name) and one.name not in spoken and not patient:
                moved += self._fail(one, BadNeighbour("neighbour_alone", name=printable(one.name)))
        return moved

    def _settle(self, resting: Sequence[Entry], names: frozenset[str]) -> Iterator[Moved]:
        """Move files by what became of them."""
        files = [one for one in resting if one.name in self._taken]
        issues = self.kit.ledger.issues.many({self._taken[one.name].key for one in files})
        for one in files:
            issue = issues.get(self._taken[one.name].key)
            if issue is None or issue.outcome in _OPEN:
                continue
            yield from self._settled(one, self._taken[one.name], issue, names)

    def _settled(self, one: Entry, taken: _Taken, issue: Issue, names: frozenset[str]) -> Iterator[Moved]:
        error = remade(issue.reason) if issue.reason else None
        state = DONE if issue.outcome in ("read", "indexed") else FAILED
        if taken.neighbour and self._last_of(taken.neighbour, one.name, names):
            self._along(taken.neighbour, state)
        place = self._moved(one, state, taken.key, error)
        if place:
            self._gone.add(taken.key)
            self._taken.pop(one.name, None)
            yield Moved(one.name, state, place, taken.key, taken.known, issue.articles if state == DONE else 0, error)

    def _last_of(self, neighbour: str, name: str, names: frozenset[str]) -> bool:
        """Whether every other file a neighbour speaks of has been taken."""
        stem = str(PurePosixPath(neighbour).with_suffix(""))
        others = (one for one in names if one != name and (one == stem or str(PurePosixPath(one).with_suffix("")) == stem))
        return all(is_neighbour(one) or one in self._taken for one in others)

    def _along(self, neighbour: str, state: str) -> None:
        """Move a neighbour, before its file: a file alone is known by its bytes, a neighbour alone is an error."""
        path = self.folder / neighbour
        about = state_of(path)
        if about:
            move(path, about, place_for(self.folder / state, neighbour, ""), None)

    def _fail(self, one: Entry, error: ZongshuError, names: Sequence[str] | frozenset[str] = ()) -> Iterator[Moved]:
        """Move what cannot be taken, and then the neighbour that is to blame or speaks of it."""
        place = self._moved(one, FAILED, None, error)
        neighbour = neighbour_of(one.name, names)
        if place and neighbour and self._last_of(neighbour, one.name, frozenset(names)):
            self._along(neighbour, FAILED)
        if place:
            yield Moved(one.name, FAILED, place, error=error)

    def _moved(self, one: Entry, state: str, key: str | None, error: ZongshuError | None) -> str | None:
        """Move a file; where it lies now, None where it is another one by now, or stays because it cannot be moved."""
        try:
            place = place_for(self.folder / state, one.name, key or "")
            text = written(printable(one.name), key, error, self.lang) if error else None
            if not move(self.folder / one.name, one.state, place, text):
                return None
        except FileNotFoundError:
            return None
        except OSError as problem:
            why = f"{printable(one.name)}: {problem.strerror or problem}"
            self.trouble = StorageError("inbox_unusable", folder=str(self.folder), why=why)
            return None
        return place.relative_to(self.folder).as_posix()
