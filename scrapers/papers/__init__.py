"""The papers we follow: one TOML file each, read strictly; the user's own folders are read beside ours."""

from collections.abc import Iterator, Sequence
from functools import cache
from importlib import resources
from pathlib import Path

from articles.errors import SettingsError
from scrapers.papers.files import File, read
from scrapers.papers.model import Confidence, Expect, Layout, Paper

__all__ = ["Confidence", "Expect", "Layout", "Paper", "papers"]


@cache
def _ours() -> tuple[tuple[File, Paper], ...]:
    """Our own files: part of the installation, so read once."""
    found = sorted((file for file in resources.files(__name__).iterdir() if file.name.endswith(".toml")), key=lambda file: file.name)
    return tuple((file, read(file)) for file in found)


def _theirs(folder: Path) -> Iterator[tuple[File, Paper]]:
    if not folder.is_dir():
        raise SettingsError("settings_papers_folder", folder=str(folder))
    for file in sorted(folder.glob("*.toml")):
        yield file, read(file)


def papers(folders: Sequence[Path] = ()) -> dict[str, Paper]:
    """Every paper by code: ours, then those of the user's folders. SettingsError where a file is wrong or a code is taken."""
    held: dict[str, tuple[File, Paper]] = {}
    for file, paper in [*_ours(), *(entry for folder in folders for entry in _theirs(folder))]:
        if paper.code in held:
            raise SettingsError("settings_paper_taken", code=paper.code, file=str(file), other=str(held[paper.code][0]))
        held[paper.code] = file, paper
    return {code: paper for code, (_, paper) in held.items()}
