"""The hostile server with all its faces, and a fetcher that may go there."""

from collections.abc import Iterator

import pytest

from hostile.faces import FACES
from hostile.server import HostileServer
from scrapers.fetch import Allowed, Caps, Fetcher

HOST = "hostile.example"
#: Seconds one fetch of a slow face may take, and of any other; the allowance on top.
DEADLINE, PATIENCE, ALLOWANCE = 0.5, 20.0, 15.0


@pytest.fixture(scope="module")
def hostile() -> Iterator[HostileServer]:
    with HostileServer({name: face.answer for name, face in FACES.items()}) as server:
        yield server


@pytest.fixture
def fetcher(hostile: HostileServer) -> Iterator[Fetcher]:
    target = f"127.0.0.1:{hostile.port}"
    agent = "Mozilla/5.0 (compatible; Zongshu/test)"
    with Fetcher(agent, Allowed(loopback=frozenset([HOST])), {HOST: target}, Caps(deadline=DEADLINE)) as made:
        yield made
