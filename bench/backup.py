"""Backup and restore, by the real program over the sample newspapers: what a first one costs, an unchanged one, and the way back."""

import tempfile
from pathlib import Path

from bench import Figures
from bench.way import run, size


def main() -> Figures:
    """Sizes, and times as ratios to that of crawling, reading and indexing the same; the restore reads and indexes, or indexes only."""
    with tempfile.TemporaryDirectory() as folder:
        home, copies, files = Path(folder) / "home", Path(folder) / "copies", Path(folder) / "files"
        crawled = run(home, "demo", "--once")["seconds"]
        archive = size(home / "archive")
        issues = len(list((home / "archive").rglob("*.warc.gz")))
        first = run(home, "backup", str(copies))
        once = _on_disk(copies)
        again = run(home, "backup", str(copies))
        twice = _on_disk(copies)
        verified = run(home, "backup", "verify", str(copies))
        run(home, "backup", str(files), "--with-files")
        read = run(Path(folder) / "read", "restore", str(copies))
        indexed = run(Path(folder) / "indexed", "restore", str(files))
        ledger = (home / "ledger.sqlite3").stat().st_size
    return {
        "issues": issues,
        "archive, KiB an issue": archive / 1024 / issues,
        "ledger, KiB an issue": ledger / 1024 / issues,
        "ledger and lists in a backup, KiB an issue": (once - archive) / 1024 / issues,
        "a second backup, nothing changed, more on the disk, KiB an issue": (twice - once) / 1024 / issues,
        "backup / crawl": first["seconds"] / crawled,
        "backup, nothing changed / crawl": again["seconds"] / crawled,
        "verify / crawl": verified["seconds"] / crawled,
        "restore, reading and indexing / crawl": read["seconds"] / crawled,
        "restore of one with article files / crawl": indexed["seconds"] / crawled,
        "restore, peak memory of all processes, MiB": read["memory"] / 2**20,
    }


def _on_disk(folder: Path) -> int:
    """Bytes of the files below a folder, those with several names once."""
    found = {(status.st_dev, status.st_ino): status.st_size for path in folder.rglob("*") if path.is_file() and (status := path.stat())}
    return sum(found.values())
