"""Save a home: `python -m tests.homes NAME [TREE]`."""

import json
import os
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from sqlite3 import connect

from scrapers.sample import Fault, calendar, issue, serve

HERE = Path(__file__).resolve().parent
DAY = next(day for day in calendar("ljrb") if day.year == 2020)
_FILE = "政协澄浦市委员会2023年工作综述\n2023年，市政协召开全体会议1次，提出提案25件。\n"


def main(name: str, tree: Path) -> None:
    """Make a home and keep it."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        _made(home, tree, Path(folder))
        for path in home.rglob("*.lock"):
            path.unlink()
        (home / "held.json").write_text(json.dumps(held(home), ensure_ascii=False, indent=1, sort_keys=True))
        with tarfile.open(HERE / f"{name}.tar.xz", "w:xz") as saved:
            saved.add(home, name)


def _made(home: Path, tree: Path, folder: Path) -> None:
    """What the program of that tree makes of a day and a file."""
    first = issue("ljrb", DAY)
    assert first is not None
    path = "/" + first.pages[0].articles[0].address.split("/", 3)[3]
    (folder / "报告.txt").write_text(_FILE, "utf-8")
    with serve(faults={path: Fault("edited", old="，", new="，据了解，")}) as site:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("ZONGSHU_")}
        environment = {**kept, "PYTHONPATH": str(tree), "ZONGSHU_SAMPLE_PORT": str(site.port), "ZONGSHU_HOME": str(home)}
        for line in _lines(folder / "报告.txt"):
            subprocess.run([sys.executable, "-m", "zongshu", *line], cwd=tree, env=environment, check=True)


def _lines(file: Path) -> Iterator[tuple[str, ...]]:
    yield ("crawl", "ljrb", "--date", DAY.isoformat())
    yield ("crawl", "ljrb", "--date", DAY.isoformat(), "--again")
    yield ("ingest", str(file))


def held(home: Path) -> dict[str, int]:
    """The ids and revisions a home's ledger holds, asked of its file alone; its log is put into it, so that one file is kept."""
    with closing(connect(home / "ledger.sqlite3")) as ledger:
        ledger.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        ledger.execute("VACUUM")
        return dict(ledger.execute("SELECT id, revision FROM articles WHERE NOT lost ORDER BY id"))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]).resolve() if len(sys.argv) > 2 else HERE.parent.parent)
