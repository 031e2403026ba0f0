"""What is noted of an article in a file of its own: `<issue>/<id>.json` under a root."""

import re
from pathlib import Path

from storage.disk import flush_folder, locked, put

SUFFIX = ".json"
_SAFE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,99}")


def safe(name: str) -> bool:
    """Whether a key of an issue, or an id, may name a file."""
    return bool(_SAFE.fullmatch(name))


def path_of(root: Path, issue: str, id_: str) -> Path:
    """Where the note of an article lies, whether it is there or not. ValueError for what is no key or id."""
    if not safe(issue) or not safe(id_):
        raise ValueError(f"no key of an issue or no id: {issue!r}, {id_!r}")
    return root / issue / f"{id_}{SUFFIX}"


def keep(path: Path, payload: bytes) -> None:
    """Write a note in the place of the one before; on the disk when this returns. StorageFull leaves what was there."""
    with locked(path.parent):
        put(path, payload + b"\n")


def forget(path: Path) -> None:
    """Remove a note, where there is one; on the disk when this returns."""
    path.unlink(missing_ok=True)
    if path.parent.is_dir():
        flush_folder(path.parent)
