"""Moving what is settled: nothing is overwritten, names are never too long, and a file that is another one by now stays where it is."""

import os
from collections.abc import Iterator
from itertools import count
from pathlib import Path, PurePosixPath

from storage import flush_folder
from worker.inbox.scan import State, state_of

#: Bytes a name may have, and what stands behind it for the reason.
_LONGEST, REASON = 255, ".reason.txt"


def place_for(folder: Path, name: str, mark: str) -> Path:
    """A free place in a folder for a file of the inbox; a number is added where the name is taken.

    A reason without its file is one a killed process left: where it holds `mark`, the place is ours.
    """
    above, last = PurePosixPath(name).parent, PurePosixPath(name).name
    try:
        (folder / above).mkdir(parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError):  # a file of the name of our folder is there
        above, last = PurePosixPath(), name.replace("/", "_")
    return next(place for one in _names(last) if _free(place := folder / above / one, mark))


def _names(last: str) -> Iterator[str]:
    stem, ending = _parted(last)
    yield _short(stem, ending)
    for number in count(2):
        yield _short(stem, f"-{number}{ending}")


def _parted(last: str) -> tuple[str, str]:
    ending = ".warc.gz" if last.lower().endswith(".warc.gz") else PurePosixPath(last).suffix
    return (last[: -len(ending)], last[-len(ending) :]) if ending and len(os.fsencode(ending)) < 40 else (last, "")


def _short(stem: str, ending: str) -> str:
    """A name that leaves room for the reason's."""
    room = _LONGEST - len(REASON) - len(os.fsencode(ending))
    while len(os.fsencode(stem)) > room:
        stem = stem[:-1]
    return stem + ending


def _free(place: Path, mark: str) -> bool:
    if os.path.lexists(place):
        return False
    reason = reason_of(place)
    if not os.path.lexists(reason):
        return True
    try:
        return bool(mark) and mark in reason.read_text("utf-8", "replace")
    except OSError:
        return False


def reason_of(place: Path) -> Path:
    """Where the reason of a file at a place is told."""
    return place.with_name(place.name + REASON)


def move(path: Path, state: State, place: Path, text: str | None) -> bool:
    """Move a file to its place, its reason (if any) told there first; whether it was still the same one. OSError."""
    if state_of(path) != state:
        return False
    reason = reason_of(place)
    if text is not None:
        _write(reason, text)
    elif os.path.lexists(reason):
        reason.unlink()
    path.rename(place)
    if state_of(place) != state:  # another one took its name between the two looks
        place.rename(path) if not os.path.lexists(path) else None
        return False
    flush_folder(place.parent)
    flush_folder(path.parent)
    return True


def _write(reason: Path, text: str) -> None:
    """A text in its place in one step; nothing half-written stays."""
    part = reason.with_name(".reason.part")
    try:
        with part.open("w", encoding="utf-8", errors="replace") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        part.rename(reason)
    except OSError:
        part.unlink(missing_ok=True)
        raise
