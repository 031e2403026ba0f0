"""Backups of what cannot be made again: each a folder of its own, whole by itself, sharing unchanged files with the one before.

- `Taking(folder, name)`: a new backup under `folder`: its `ledger(lines)`, its files (`add(sources)`), `finish(head)`;
- `found(folder)`: the backups there, newest first; `opened(path)`: one of them, or the newest of a folder;
- `verify(backup)`, `check(backup, path)`: its files against their digests;
- `put(backup, place)`: its files back where they belong.
"""

from storage.backup.folder import Backup as Backup
from storage.backup.folder import drop_old as drop_old
from storage.backup.folder import found as found
from storage.backup.folder import opened as opened
from storage.backup.model import FORMAT as FORMAT
from storage.backup.model import LEDGER as LEDGER
from storage.backup.model import Entry as Entry
from storage.backup.model import Faulty as Faulty
from storage.backup.model import Head as Head
from storage.backup.putting import check as check
from storage.backup.putting import put as put
from storage.backup.putting import verify as verify
from storage.backup.sources import Source as Source
from storage.backup.sources import archived as archived
from storage.backup.taking import Taken as Taken
from storage.backup.taking import Taking as Taking
