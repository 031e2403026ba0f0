"""Care for the archive, by the real program over the sample newspapers: every record verified, the ledger made again from it."""

import json
import shutil
import sqlite3
import tempfile
from pathlib import Path

from bench import Figures
from bench.way import run, size

#: The smaller archive that memory is compared with: every n-th file.
_PART = 8


def main() -> Figures:
    """Seconds, records and issues a second, and whether the memory grows with the archive (a ratio); what revisions cost the ledger."""
    with tempfile.TemporaryDirectory() as folder:
        home, part = Path(folder) / "home", Path(folder) / "part"
        run(home, "demo", "--once")
        files = sorted((home / "archive").rglob("*.warc.gz"))
        for file in files[::_PART]:
            copy = part / file.relative_to(home)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(file, copy)
        less, verified = run(part, "archive", "verify"), run(home, "archive", "verify")
        records, revisions = _counted(home)
        for ledger in home.glob("ledger.sqlite3*"):
            ledger.unlink()
        rebuilt = run(home, "archive", "rebuild")
        mebibytes = size(home / "archive") / 2**20
    return {
        "issues": len(files),
        "records": records,
        "archive, MiB": mebibytes,
        "verify, records/s": records / verified["seconds"],
        "verify, MiB/s": mebibytes / verified["seconds"],
        "verify, peak memory, MiB": verified["memory"] / 2**20,
        f"verify, peak memory by that of an archive of one {_PART}th": verified["memory"] / less["memory"],
        "rebuild with reading and indexing, issues/s": len(files) / rebuilt["seconds"],
        "rebuild, peak memory of all processes, MiB": rebuilt["memory"] / 2**20,
        "ledger for revisions, KiB an issue": revisions / 1024 / len(files),
    }


def _counted(home: Path) -> tuple[int, int]:
    """How many records the ledger knows, and the bytes of the rows that remember what was read."""
    with sqlite3.connect(home / "ledger.sqlite3") as ledger:
        records = ledger.execute("SELECT count(*) FROM addresses WHERE file IS NOT NULL").fetchone()[0]
        rows = [*ledger.execute("SELECT * FROM readings"), *ledger.execute("SELECT * FROM revisions")]
    ledger.close()
    return int(records), sum(len(json.dumps(row, default=str)) for row in rows)
