"""Ledgers made at the same moment by threads of one process: each gets its own tables."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from storage.ledger import Ledger


def _made(path: Path) -> int:
    with Ledger(f"sqlite:///{path}") as ledger:
        return ledger.reports.progress().open


def test_threads_make_ledgers_at_once(tmp_path: Path) -> None:
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(_made, [tmp_path / f"{number}.sqlite3" for number in range(8)])) == [0] * 8
