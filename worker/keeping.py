"""What of a home is backed up, and where it goes when it is restored."""

from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path

from storage import Archive, ArticleFiles
from storage.backup import Entry, Source, archived
from worker.home import Home
from worker.settings import FILE, Settings

#: Places in a backup: what lay in the home, and what the settings named elsewhere.
HOME, GIVEN = "home/", "given/"
#: Where in the home the latter goes, because its old place may not be there.
RESTORED = "restored"
#: Folders of the home that are kept in their own way, or made again.
_APART = ("archive", "articles", "index", "rebuild")
_MARK = "restore.json"


def kept(home: Home, settings: Settings, unsettled: Iterable[str], *, with_files: bool) -> Iterator[Source]:
    """The archive, everything else in the home that is not made again, and files of the user's own that the settings name.

    Article files only where asked for, and those of `unsettled` issues, which cannot be read again before they are fetched.
    """
    yield from archived(Archive(home.archive), f"{HOME}archive/")
    files = ArticleFiles(home.articles)
    keys = files.keys() if with_files else iter(unsettled)
    paths = {f"{HOME}{path.relative_to(home.path).as_posix()}": path for path in (*map(files.path, keys), *_others(home, settings))}
    for name, path in {**paths, **dict(_given(settings))}.items():
        found = Source.of(name, path)
        if found:
            yield found


def transient(path: Path) -> bool:
    """Whether a file of a home is nobody's property: a lock, a part, a sign of work under way."""
    return path.name.endswith((".lock", ".new")) or path.name == _MARK or (path.name.startswith(".") and path.name.endswith(".part"))


def place(home: Home, entry: Entry) -> Path | None:
    """Where a file of a backup goes; settings that are there already stay."""
    if entry.path.startswith(GIVEN):
        return home.path / RESTORED / entry.path.removeprefix(GIVEN)
    if not entry.path.startswith(HOME):
        return None
    to = home.path / entry.path.removeprefix(HOME)
    return None if to.name == FILE and to.parent == home.path and to.exists() else to


def mark(home: Home) -> Path:
    """The sign of a restore that is not done."""
    return home.path / _MARK


def _others(home: Home, settings: Settings) -> Iterator[Path]:
    """What else lies in the home: corrections, tokens, settings, and what later releases put there."""
    ledger = Path((settings.ledger or home.ledger).removeprefix("sqlite:///"))
    index = Path(settings.index).resolve() if settings.index and "://" not in settings.index else home.index.resolve()
    tops = (path for path in sorted(home.path.iterdir()) if path.name not in _APART and path.resolve() != index)
    for path in chain.from_iterable((top, *sorted(top.rglob("*"))) for top in tops):
        if path.is_file() and not transient(path) and not path.name.startswith(ledger.name):
            yield path


def _given(settings: Settings) -> Iterator[tuple[str, Path]]:
    """Files outside the home that it needs: papers, words, synonyms, and the settings of this folder."""
    for name in ("dictionary", "synonyms"):
        path: Path | None = getattr(settings, name)
        if path:
            yield f"{GIVEN}{name}/{path.name}", path
    if settings.papers_folder:
        for path in sorted(settings.papers_folder.rglob("*")):
            if path.is_file():
                yield f"{GIVEN}papers/{path.relative_to(settings.papers_folder).as_posix()}", path
    here = Path(FILE)
    if here.is_file() and here.resolve().parent != settings.home.resolve():
        yield f"{GIVEN}{FILE}", here
