"""Reconciliations by schedule: when they are due, in spells, by one process, and on after a kill."""

import platform
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from steps.conftest import Clock

from worker.home import alive
from worker.reconciling import Beside, Reconciling
from worker.runner import open_kit
from worker.settings import load
from worker.steps import Going, Kit, Scope, ingest, open_generations, read

#: A process of this machine that is no more.
DEAD = f"{platform.node()}/1@2.00"


@pytest.fixture
def kit(tmp_path: Path, clock: Clock) -> Iterator[Kit]:
    """A home with three files, read; nothing of it is in the index that the ledger says is."""
    with open_kit(load(home=tmp_path / "home"), clock) as kit:
        open_generations(kit)
        for number in range(3):
            ingest(kit, f"{number}.txt", f"澄浦市政协{number}年工作综述\n{number}年召开全体会议1次。\n".encode())
            read(kit)
        with kit.ledger.database.write() as connection:
            connection.exec_driver_sql("UPDATE issues SET outcome = 'indexed'")
        yield kit


@pytest.fixture
def clock() -> Clock:
    return Clock()


def test_it_is_due_every_so_many_hours(kit: Kit, clock: Clock) -> None:
    plan = Reconciling(kit, 24)
    assert not plan.due()
    clock.forward(hours=25)
    assert plan.due()
    assert not Reconciling(kit, 0).due()
    assert not plan.spell(60)
    assert not plan.due()
    (run,) = [one for one in kit.ledger.runs.latest() if one.kind == "reconcile"]
    assert run.counts == {"issues": 3, "found": 3, "mended": 3, "left": 0}


def test_a_spell_goes_on_where_the_one_before_was(kit: Kit, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("worker.steps.reconciling.walking._PAGE", 1)
    plan = Reconciling(kit, 24)
    plan.due()
    clock.forward(hours=25)
    spells = 1
    while plan.spell(0):
        spells += 1
        assert plan.due()  # whoever looks next goes on
    assert spells > 3
    (run,) = [one for one in kit.ledger.runs.latest() if one.kind == "reconcile"]
    assert run.counts == {"issues": 3, "found": 3, "mended": 3, "left": 0}


def test_only_one_process_does_it(kit: Kit, clock: Clock) -> None:
    assert kit.ledger.marks.take("reconcile", kit.owner, clock(), kit.until(clock()), alive)
    assert not Reconciling(replace(kit, owner="another"), 24).spell(60)
    assert kit.ledger.runs.latest() == []
    kit.ledger.marks.take("reconcile", DEAD, clock(), kit.until(clock()), lambda _: False)
    Reconciling(kit, 24).spell(60)
    assert [one.kind for one in kit.ledger.runs.latest()] == ["reconcile"]


def test_a_command_goes_on_with_what_a_killed_one_left(kit: Kit) -> None:
    what = {"paper": None, "deep": False, "repair": True, "by": DEAD, "phase": "index", "after": ""}
    kit.ledger.runs.start("reconcile", what, kit.clock())
    going = Going(kit, Scope())
    assert going.resumed
    assert list(going.steps(lambda _: None)) == []  # what comes before the index was compared already
    assert not Going(kit, Scope(deep=True)).resumed


def test_it_runs_in_a_thread_beside_the_owner(kit: Kit, clock: Clock) -> None:
    plan = Reconciling(kit, 24)
    plan.due()
    clock.forward(hours=25)
    beside = Beside(plan, pytest.fail)
    beside.look()
    beside.wait(30)
    assert not plan.due()
    assert [one.kind for one in kit.ledger.runs.latest() if one.ended] == ["reconcile"]
