"""The short suite: seeds of faults in both forms, each ending as a home that nobody disturbed. The long one: `./run bench chaos`.

`ZONGSHU_CHAOS_SEED=N` plays one seed again, `ZONGSHU_TEST_CHAOS_SEEDS=N` more of them.
"""

import os
from pathlib import Path

import pytest

from chaos.faults import embedded, servers
from chaos.playing import differing, play
from chaos.stage import Stage
from chaos.trial import World, drawn

pytestmark = pytest.mark.slow

SEED = os.environ.get("ZONGSHU_CHAOS_SEED")
SEEDS = int(os.environ.get("ZONGSHU_TEST_CHAOS_SEEDS", "10"))
#: Of ten seeds so many are of the servers' form.
SERVERS = 3


def _seeds(form: str) -> dict[int, str]:
    """The seeds of a form; one that is named is played in both."""
    if SEED:
        return {int(SEED): form}
    return {seed: form for seed in range(1, 1 + SEEDS) if (seed % 10 < SERVERS) == (form == "servers")}


def test_faults_of_one_process_change_nothing(tmp_path: Path, everything: World) -> None:
    said: list[str] = []
    done = play(_seeds("embedded"), tmp_path, everything, None, said.append)
    assert not differing(done), "\n".join(said)


def test_faults_of_workers_and_servers_change_nothing(tmp_path: Path, everything: World, on_stage: Stage) -> None:
    said: list[str] = []
    done = play(_seeds("servers"), tmp_path, everything, on_stage, said.append)
    assert not differing(done), "\n".join(said)


def test_a_seed_draws_the_same_faults_again_and_all_faults_are_drawn() -> None:
    for faults in (embedded(1), servers(1, cluster=True)):
        plans = [drawn(seed, faults) for seed in range(400)]
        assert [drawn(seed, faults) for seed in range(400)] == plans
        assert {fault.name for plan in plans for _, fault in plan} == {fault.name for fault in faults}
