"""Checking a backup, and putting its files back."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

from storage.backup.copying import copy, digest_of
from storage.backup.folder import Backup
from storage.backup.model import Entry, Faulty
from storage.disk import flush_folder

Progress = Callable[[int, int, str], None]


def verify(backup: Backup, progress: Progress = lambda done, total, note: None) -> Iterator[Faulty]:
    """Compare every file with its digest; those that are not what they should be. StorageError where the list of files is damaged."""
    for done, entry in enumerate(backup.entries()):
        progress(done, backup.head.files, entry.path)
        faulty = _compared(backup.path / entry.path, entry)
        if faulty:
            yield faulty


def check(backup: Backup, path: str) -> Faulty | None:
    """What is wrong with one file of a backup."""
    entry = next((entry for entry in backup.entries() if entry.path == path), None)
    return _compared(backup.path / path, entry) if entry else Faulty(path=path, why="missing")


def put(
    backup: Backup, place: Callable[[Entry], Path | None], progress: Progress = lambda done, total, note: None
) -> Iterator[tuple[Path, Faulty | None]]:
    """Copy the files to where `place` says (None: not at all), each whole or not there; what was put there by a run before stays.

    A file that is not what it should be is put there as it is, and named: most records of a damaged file are whole.
    """
    folders = set[Path]()
    for done, entry in enumerate(backup.entries()):
        progress(done, backup.head.files, entry.path)
        to = place(entry)
        if to is None or (to.exists() and to.stat().st_size == entry.size):
            continue
        yield to, _put(backup.path / entry.path, to, entry)
        folders.add(to.parent)
    for folder in folders:
        flush_folder(folder)


def _put(source: Path, to: Path, entry: Entry) -> Faulty | None:
    try:
        with source.open("rb") as file:
            digest, size = copy(file, to, os.fstat(file.fileno()).st_size, entry.mode, entry.mtime)
    except FileNotFoundError:
        return Faulty(path=entry.path, why="missing")
    return _judged(entry, digest, size)


def _compared(path: Path, entry: Entry) -> Faulty | None:
    try:
        return _judged(entry, *digest_of(path))
    except FileNotFoundError:
        return Faulty(path=entry.path, why="missing")


def _judged(entry: Entry, digest: str, size: int) -> Faulty | None:
    if size != entry.size:
        return Faulty(path=entry.path, why="size")
    return None if digest == entry.sha256 else Faulty(path=entry.path, why="digest")
