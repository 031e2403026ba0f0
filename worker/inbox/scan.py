"""What lies in the inbox, looked at without following anything or opening a file."""

import os
import re
import stat
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

#: Names of files that programs still write, and of their scratch.
_UNFINISHED = re.compile(
    r"(?i).*\.(?:part|partial|filepart|crdownload|download|opdownload|tmp|temp|swp|lock|!ut|bc!|td|xltd)|.*~|~\$.*|\.~.*"
)
#: What browsers lay beside a name that they hold free for a download.
_BESIDE = (".part", ".crdownload", ".download", ".partial")
#: Folders looked into below the inbox, one inside another.
_DEEPEST = 30

#: Size, time of change (ns) and inode: a file that keeps them rests.
State = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Entry:
    """Something in the inbox: its name relative to it (parted by `/`), its state, and whether it is a file (not a link, a pipe …).

    `changed`: when it was written to, renamed or moved here last, by the clock of the file system (seconds since the epoch).
    """

    name: str
    state: State
    plain: bool
    changed: float

    @property
    def batch(self) -> str:
        """The folder right below the inbox it came in; empty for what lies in the inbox itself."""
        return self.name.partition("/")[0] if "/" in self.name else ""


@dataclass(frozen=True, slots=True)
class Scanned:
    """What may be taken, in order, and the folders right below the inbox in which something is still written."""

    entries: tuple[Entry, ...]
    busy: frozenset[str]


def scan(folder: Path, apart: Collection[str]) -> Scanned:
    """All that lies in a folder and below it, hidden and unfinished names aside; `apart` are folders of its own that are left out."""
    busy: set[str] = set()
    found = list(_walk(folder, "", frozenset(apart), busy, 0))
    return Scanned(tuple(sorted(found, key=lambda one: one.name)), frozenset(busy))


def _walk(folder: Path, before: str, apart: frozenset[str], busy: set[str], depth: int) -> Iterator[Entry]:
    try:
        with os.scandir(folder) as found:
            entries = list(found)
    except OSError:  # gone, or not ours to read
        return
    names = {one.name for one in entries}
    for one in entries:
        name = before + one.name
        if one.name.startswith(".") or name in apart:
            continue
        if _UNFINISHED.fullmatch(one.name) or any(one.name + ending in names for ending in _BESIDE):
            busy.add(name.partition("/")[0])
            continue
        yield from _one(one, name, apart, busy, depth)


def _one(one: "os.DirEntry[str]", name: str, apart: frozenset[str], busy: set[str], depth: int) -> Iterator[Entry]:
    try:
        if one.is_dir(follow_symlinks=False):
            if depth < _DEEPEST:
                yield from _walk(Path(one.path), f"{name}/", apart, busy, depth + 1)
            return
        about = one.stat(follow_symlinks=False)
    except OSError:
        return
    yield Entry(name, (about.st_size, about.st_mtime_ns, about.st_ino), stat.S_ISREG(about.st_mode), about.st_ctime)


def state_of(path: Path) -> State | None:
    """The state of what lies there now; None where nothing does."""
    try:
        about = path.lstat()
    except OSError:
        return None
    return about.st_size, about.st_mtime_ns, about.st_ino


def read_resting(path: Path, state: State) -> bytes | None:
    """The bytes of a file as it was seen; None where it is another one by now. OSError where it cannot be read."""
    handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    with os.fdopen(handle, "rb") as file:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            return None
        payload = file.read()
        about = os.fstat(handle)
    same = (about.st_size, about.st_mtime_ns, about.st_ino) == state and len(payload) == state[0]
    return payload if same else None
