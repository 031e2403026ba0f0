"""Backup and restore, by the real program over the sample newspapers: what a first one costs, an unchanged one, and the way back."""

import tempfile
from pathlib import Path

from bench import Figures
from bench.way import run, size


def main() -> Figures:
    """Seconds and sizes; the restore reads and indexes everything again, or indexes only."""
    with tempfile.TemporaryDirectory() as folder:
        home, copies, files = Path(folder) / "home", Path(folder) / "copies", Path(folder) / "files"
        run(home, "demo", "--once")
        issues = len(list((home / "archive").rglob("*.warc.gz")))
        first = run(home, "backup", str(copies))
        once = _on_disk(copies)
        again = run(home, "backup", str(copies))
        twice = _on_disk(copies)
        verified = run(home, "backup", "verify", str(copies))
        run(home, "backup", str(files), "--with-files")
        read = run(Path(folder) / "read", "restore", str(copies))
        indexed = run(Path(folder) / "indexed", "restore", str(files))
        archive, held = size(home / "archive"), size(home)
    return {
        "issues": issues,
        "home, MiB": held / 2**20,
        "archive, MiB": archive / 2**20,
        "backup, MiB": once / 2**20,
        "backup, ledger and lists, KiB an issue": (once - archive) / 1024 / issues,
        "backup, first, s": first["seconds"],
        "backup, nothing changed, s": again["seconds"],
        "backup, nothing changed, more on the disk, KiB an issue": (twice - once) / 1024 / issues,
        "verify, s": verified["seconds"],
        "restore with reading and indexing, issues/s": issues / read["seconds"],
        "restore of one with article files, issues/s": issues / indexed["seconds"],
        "restore, peak memory of all processes, MiB": read["memory"] / 2**20,
    }


def _on_disk(folder: Path) -> int:
    """Bytes of the files below a folder, those with several names once."""
    found = {(status.st_dev, status.st_ino): status.st_size for path in folder.rglob("*") if path.is_file() and (status := path.stat())}
    return sum(found.values())
