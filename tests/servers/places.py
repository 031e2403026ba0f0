"""Folders and users of servers: a server never runs as root, so what it touches must be reachable for another user."""

import os
import shutil
import stat
import tempfile
from pathlib import Path
from typing import Any

#: The user and group `nobody`, which servers run as where the tests run as root.
NOBODY = 65534


def as_root() -> bool:
    """Whether the tests run as root (PostgreSQL and Elasticsearch refuse to)."""
    return hasattr(os, "geteuid") and os.geteuid() == 0


def drop() -> dict[str, Any]:
    """What `subprocess.Popen` needs to run a server as somebody other than root."""
    return {"user": NOBODY, "group": NOBODY, "extra_groups": []} if as_root() else {}


def reachable(path: Path) -> bool:
    """Whether any user may read `path`: every folder above it can be entered."""
    entered = stat.S_IXOTH
    path = path.resolve()
    return all(folder.stat().st_mode & entered for folder in path.parents) and bool(path.stat().st_mode & stat.S_IROTH)


def fresh(name: str) -> Path:
    """A new folder that the servers' user owns and can reach."""
    places = [Path(tempfile.gettempdir()), Path("/tmp"), Path("/var/tmp")]
    parent = next((place for place in places if place.is_dir() and (not as_root() or reachable(place))), places[0])
    folder = Path(tempfile.mkdtemp(prefix=f"zongshu-{name}-", dir=parent))
    folder.chmod(0o755)
    give(folder)
    return folder


def give(folder: Path) -> None:
    """Make the servers' user the owner of a folder and what is in it."""
    if not as_root():
        return
    for path in (folder, *folder.rglob("*")):
        os.chown(path, NOBODY, NOBODY, follow_symlinks=False)


def within_reach(program: Path, folder: Path) -> Path:
    """The folder `program` itself, or a copy of it in `folder` where the servers' user cannot reach it (a checkout below /root)."""
    if not as_root() or reachable(program):
        return program
    copy = folder / "program"
    if not copy.exists():
        shutil.copytree(program, copy, symlinks=True)
    return copy


def removed(folder: Path) -> None:
    """Remove a server's folder; what is already gone is fine."""
    shutil.rmtree(folder, ignore_errors=True)
