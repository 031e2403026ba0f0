"""Corrections as files: `<issue>/<id>.json` under a root, each with the id, the digest it was made on, and the fields it overrules."""

from collections.abc import Iterator
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from articles.corrections import Correction
from articles.errors import BadCorrection
from storage.noted import SUFFIX, forget, keep, path_of

_CORRECTION: TypeAdapter[Correction] = TypeAdapter(Correction)


class Corrections:
    """The corrections under `root`. Threads and processes may share it; files may be written by hand."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def path(self, issue: str, id_: str) -> Path:
        """Where the correction of an article lies, whether it is there or not. ValueError for what is no key or id."""
        return path_of(self.root, issue, id_)

    def get(self, issue: str, id_: str) -> Correction | None:
        """The correction of an article; None where there is none. BadCorrection where the file is wrong."""
        path = self.path(issue, id_)
        return _read(path) if path.exists() else None

    def of(self, issue: str) -> list[Correction]:
        """Those of an issue by id; files that are wrong are left to `all`."""
        return [one for _, one in self._in(self.root / issue) if isinstance(one, Correction)]

    def all(self) -> Iterator[tuple[str, Correction | BadCorrection]]:
        """Every correction with its issue, by issue and id; what is wrong with a file in its place."""
        for folder in sorted(self.root.iterdir()) if self.root.is_dir() else ():
            yield from self._in(folder)

    def write(self, issue: str, correction: Correction) -> Path:
        """Keep a correction in the place of the one before; where. StorageFull leaves what was there."""
        path = self.path(issue, correction.id)
        keep(path, _CORRECTION.dump_json(correction, indent=2, ensure_ascii=False))
        return path

    def remove(self, issue: str, id_: str) -> None:
        """Take a correction back; nothing where there is none."""
        forget(self.path(issue, id_))

    def _in(self, folder: Path) -> Iterator[tuple[str, Correction | BadCorrection]]:
        for path in sorted(folder.glob(f"*{SUFFIX}")) if folder.is_dir() else ():
            try:
                yield folder.name, _read(path)
            except BadCorrection as error:
                yield folder.name, error


def _read(path: Path) -> Correction:
    """The correction of a file, named after its article. BadCorrection."""
    try:
        found = _CORRECTION.validate_json(path.read_bytes(), strict=True, extra="forbid")
    except ValidationError as error:
        first = error.errors()[0]
        why = f"{'.'.join(map(str, first['loc']))}: {first['msg']}"
        raise BadCorrection("correction_file", file=str(path), why=why) from error
    except OSError as error:
        raise BadCorrection("correction_file", file=str(path), why=error.strerror or str(error)) from error
    if found.id != path.name.removesuffix(SUFFIX):
        raise BadCorrection("correction_file", file=str(path), why=f"id: {found.id}")
    return found
