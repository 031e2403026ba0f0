"""Lines of the log name the run or back-fill a step's issue belongs to, though nobody told the process."""

import datetime as dt
import logging
from collections.abc import Callable
from dataclasses import replace

import pytest

from steps.conftest import World, days
from storage.ledger import Range
from worker.steps import Asked, backfill

DAY = days()[1]


def _crawl(day: dt.date) -> dict[str, object]:
    return {"paper": "ljrb", "from": day.isoformat(), "to": day.isoformat(), "again": False}


def test_who_asked_is_found_by_paper_and_day(world: Callable[..., World]) -> None:
    here = world()
    ledger, asked = here.kit.ledger, Asked(here.kit.ledger, here.clock)
    key = f"ljrb-{DAY:%Y%m%d}"
    assert asked(key) == {}
    row = ledger.backfills.start(Range("ljrb", DAY, DAY), here.clock())
    old, run = (ledger.runs.start("crawl", _crawl(DAY), here.clock()) for _ in range(2))
    ledger.runs.start("retry", {"issues": 3}, here.clock())
    assert asked(key) == {}  # it looked a moment ago
    here.clock.forward(seconds=11)
    assert asked(key) == {"run": run, "backfill": row.id}
    for other in (f"cpwb-{DAY:%Y%m%d}", f"ljrb-{DAY - dt.timedelta(1):%Y%m%d}", "files-0123456789ab"):
        assert asked(other) == {}
    ledger.runs.end(run, {}, here.clock())
    here.clock.forward(seconds=11)
    assert asked(key) == {"run": old, "backfill": row.id}
    ledger.backfills.plan(row, [], 1, here.clock())
    ledger.runs.end(old, {}, here.clock())
    here.clock.forward(hours=1)
    assert asked(key) == {"backfill": row.id}  # all its days are planned, the last ones are still worked on
    here.clock.forward(days=1)
    assert asked(key) == {}


def test_steps_of_a_back_fill_carry_its_number(world: Callable[..., World], caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, "zongshu.steps")
    here = world()
    here.kit = replace(here.kit, asked=Asked(here.kit.ledger, here.clock))
    row = backfill(here.kit, Range("ljrb", DAY, DAY))
    here.work()
    told = [vars(record) for record in caplog.records if record.name == "zongshu.steps"]
    assert {line["step"] for line in told if line.get("backfill") == row.id} == {"fetch", "read"}
    assert not [line for line in told if line.get("issue") and line.get("backfill") != row.id]
