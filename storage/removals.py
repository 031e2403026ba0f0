"""Removals as files: `<issue>/<id>.json` under a root. They outlive the ledger, so that what is made again from the archive knows them."""

from collections.abc import Iterator
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from articles.errors import BadRemoval
from articles.removals import Removal
from storage.noted import SUFFIX, forget, keep, path_of, safe

_REMOVAL: TypeAdapter[Removal] = TypeAdapter(Removal)


class Removals:
    """The removals under `root`; threads and processes may share it. BadRemoval where a file is wrong: nothing is read without it."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def path(self, issue: str, id_: str) -> Path:
        """Where a removal lies, whether it is there or not. ValueError for what is no key or id."""
        return path_of(self.root, issue, id_)

    def find(self, id_: str) -> Removal | None:
        """The removal of an id, None where it was not removed."""
        if not self.root.is_dir() or not safe(id_):
            return None
        return next((_read(path) for path in self.root.glob(f"*/{id_}{SUFFIX}")), None)

    def of(self, issue: str) -> list[Removal]:
        """Those of an issue, by id."""
        folder = self.root / issue
        return [_read(path) for path in sorted(folder.glob(f"*{SUFFIX}"))] if folder.is_dir() else []

    def all(self) -> Iterator[Removal]:
        """Every removal, by issue and id."""
        for folder in sorted(self.root.iterdir()) if self.root.is_dir() else ():
            yield from self.of(folder.name)

    def write(self, removal: Removal) -> Path:
        """Keep a removal; on the disk when this returns. StorageFull."""
        path = self.path(removal.issue, removal.id)
        keep(path, _REMOVAL.dump_json(removal, indent=2, ensure_ascii=False))
        return path

    def take_back(self, removal: Removal) -> None:
        """Forget a removal."""
        forget(self.path(removal.issue, removal.id))


def _read(path: Path) -> Removal:
    try:
        return _REMOVAL.validate_json(path.read_bytes())
    except (ValidationError, OSError) as error:
        raise BadRemoval("removal_file", file=str(path), why=str(error).splitlines()[0]) from error
