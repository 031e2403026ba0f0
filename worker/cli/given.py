"""Files and folders as they are named on a command line: each with the name it is kept under and what lies around it says of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from articles.errors import Undecodable, ZongshuError
from worker.cli.face import Face

if TYPE_CHECKING:
    from scrapers import Beside


@dataclass(frozen=True, slots=True)
class Given:
    """A file, the name it is kept under (relative to the folder that was named), and what is known beside it."""

    path: Path
    name: str
    beside: "Beside"


def given(face: Face, paths: Sequence[Path]) -> list[Given]:
    """Files as they are named, and those in folders, in the order in which they are to be read; hidden ones in folders are left out."""
    from scrapers import Beside, settled_order

    found: list[Given] = []
    for files in _together(paths):
        if len(files) < 2:
            found += [Given(path, name, Beside()) for name, path in files.items()]
            continue
        from worker.cli.progress import Progress

        with Progress(face, "look") as progress:
            looked = iter(range(1, len(files) + 1))

            def read(name: str, files: dict[str, Path] = files) -> bytes:
                progress.to(next(looked, len(files)), len(files))  # noqa: B023 - called before the next round
                return files[name].read_bytes()

            found += [Given(files[name], name, beside) for name, beside in settled_order(list(files), read).items()]
    return found


def _together(paths: Sequence[Path]) -> Iterator[dict[str, Path]]:
    """The files of each folder by their relative names, and those named one by one: two of a name stay apart."""
    lone: dict[str, Path] = {}
    for path in paths:
        if path.is_dir():
            yield {one.relative_to(path).as_posix(): one for one in _within(path)}
        elif path.name in lone:
            yield {path.name: path}
        else:
            lone[path.name] = path
    yield lone


def _within(folder: Path) -> Iterator[Path]:
    for found in sorted(folder.rglob("*")):
        if found.is_file() and not any(part.startswith(".") for part in found.relative_to(folder).parts):
            yield found


def named(error: ZongshuError | OSError, file: Path) -> ZongshuError:
    """A file the system will not let us read, as an error of ours."""
    return error if isinstance(error, ZongshuError) else Undecodable("file_unreadable", file=str(file), why=error.strerror or str(error))
