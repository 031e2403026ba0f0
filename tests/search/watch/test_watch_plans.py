"""Papers at rest, back-fills that are not done and budgets: the terminal, the API and the page tell the same."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa
from test_watch_pages import Command, command, planted, site
from watch_kit import NOW, Put, Weekly

from indexing import Tokenizer
from search.watch import backfills, resting, states
from storage.ledger import Ledger, Range
from storage.ledger.planning_tables import backfills as table
from worker.cli.face import Face
from worker.cli.plans import backfill_lines, budget_lines, rest_lines

__all__ = ["command", "planted"]
NAMES = {"ljrb": "岚江日报"}
HOUR = dt.timedelta(hours=1)


@pytest.fixture
def plans(ledger: Ledger, put: Put) -> None:
    """A back-fill of ten days of which six are planned and four done, one ended and done, one stopped; two papers at rest."""
    ledger.backfills.start(Range("ljrb", dt.date(2024, 1, 1), dt.date(2024, 1, 10)), NOW - HOUR)
    for day in range(5, 11):
        put(dt.date(2024, 1, day), "fetching" if day < 7 else "indexed")
    done = ledger.backfills.start(Range("ljrb", dt.date(2024, 1, 10), dt.date(2024, 1, 10)), NOW - HOUR)
    ledger.backfills.start(Range("hcrb", dt.date(2024, 1, 1), dt.date(2024, 1, 3)), NOW - HOUR)
    with ledger.database.write() as connection:
        connection.execute(sa.update(table).where(table.c.id == 1).values(position=6))
        connection.execute(sa.update(table).where(table.c.id == done.id).values(position=1, ended=NOW))
    ledger.pauses.stop("hcrb", None, {"error": "PaperPaused", "key": "paper_stopped"}, NOW)
    ledger.pauses.pause("cpwb", "<b>their site moves</b>", NOW)


@pytest.mark.usefixtures("plans")
def test_a_back_fill_tells_days_and_the_time_left(ledger: Ledger) -> None:
    (one,) = backfills(ledger, NAMES, NOW)
    assert (one.paper, one.name, one.total, one.planned, one.done) == ("ljrb", "岚江日报", 10, 6, 4)
    assert one.remaining == pytest.approx(3600 * 6 / 4)
    assert list(backfill_lines(Face("en"), [one])) == ["Back-fill of 岚江日报 2024-01-01 to 2024-01-10: 4 / 10 days 1:30:00 left"]
    ledger.pauses.pause("ljrb", None, NOW)
    assert backfills(ledger, NAMES, NOW)[0].remaining is None


@pytest.mark.usefixtures("plans")
def test_papers_at_rest_tell_why(ledger: Ledger) -> None:
    told = list(rest_lines(Face("en"), resting(ledger, NAMES)))
    assert told == [
        "‖ cpwb: paused since 2024-03-15 12:00 (zongshu resume cpwb). <b>their site moves</b>",
        "‖ hcrb: stopped since 2024-03-15 12:00 (a crawl of it goes on).",
    ]


def test_what_a_host_may_still_be_asked(ledger: Ledger, put: Put, host: Callable[..., None]) -> None:
    put(dt.date(2024, 3, 14))
    host(asked=30, per_day=100, day=NOW.date())
    found = states(ledger, {"ljrb": Weekly()}, NAMES, NOW)
    assert [one.left for one in found[0].hosts] == [70]
    assert list(budget_lines(Face("en"), [*found, *found])) == ["The host a.example may be asked 70 times more today (of 100)"]


@pytest.mark.usefixtures("plans")
def test_all_three_tell_the_same(ledger: Ledger, tmp_path: Path, tokenizer: Tokenizer, command: Command) -> None:
    line = command("status")[-1]
    with site(ledger, tmp_path, tokenizer) as (client, _):
        told = client.get("/api/v1/status").json()
        page = client.get("/status").text
    counts = ("paper", "total", "planned", "done")
    assert [[one[name] for name in counts] for one in told["backfills"]] == [[one[name] for name in counts] for one in line["backfills"]]
    assert [(one["paper"], one["stopped"], one["why"]) for one in told["resting"]] == [
        (one["paper"], one["stopped"], one["reason"]) for one in line["resting"]
    ]
    assert {one["paper"] for one in line["resting"]} == {"cpwb", "hcrb"}
    assert "4 / 10 days" in page
    assert "&lt;b&gt;their site moves" in page
    assert "stopped since 2024-03-15 12:00" in page
