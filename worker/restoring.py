"""A restore under way: its sign in the home tells how far it came, so that running it again goes on."""

import gzip
import json
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from articles.errors import DamagedArchive, StorageError
from storage import ArticleFiles
from storage.backup import LEDGER, Backup, Entry, Faulty, check, put
from storage.disk import put as put_file
from storage.ledger import Ledger, check_version, load, look
from worker.home import Home
from worker.keeping import HOME, mark, place, transient
from worker.settings import FILE
from worker.steps import Kit, open_generations

#: What is to be done next.
Stage = Literal["files", "ledger", "reading"]
#: Keys of one statement of the ledger.
_CHUNK = 400
_SETTINGS = f"{HOME}{FILE}"


@dataclass(frozen=True, slots=True)
class Restoring:
    """A backup on its way into a home that this process owns."""

    home: Home
    backup: Backup
    #: Whether this is only to see that it can be done: the settings of the backup, which may name servers in use, are left out.
    drill: bool = False

    @classmethod
    def begun(cls, home: Home, backup: Backup, *, drill: bool = False) -> "Restoring":
        """Begin, or go on. StorageError where the backup is newer than this program, or the home holds something else."""
        check_version(backup.head.ledger)
        one = cls(home, backup, drill)
        under_way = one._sign().get("backup")
        if under_way not in (None, backup.head.id):
            raise StorageError("restore_other", home=str(home.path), backup=under_way)
        if under_way is None and (held := _held(home)):
            raise StorageError("restore_home_holds", home=str(home.path), file=str(held.relative_to(home.path)))
        return one

    @property
    def stage(self) -> Stage | None:
        """What is to be done next; None where nothing was begun."""
        found = self._sign().get("stage")
        return found if found in ("files", "ledger", "reading") else None  # type: ignore[return-value] # one of them

    def at(self, stage: Stage) -> None:
        """Note that everything before is done."""
        put_file(mark(self.home), json.dumps({"backup": self.backup.head.id, "stage": stage}).encode())

    def done(self) -> None:
        """Take the sign away."""
        mark(self.home).unlink(missing_ok=True)

    def settings(self) -> None:
        """Put the home's settings there, where it has none."""
        for _ in put(self.backup, lambda entry: self._place(entry) if entry.path == _SETTINGS else None):
            pass

    def files(self, progress: Callable[[int, int, str], None]) -> Iterator[tuple[Path, Faulty | None]]:
        """Put the files where they belong; each one, and what is wrong with it."""
        return put(self.backup, self._place, progress)

    def settle(self, kit: Kit) -> tuple[int, int]:
        """Free all leases and make due what has to be read or indexed again; how many issues are to be read, with how many articles."""
        now, ledger = kit.clock(), kit.ledger
        ledger.runs.recover(lambda owner: False, now)
        lacking = [issue for issue in ledger.issues.with_articles() if not _on_file(kit.files, issue.key, issue.digest)]
        for start in range(0, len(lacking), _CHUNK):
            ledger.issues.reread([issue.key for issue in lacking[start : start + _CHUNK]], now)
        ledger.indexing.forget()
        open_generations(kit)
        return len(lacking), sum(issue.articles for issue in lacking)

    def _place(self, entry: Entry) -> Path | None:
        return None if self.drill and entry.path == _SETTINGS else place(self.home, entry)

    def _sign(self) -> dict[str, str]:
        try:
            found: dict[str, str] = json.loads(mark(self.home).read_bytes())
        except FileNotFoundError:
            return {}
        return found


def load_ledger(backup: Backup, url: str, progress: Callable[[int], None]) -> None:
    """Fill an empty ledger from a backup's. StorageError where it is not empty, or the backup's is damaged."""
    path = backup.path / LEDGER
    if faulty := check(backup, LEDGER):
        raise StorageError("backup_ledger", file=str(path), why=faulty.why)
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        load(url, lines, progress)


def is_empty(url: str) -> bool:
    """Whether a ledger holds no issue, or is not there."""
    if look(url) is None:
        return True
    with Ledger(url) as ledger:
        return not any(paper.outcomes for paper in ledger.reports.status())


def _held(home: Home) -> Path | None:
    """A file that makes a home one in use; of the ledger it is asked elsewhere what it holds."""
    files = (path for path in home.path.rglob("*") if path.is_file())
    ledger = home.ledger.rpartition("/")[2]
    return next((path for path in files if not (transient(path) or path == home.path / FILE or path.name.startswith(ledger))), None)


def _on_file(files: ArticleFiles, key: str, digest: str | None) -> bool:
    """Whether an article file is the one the ledger knows; another one is deleted, and made again."""
    try:
        if files.digest(key) == digest:
            return True
    except (DamagedArchive, zlib.error):
        pass
    files.delete(key)
    return False
