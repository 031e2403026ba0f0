"""The home: there, writable, with room, and who owns it."""

import os
from collections.abc import Iterator
from pathlib import Path

from worker.doctor.disk import room, workable
from worker.doctor.finding import Finding, bad, ok, warn
from worker.home import Home


def check_home(home: Home) -> Iterator[Finding]:
    """Its findings; one that is not there is told and not made."""
    if not there(home.path):
        yield _missing(home.path)
        return
    folders = [folder for folder in (home.path, home.archive, home.articles) if there(folder)]
    found = [workable("home.folder", folder) for folder in folders]
    yield next((one for one in found if one.state != "ok"), found[0])
    yield room("home.disk", home.path)
    yield _owned(home)


def there(folder: Path) -> bool:
    """Whether a folder is there, as far as we may see."""
    try:
        return folder.is_dir()
    except OSError:
        return False


def _missing(path: Path) -> Finding:
    """Whether it can be made, as far as that can be told without doing it."""
    above = next(folder for folder in path.absolute().parents if _exists(folder))
    if _exists(path) or not above.is_dir() or not os.access(above, os.W_OK | os.X_OK):
        return bad("home.folder", "home_impossible", folder=str(path), above=str(above))
    return warn("home.folder", "home_missing", folder=str(path))


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:
        return False


def _owned(home: Home) -> Finding:
    owner = home.owner()
    if owner is None:
        return ok("home.owner", "home_free")
    return ok("home.owner", "home_owned", pid=owner.pid, machine=owner.machine)
