"""Every step leaves a line in the log at its start and its end, with its issue and host, and is counted."""

import logging
from collections.abc import Callable
from dataclasses import replace

import pytest

from scrapers.sample import Fault
from steps.conftest import World, article_path, days
from worker.steps import fetch
from worker.tally import Tally

DAY = days()[1]


def test_steps_are_told_and_counted(world: Callable[..., World], caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, "zongshu.steps")
    here, tally = world({article_path("ljrb", DAY): Fault("gone")}), Tally()
    here.kit = replace(here.kit, noted=tally, run=7)
    found = here.crawl("ljrb", DAY)
    told = [record for record in caplog.records if record.name == "zongshu.steps"]
    ends = [record for record in told if "begins" not in record.getMessage()]
    assert len(told) == 2 * len(ends)
    assert {vars(record)["run"] for record in told} == {7}
    counted = tally.all()
    assert sum(one.count for one in counted.values()) == len(ends)
    kept = [record for record in ends if record.getMessage() == "fetch kept"]
    assert counted["fetch", "kept"].count == len(kept)
    assert {(vars(record)["issue"], record.levelname) for record in kept} == {(found.key, "DEBUG")}
    assert len({vars(record)["host"] for record in kept}) == 1
    (gone,) = (record for record in ends if vars(record).get("error") == "Gone")
    assert (gone.levelname, vars(gone)["key"]) == ("INFO", "fetch_gone")
    (read,) = (record for record in ends if vars(record)["step"] == "read")
    assert (vars(read)["outcome"], vars(read)["issue"], vars(read)["count"]) == ("read", found.key, found.articles)
    assert counted["index", "done"].seconds > 0
    assert tally.take() == counted
    assert not tally.all()


def test_an_error_that_ends_a_step_is_noted_and_passes(world: Callable[..., World], caplog: pytest.LogCaptureFixture) -> None:
    here = world()
    tally = Tally()

    def broken(_: str) -> None:
        raise OSError("no network at all")

    here.kit = replace(here.kit, noted=tally, fetcher=broken)
    from worker.steps import plan

    plan(here.kit, "ljrb", [DAY])
    (host,) = here.kit.ledger.lanes.ready(here.clock())
    with pytest.raises(OSError, match="no network"):
        fetch(here.kit, host)
    assert tally.all()["fetch", "error"].count == 1
    assert "fetch error" in caplog.text
