"""The suite's packages, and what all seeds of a run share."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "worker"))

from chaos.stage import Stage, stage
from chaos.trial import World, world

#: Issues of the sample in a home of the short suite.
COUNT = 3


@pytest.fixture(scope="session")
def everything(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with world(tmp_path_factory.mktemp("chaos"), COUNT) as made:
        yield made


@pytest.fixture(scope="session")
def on_stage(elasticsearch_server) -> Iterator[Stage]:
    """Redis and PostgreSQL to be killed, and the run's Elasticsearch, to which only the way is."""
    with stage(elasticsearch_server.url) as made:
        yield made
