"""What watching costs with years of papers in the ledger: status, coverage of all years, failures by cause; and a drawn facsimile."""

import datetime as dt
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from typing import Any

import sqlalchemy as sa

from bench import Figures
from scrapers import Paper, papers
from scrapers.facsimile import draw
from search.watch import causes, days, failures, states, tallies, years
from storage.ledger import Ledger
from storage.ledger.tables import addresses, hosts, issues

#: Papers, and days of each, back from NOW; addresses that wait.
PAPERS, DAYS, WAITING = 40, 12 * 365, 100_000
NOW = dt.datetime(2024, 12, 31, 4, tzinfo=dt.UTC)
_REASON = {"error": "Blocked", "key": "fetch_blocked", "address": "http://a.example/1", "status": 403}


def main() -> Figures:
    """Seconds of each look (the median of three), with the issues it looked at; and of a page drawn, its PNG's bytes."""
    followed = _papers()
    with tempfile.TemporaryDirectory() as folder, Ledger(f"sqlite:///{folder}/ledger.sqlite3") as ledger:
        _fill(ledger, followed)
        looks: dict[str, Callable[[], object]] = {
            "status": lambda: states(ledger, followed, {}, NOW),
            "coverage of one paper": lambda: years(days(ledger, next(iter(followed.values())))),
            "coverage of all papers by year": lambda: [tallies(ledger, paper) for paper in followed.values()],
            "failures by cause": lambda: causes(failures(ledger)),
        }
        figures: dict[str, Any] = {"papers": len(followed), "issues": len(followed) * DAYS, "addresses that wait": WAITING}
        figures |= {f"{name}, s": _seconds(look) for name, look in looks.items()}
    return {**figures, **_drawn()}


def _papers() -> dict[str, Paper]:
    return dict(list(papers().items())[:PAPERS])


def _fill(ledger: Ledger, followed: dict[str, Paper]) -> None:
    """Issues of every day, one in fifty blocked, one in fifty with gaps."""
    with ledger.database.write() as connection:
        for code in followed:
            connection.execute(sa.insert(issues), list(_issues(code)))
        row = {"role": "article", "state": "due", "host": "a.example"}
        connection.execute(sa.insert(hosts).values(host="a.example", free_at=NOW))
        waiting = [{"issue": f"{code}-20241230", "paper": code} for code in followed]
        connection.execute(sa.insert(addresses), [{**row, **waiting[at % len(waiting)], "address": f"{at}"} for at in range(WAITING)])


def _issues(code: str) -> Iterator[dict[str, Any]]:
    draw_of = random.Random(code)
    for back in range(DAYS):
        date = NOW.date() - dt.timedelta(days=back)
        fate = draw_of.random()
        outcome, held = ("blocked", "none") if fate < 0.02 else ("indexed", "partial") if fate < 0.04 else ("indexed", "whole")
        reason = _REASON if outcome == "blocked" else None
        row = {"key": f"{code}-{date:%Y%m%d}", "paper": code, "date": date, "outcome": outcome, "held": held, "reason": reason}
        yield {**row, "turn": -date.toordinal(), "articles": 30, "updated": NOW, "digest": "d"}


def _seconds(look: Callable[[], object]) -> float:
    taken = []
    for _ in range(3):
        began = time.perf_counter()
        look()
        taken.append(time.perf_counter() - began)
    return statistics.median(taken)


def _drawn() -> Figures:
    """Of a made page of a newspaper."""
    from tests.pdfpages.maker import made

    pdf = made(6).pdf
    area = (((0.1, 0.1), (0.5, 0.1), (0.5, 0.4), (0.1, 0.4)),)
    png = draw(pdf, "page.pdf", 1, area)
    return {
        "facsimile, s": _seconds(lambda: draw(pdf, "page.pdf", 1, area)),
        "facsimile, KiB": len(png.payload) / 1024,
        "its PDF, KiB": len(pdf) / 1024,
    }
