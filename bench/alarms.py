"""What a look for problems costs, and how many layout samples are known by a platform that is not told whose they are."""

import datetime as dt
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from articles.errors import Gone
from bench import Figures
from scrapers import likely
from scrapers.platforms import platforms
from scrapers.samples import DAY, is_layout, page_samples, sample_address
from storage.ledger.tables import issues
from worker.alarms.looking import limits_of, state_of
from worker.alarms.problems import problems
from worker.runner import open_kit
from worker.settings import load

#: Papers and years; of the issues so many in a hundred went wrong.
PAPERS, YEARS, BAD = 50, 12, 2
RUNS = 5


def main() -> Figures:
    """Milliseconds of a look, the best of five; seconds are of no account here."""
    figures: dict[str, Any] = {}
    with tempfile.TemporaryDirectory() as folder:
        settings = load(home=Path(folder) / "home")
        with open_kit(settings) as kit:
            codes = [code for code, paper in kit.papers.items() if not paper.sample][:PAPERS]
            settings = load(home=settings.home, follow={"papers": codes})
            with kit.ledger.database.write() as connection:
                rows = list(_rows(codes, kit.clock()))
                for start in range(0, len(rows), 5000):
                    connection.execute(sa.insert(issues), rows[start : start + 5000])
            found: dict[str, Any] = {}

            def look() -> None:
                found.update(problems(state_of(kit, settings, None, kit.clock()), limits_of(settings)))

            figures |= {"papers": len(codes), "issues": len(rows), "of these went wrong": sum(row["reason"] is not None for row in rows)}
            figures |= {"a look, ms (SQLite)": _best(look), "problems found": len(found)}
    return figures | _known()


def _rows(codes: list[str], now: dt.datetime) -> Iterator[dict[str, Any]]:
    reason = Gone("calendar_lists", date="x", calendar="y").reason()
    for code in codes:
        for back in range(365 * YEARS):
            day, bad = now.date() - dt.timedelta(back), back % (100 // BAD) == 0
            row = {"key": f"{code}-{day:%Y%m%d}", "paper": code, "date": day, "turn": -day.toordinal(), "updated": now, "articles": 20}
            yield {**row, "outcome": "failed" if bad else "indexed", "reason": reason if bad else None, "first_bad": now if bad else None}


def _known() -> dict[str, Any]:
    """Layout samples of all platforms, looked at without being told whose they are."""
    cases = [(reader.name, file.read_text("utf-8"), sample_address(reader, file)) for reader, file in _layouts()]
    began = time.perf_counter()
    found = [likely(text, address, DAY) for _, text, address in cases]
    taken = 1000 * (time.perf_counter() - began) / len(cases)
    return {
        "layout samples": len(cases),
        "of these known by a platform": sum(one is not None for one in found),
        "by their very own": sum(one is not None and one.platform == case[0] for one, case in zip(found, cases, strict=True)),
        "with prefix and node": sum(one is not None and one.place is not None for one in found),
        "which platform a page is of, ms": round(taken, 1),
    }


def _layouts() -> Iterator[tuple[Any, Path]]:
    return ((reader, file) for reader in platforms().values() for file in page_samples(reader) if is_layout(file))


def _best(work: Any) -> float:  # noqa: ANN401 - a function
    def once() -> float:
        began = time.perf_counter()
        work()
        return 1000 * (time.perf_counter() - began)

    return round(min(once() for _ in range(RUNS)), 1)
